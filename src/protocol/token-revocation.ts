/** The revocation of one token of a site (SPEC VOUCH-14), as it is requested. */
import * as v from "@badrap/valita";
import { CONTROL_OR_BREAK } from "../text/characters.ts";
import { optionalField } from "./fields.ts";
import { isIssuer } from "./vouching-key.ts";

const MAX_NAME_CHARACTERS = 255;

/** A token counts as long as nothing else is heard of its user, so it must not count for long. In seconds. */
export const MAX_TOKEN_LIFETIME_S = 86_400;

/** True for what may name a user or a token to its site: the claims `sub` and `jti`. */
export function isClaimedName(text: string): boolean {
  return (
    text !== "" && text.length <= MAX_NAME_CHARACTERS && text.isWellFormed() && !CONTROL_OR_BREAK.test(text)
  );
}

/** The body of `POST /r/{room}/revocations`. */
export const tokenRevocationSchema = v.object({
  /** the claims of the token */
  iss: v.string().assert(isIssuer),
  jti: v.string().assert(isClaimedName),
  /** its `exp`, in seconds since 1970; as late as it can be if absent */
  exp: optionalField(v.number().assert((exp) => exp > 0)),
});
export type TokenRevocation = v.Infer<typeof tokenRevocationSchema>;
