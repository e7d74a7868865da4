/** Links that give a role (SPEC OWN-7), as they are requested and shown. */
import * as v from "@badrap/valita";
import { optionalField } from "./fields.ts";
import { LINK_ROLES, MAX_LINK_SECONDS, MAX_LINK_USES, type LinkRole } from "./link-traits.ts";

export function isLinkRole(role: string): role is LinkRole {
  return LINK_ROLES.some((each) => each === role);
}

function wholeNumber(max: number): v.Type<number> {
  return v
    .number()
    .assert(
      (value) => Number.isSafeInteger(value) && value >= 1 && value <= max,
      `a whole number from 1 to ${max}`,
    );
}

/** The body of `POST /r/{room}/links`. What it does not know could be a bound that is meant: it is refused. */
export const linkRequestSchema = v
  .object({
    role: v.string().assert(isLinkRole, "moderator or member"),
    /** 7 days if absent */
    expiresInSeconds: optionalField(wholeNumber(MAX_LINK_SECONDS)),
    /** how many members may claim it; any number if absent */
    uses: optionalField(wholeNumber(MAX_LINK_USES)),
  })
  .rest(v.never());
export interface LinkRequest {
  readonly role: LinkRole;
  readonly expiresInSeconds?: number | undefined;
  readonly uses?: number | undefined;
}

/** A link as those who may make it see it. */
export interface RoomLink {
  readonly id: string;
  /** the room's URL with the link's key in its fragment, which no server sees */
  readonly url: string;
  readonly role: LinkRole;
  /** ms since 1970 */
  readonly expiresAt: number;
  /** how many more members may claim it; any number if absent */
  readonly uses?: number;
}
