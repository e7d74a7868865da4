/** Links of guests, where the room does not take them (SPEC SET-6). */
import { failure, type Failure } from "../../protocol/errors.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import { settingOf, type RoomSettings } from "../../protocol/settings.ts";
import { hasLink } from "../../text/has-link.ts";

const NO_LINKS = "Guests may not send links here.";

/** Why a text of a member with `role` is refused for its links; undefined if it is not. */
export function linkRefusal(settings: RoomSettings, role: Role, text: string): Failure | undefined {
  if (settingOf(settings, "guestLinks") || isAtLeast(role, "member")) return undefined;
  return hasLink(text) ? failure("forbidden", NO_LINKS) : undefined;
}
