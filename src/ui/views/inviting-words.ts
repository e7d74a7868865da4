import { INVITING_WORDS } from "../i18n/inviting.ts";
import { useRoom } from "./context.ts";

export function useInvitingWords() {
  return INVITING_WORDS[useRoom().page.language];
}
