import { INVITE_STRINGS } from "../i18n/invite-strings.ts";
import { useRoom } from "./context.ts";

export function useInvitingWords() {
  return INVITE_STRINGS[useRoom().page.language];
}
