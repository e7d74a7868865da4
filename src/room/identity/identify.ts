/** Identifies a client by its token or its requested name (SPEC ID-1 to ID-7). */
import type { Limits } from "../../protocol/limits.ts";
import { guestName, parseName } from "../../text/names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Self } from "../../protocol/member.ts";
import type { MemberRoster } from "../roster.ts";
import type { Identity } from "../session.ts";
import {
  GUEST_TOKEN_LIFETIME_MS,
  signGuestToken,
  verifyGuestToken,
  type TokenSigner,
} from "./guest-token.ts";

export type IdentityFailure = "invalid_token" | "expired_token" | "invalid_name";

/** What a client claims to be; not verified yet. */
export interface Credentials {
  readonly token: string | undefined;
  readonly name: string | undefined;
}

interface IdentityContext {
  /** undefined before the room is created: no token can be valid then */
  readonly signer: TokenSigner | undefined;
  readonly limits: Limits;
  readonly now: number;
}

/** The identity in a token's claims. */
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
 * The identity in the token, else a new guest with the requested name; the name in a token takes precedence. Writes
 * nothing, so a refused client creates no room. `newId` generates the id of a new guest.
 */
export function identify(
  context: IdentityContext,
  { token, name }: Credentials,
  newId: () => string,
): Result<Identity, IdentityFailure> {
  if (token !== undefined) return identifyByToken(context, token);
  const parsed = parseRequestedName(name, context.limits);
  return parsed.ok ? ok(guest(newId(), parsed.value)) : parsed;
}

/** `identity` under the name by which its member is here now: its token may be older than a rename (SPEC ID-9). */
export function withCurrentName(roster: MemberRoster, identity: Identity): Identity {
  const present = roster.member(identity.member);
  return present === undefined ? identity : { ...identity, name: present.name };
}

/** The requested name in its canonical form; undefined if none was requested. */
export function parseRequestedName(
  name: string | undefined,
  { nameGraphemes }: Limits,
): Result<string | undefined, "invalid_name"> {
  if (name === undefined || name.trim() === "") return ok(undefined);
  const parsed = parseName(name, nameGraphemes);
  return parsed.ok ? parsed : fail("invalid_name");
}

/** A guest named `name`; the default name is derived from the id. */
export function guest(member: string, name: string = guestName(member)): Identity {
  return { member, name, role: "guest" };
}

/** The `self` of `welcome` and `presence`: the client's own identity, with a renewed token. */
export function selfOf(
  { signer, now }: { readonly signer: TokenSigner; readonly now: number },
  { member, name, role }: Identity,
): Self {
  const exp = Math.floor((now + GUEST_TOKEN_LIFETIME_MS) / 1000);
  return { id: member, name, role, token: signGuestToken(signer, { member, name, exp }) };
}
