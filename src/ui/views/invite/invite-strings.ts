import { INVITE_STRINGS } from "../../i18n/invite-strings.ts";
import { useRoom } from "../context.ts";

export function useInviteStrings() {
  return INVITE_STRINGS[useRoom().page.language];
}
