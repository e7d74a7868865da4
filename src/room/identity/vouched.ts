/** Members for whom a site vouches (SPEC VOUCH-5 to VOUCH-9). */
import { fail, ok, type Result } from "../../text/result.ts";
import type { Identity } from "../session.ts";
import type { Revocations } from "../store.ts";
import type { TokenSigner } from "./guest-token.ts";
import { vouchedMemberId } from "./ids.ts";
import type { VouchedClaims, Vouching } from "./vouched-claims.ts";
import { roleOfVouched } from "./vouched-role.ts";
import type { VouchedMember, Vouchers } from "./vouchers.ts";

/**
 * How long a token counts beyond its `exp`: what the clocks of a site and of a room may differ by, and the time that a
 * client has to renew it.
 */
export const VOUCHING_GRACE_MS = 60_000;

export type VouchingFailure = "invalid_token" | "expired_token" | "revoked_token";

interface VouchingContext {
  readonly signer: Pick<TokenSigner, "roomKey" | "revocations" | "vouchers" | "authority">;
  readonly now: number;
}

/** The member of verified claims. They are checked again: time has passed since, and keys and members come and go. */
export function identifyVouched(
  context: VouchingContext,
  { issuer, subject, scope, name, ...vouching }: VouchedClaims,
): Result<Identity, VouchingFailure> {
  const member = vouchedMemberId(context.signer.roomKey, { issuer, subject, scope });
  return identityVouchedBy(context, { member, name, vouching });
}

/** The same for a member whose id is known already, as from a ticket. */
export function identityVouchedBy(
  { signer, now }: VouchingContext,
  { member, name, vouching }: { readonly member: string; readonly name: string; readonly vouching: Vouching },
): Result<Identity, VouchingFailure> {
  const refused = refusalOf({ member, vouching }, signer.vouchers, now);
  if (refused !== undefined) return fail(refused);
  if (isRevoked(signer.revocations, member, vouching.issuedAt)) return fail("revoked_token");
  return ok({ member, name, role: roleOfVouched(signer.authority, member, vouching), vouching });
}

/**
 * True if no token vouches for the member of an open session any more: it has expired, it was revoked, or its key was
 * removed.
 */
export function isSignInExpired(
  { member, vouching }: Pick<Identity, "member" | "vouching">,
  vouchers: Vouchers,
  now: number,
): boolean {
  return vouching !== undefined && refusalOf({ member, vouching }, vouchers, now) !== undefined;
}

function refusalOf(vouched: VouchedMember, vouchers: Vouchers, now: number): VouchingFailure | undefined {
  if (!vouchers.includes(vouched.vouching.key)) return "invalid_token";
  if (isExpired(vouched.vouching, now)) return "expired_token";
  return vouchers.hasRevoked(vouched, now) ? "revoked_token" : undefined;
}

function isExpired({ expiresAt }: Vouching, now: number): boolean {
  return now >= expiresAt + VOUCHING_GRACE_MS;
}

/** True if the tokens of `member` that were issued then, in seconds since 1970, were revoked (SPEC ID-20). */
export function isRevoked(
  revocations: Pick<Revocations, "revokedUntil">,
  member: string,
  issuedAt: number,
): boolean {
  const revokedUntil = revocations.revokedUntil(member);
  return revokedUntil !== undefined && issuedAt <= revokedUntil;
}
