/** The claims of a site's token whose signature, issuer, audience and time have been verified (SPEC VOUCH-3, VOUCH-4). */
import type { JWTPayload } from "jose";
import { isAtLeast, ROLES, type Role } from "../../protocol/roles.ts";
import { isClaimedName, MAX_TOKEN_LIFETIME_S } from "../../protocol/token-revocation.ts";
import type { VouchedClaims } from "../../room/identity/vouched-claims.ts";
import { parseMemberName } from "../../room/identity/member-name.ts";
import { tokenId } from "../../room/identity/token-id.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { TokenProblem } from "./problems.ts";

/** Of a token without `role`, unless its key may give less. */
const DEFAULT_ROLE: Role = "member";

export interface ClaimRules {
  readonly issuer: string;
  readonly maxRole: Role;
  /** seconds since 1970 */
  readonly nowS: number;
  readonly leewayS: number;
  readonly nameGraphemes: number;
}

/** The claims of a verified token as the room keeps them; the first that breaks a rule is the failure. */
export function parseClaims(
  { sub, name, role, exp = NaN, iat, jti }: JWTPayload,
  rules: ClaimRules,
): Result<Omit<VouchedClaims, "key" | "scope">, TokenProblem> {
  if (typeof sub !== "string" || !isClaimedName(sub)) return fail("sub");
  if (!(exp <= rules.nowS + MAX_TOKEN_LIFETIME_S + rules.leewayS)) return fail("exp");
  if (iat !== undefined && !(iat <= rules.nowS + rules.leewayS)) return fail("iat");
  if (jti !== undefined && !(typeof jti === "string" && isClaimedName(jti))) return fail("jti");
  const parsedName = typeof name === "string" ? parseMemberName(name, rules.nameGraphemes) : undefined;
  if (parsedName?.ok !== true) return fail("name");
  const given = parseRole(role, rules.maxRole);
  if (given === undefined) return fail("role");
  return ok({
    issuer: rules.issuer,
    subject: sub,
    name: parsedName.value,
    role: given,
    expiresAt: exp * 1_000,
    issuedAt: iat ?? exp - MAX_TOKEN_LIFETIME_S,
    ...(jti === undefined ? {} : { tokenId: tokenId({ iss: rules.issuer, jti }) }),
  });
}

/** The role that a token gives; undefined if its key may not give it, or there is none such. */
function parseRole(role: unknown, maxRole: Role): Role | undefined {
  if (role === undefined) return isAtLeast(maxRole, DEFAULT_ROLE) ? DEFAULT_ROLE : maxRole;
  const given = ROLES.find((each) => each === role);
  return given !== undefined && isAtLeast(maxRole, given) ? given : undefined;
}
