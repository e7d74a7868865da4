/** Who is at the door (SPEC ID-1 to ID-7). */
import type { Limits } from "../../protocol/limits.ts";
import { guestName, parseName } from "../../text/names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Chance } from "../ports.ts";
import type { Identity } from "../session.ts";
import { GUEST_TOKEN_LIFE_MS, signGuestToken, verifyGuestToken, type TokenSigner } from "./guest-token.ts";
import { newMemberId } from "./ids.ts";

export type IdentityFailure = "invalid_token" | "expired_token" | "invalid_name";

/** What somebody shows at the door: nothing of it is trusted yet. */
export interface Credentials {
  readonly token: string | undefined;
  readonly name: string | undefined;
}

interface Door {
  readonly signer: TokenSigner;
  readonly limits: Limits;
  readonly now: number;
}

/** The member that the token names, else a new guest under the name asked for. A token's name wins. */
export function identify(
  door: Door,
  { token, name }: Credentials,
  chance: Chance,
): Result<Identity, IdentityFailure> {
  if (token !== undefined) return identifyByToken(door, token);
  return newGuest(newMemberId(chance), name, door.limits);
}

/** A guest with a given id, named as asked, else after the id. */
export function newGuest(
  member: string,
  name: string | undefined,
  limits: Limits,
): Result<Identity, "invalid_name"> {
  if (name === undefined || name.trim() === "") return ok({ member, name: guestName(member), role: "guest" });
  const parsed = parseName(name, limits.nameGraphemes);
  return parsed.ok ? ok({ member, name: parsed.value, role: "guest" }) : fail("invalid_name");
}

export function identifyByToken(
  { signer, now }: Door,
  token: string,
): Result<Identity, "invalid_token" | "expired_token"> {
  const claims = verifyGuestToken(signer, token, now);
  if (!claims.ok) return claims;
  return ok({ member: claims.value.member, name: claims.value.name, role: "guest" });
}

/** The token with which this member can return. */
export function tokenFor({ signer, now }: Door, { member, name }: Identity): string {
  return signGuestToken(signer, { member, name, exp: Math.floor((now + GUEST_TOKEN_LIFE_MS) / 1000) });
}
