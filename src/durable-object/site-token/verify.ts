/**
 * Verifies the token with which a site vouches for a user (SPEC VOUCH-1 to VOUCH-4): a JWT (RFC 7519), read as RFC 8725
 * advises. Algorithm and issuer are those of the key's record, never what the token claims.
 */
import {
  JOSEAlgNotAllowed,
  JWSSignatureVerificationFailed,
  JWTClaimValidationFailed,
  JWTExpired,
} from "jose/errors";
import { jwtVerify } from "jose/jwt/verify";
import { failure } from "../../protocol/errors.ts";
import type { RoomKey } from "../../protocol/room-keys.ts";
import { countsIn, type SiteKey } from "../../protocol/site-keys.ts";
import type { KeyAlgorithm, VouchingKey } from "../../protocol/vouching-key.ts";
import type { TokenRefusal, VerifiedToken } from "../../room/identity/identify.ts";
import { fingerprintOf, type KeyScope } from "../../room/identity/key-fingerprint.ts";
import { VOUCHING_GRACE_MS } from "../../room/identity/vouched.ts";
import type { RoomName } from "../../text/room-names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { MAX_TOKEN_CHARACTERS } from "../../transport/handshake.ts";
import { parseClaims, type ClaimRules } from "./claims.ts";
import { importedKey } from "./keys.ts";
import { isTokenProblem, tokenFailure, type TokenProblem } from "./problems.ts";
import { decodePart, isBase64Url } from "./strict-json.ts";

/** What the clocks of a site and of the room may differ by. */
const CLOCK_LEEWAY_S = VOUCHING_GRACE_MS / 1_000;

/** Header fields that bring or name a key, or change how the rest is read (RFC 7515 §4.1). */
const FORBIDDEN_FIELDS = ["crit", "jku", "jwk", "x5u", "x5c"] as const;

/** RFC 9864 has a second name for the same. */
const ALGORITHMS: Readonly<Record<KeyAlgorithm, readonly string[]>> = {
  EdDSA: ["EdDSA", "Ed25519"],
  ES256: ["ES256"],
  HS256: ["HS256"],
};

export interface TokenContext {
  /** the deployment's */
  readonly keys: readonly SiteKey[];
  /** the room's own, none of an issuer that one of `keys` has */
  readonly roomKeys: readonly RoomKey[];
  readonly room: RoomName;
  /** of the deployment, as its users know it: `https://chat.example`; where it is not known, no token counts */
  readonly origin: string | undefined;
  /** the token is to create the room: a token for the room alone does not (SPEC POLICY-2) */
  readonly isForCreation?: boolean;
  /** ms since 1970 */
  readonly now: number;
  /** the longest name */
  readonly nameGraphemes: number;
}

/** True for what has the form of a JWT, whose three parts a guest's token has not (SPEC ID-2). */
export function isSiteToken(token: string | undefined): token is string {
  return token !== undefined && /^[^.]*\.[^.]*\.[^.]*$/.test(token);
}

/** The claims of `token`, or why it is refused: `expired_token`, or `invalid_token` with a sentence for its maker. */
export async function verifySiteToken(token: string, context: TokenContext): Promise<VerifiedToken> {
  const key = findKey(token, context);
  if (!key.ok) return fail(tokenFailure(key.failure));
  const { record, scope } = key.value;
  const imported = await importedKey(record);
  try {
    const { payload } = await jwtVerify(token, imported, {
      algorithms: [...ALGORITHMS[record.alg]],
      issuer: record.iss,
      audience: audiencesOf(context, scope),
      requiredClaims: ["sub", "exp"],
      clockTolerance: CLOCK_LEEWAY_S,
      currentDate: new Date(context.now),
    });
    const claims = parseClaims(payload, rulesFor(record, context));
    return claims.ok
      ? ok({ ...claims.value, scope, key: fingerprintOf(record, scope) })
      : fail(tokenFailure(claims.failure));
  } catch (error) {
    return fail(failureFor(error, audienceProblem(context, scope)));
  }
}

interface FoundKey {
  readonly record: VouchingKey;
  readonly scope: KeyScope;
}

/** The record that the token's `kid` and `iss` name, read before they are verified: both together, as a `kid` is no secret. */
function findKey(token: string, { keys, roomKeys, room }: TokenContext): Result<FoundKey, TokenProblem> {
  if (token.length > MAX_TOKEN_CHARACTERS) return fail("length");
  const [protectedPart = "", claimsPart = "", signature = ""] = token.split(".");
  const header = decodePart(protectedPart);
  const claims = decodePart(claimsPart);
  if (header === undefined || claims === undefined || !isBase64Url(signature)) return fail("form");
  const { kid, typ = "JWT" } = header;
  if (FORBIDDEN_FIELDS.some((name) => Object.hasOwn(header, name))) return fail("header");
  if (typeof kid !== "string" || typeof typ !== "string" || typ.toUpperCase() !== "JWT")
    return fail("header");
  const isNamed = (key: VouchingKey) => key.kid === kid && key.iss === claims["iss"];
  const ofDeployment = keys.find((key) => isNamed(key) && countsIn(key, room));
  if (ofDeployment !== undefined) return ok({ record: ofDeployment, scope: "deployment" });
  const ofRoom = roomKeys.find(isNamed);
  return ofRoom === undefined ? fail("key") : ok({ record: ofRoom, scope: "room" });
}

/** What a token for this room may be for: the room, or by a key of the deployment all of its rooms. */
function audiencesOf({ origin, room, isForCreation }: TokenContext, scope: KeyScope): string[] {
  if (origin === undefined) return [];
  if (isForCreation === true) return [origin, `${origin}/`];
  const urls = [`${origin}/r/${encodeURIComponent(room)}`, `${origin}/r/${room}`];
  return scope === "room" ? urls : [origin, `${origin}/`, ...urls];
}

function rulesFor({ maxRole, iss }: VouchingKey, { now, nameGraphemes }: TokenContext): ClaimRules {
  return { issuer: iss, maxRole, nowS: now / 1_000, leewayS: CLOCK_LEEWAY_S, nameGraphemes };
}

/** What is wrong with a token for something else. */
function audienceProblem({ isForCreation }: TokenContext, scope: KeyScope): TokenProblem {
  if (isForCreation === true) return "creation_aud";
  return scope === "room" ? "room_aud" : "aud";
}

function failureFor(error: unknown, ofAudience: TokenProblem): TokenRefusal {
  if (error instanceof JWTExpired) return { ...failure("expired_token"), code: "expired_token" };
  return tokenFailure(problemFor(error, ofAudience));
}

function problemFor(error: unknown, ofAudience: TokenProblem): TokenProblem {
  if (error instanceof JWTClaimValidationFailed && error.claim === "aud") return ofAudience;
  if (error instanceof JWTClaimValidationFailed && isTokenProblem(error.claim)) return error.claim;
  if (error instanceof JOSEAlgNotAllowed) return "alg";
  return error instanceof JWSSignatureVerificationFailed ? "signature" : "form";
}
