/** Who is at the door (SPEC ID-1 to ID-7). */
import type { Limits } from "../../protocol/limits.ts";
import { guestName, parseName } from "../../text/names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Self } from "../../protocol/member.ts";
import type { Identity } from "../session.ts";
import {
  GUEST_TOKEN_LIFETIME_MS,
  signGuestToken,
  verifyGuestToken,
  type TokenSigner,
} from "./guest-token.ts";

export type IdentityFailure = "invalid_token" | "expired_token" | "invalid_name";

/** What somebody shows at the door: nothing of it is trusted yet. */
export interface Credentials {
  readonly token: string | undefined;
  readonly name: string | undefined;
}

interface IdentityContext {
  /** undefined while the room is not born: then no token can be its own */
  readonly signer: TokenSigner | undefined;
  readonly limits: Limits;
  readonly now: number;
}

/** The member that a token names. */
export function identifyByToken(
  { signer, now }: Pick<IdentityContext, "signer" | "now">,
  token: string,
): Result<Identity, "invalid_token" | "expired_token"> {
  if (signer === undefined) return fail("invalid_token");
  const claims = verifyGuestToken(signer, token, now);
  if (!claims.ok) return claims;
  return ok({ member: claims.value.member, name: claims.value.name, role: "guest" });
}

/**
 * The member that the token names, else a new guest under the name asked for; a token's name wins. Writes nothing,
 * so that whoever is turned away has not made a room. `newId` makes the id of a new guest.
 */
export function identify(
  context: IdentityContext,
  { token, name }: Credentials,
  newId: () => string,
): Result<Identity, IdentityFailure> {
  if (token !== undefined) return identifyByToken(context, token);
  if (name === undefined || name.trim() === "") return ok(guest(newId()));
  const parsed = parseName(name, context.limits.nameGraphemes);
  return parsed.ok ? ok(guest(newId(), parsed.value)) : fail("invalid_name");
}

function guest(member: string, name: string = guestName(member)): Identity {
  return { member, name, role: "guest" };
}

/** A member as they are told of themselves, with the token with which they can return. */
export function selfOf(
  { signer, now }: { readonly signer: TokenSigner; readonly now: number },
  { member, name, role }: Identity,
): Self {
  const exp = Math.floor((now + GUEST_TOKEN_LIFETIME_MS) / 1000);
  return { id: member, name, role, token: signGuestToken(signer, { member, name, exp }) };
}
