/** The room's own token for a guest: whoever returns with it is the same member (SPEC ID-2). */
import * as v from "@badrap/valita";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, utf8 } from "@scure/base";
import { fail, ok, type Result } from "../../text/result.ts";

/** A guest may stay away so long and still be the same member. */
export const GUEST_TOKEN_LIFETIME_MS = 30 * 86_400_000;

/** A guest's token is far shorter; what is longer is refused before anything looks into it. */
const MAX_TOKEN_LENGTH = 2_048;

const payloadSchema = v.object({
  member: v.string(),
  name: v.string(),
  /** in seconds since 1970, as in a JWT (RFC 7519 §4.1.4) */
  exp: v.number(),
});
export type GuestClaims = v.Infer<typeof payloadSchema>;

/** What signs a room's tokens. */
export interface TokenSigner {
  /** begun with the room's key and name, so that a crowd's tokens need only go on from there; never itself finished */
  readonly prefixMac: Mac;
}

type Mac = ReturnType<typeof hmac.create>;

/** The name is signed too, so that no other room takes the tokens of this one. */
export function tokenSigner(key: Uint8Array, roomName: string): TokenSigner {
  return { prefixMac: hmac.create(sha256, key).update(utf8.decode(`${roomName}\n`)) };
}

export function signGuestToken(signer: TokenSigner, claims: GuestClaims): string {
  const payload = base64urlnopad.encode(utf8.decode(JSON.stringify(claims)));
  return `${payload}.${base64urlnopad.encode(signatureOf(signer, payload))}`;
}

/** The claims of `token`, if this room signed it and it is in date. `now` in ms since 1970. */
export function verifyGuestToken(
  signer: TokenSigner,
  token: string,
  now: number,
): Result<GuestClaims, "invalid_token" | "expired_token"> {
  if (token.length > MAX_TOKEN_LENGTH) return fail("invalid_token");
  const [payload, signature, ...rest] = token.split(".");
  if (payload === undefined || signature === undefined || rest.length > 0) return fail("invalid_token");
  const received = decodeBase64Url(signature);
  if (received === undefined || !equalInConstantTime(received, signatureOf(signer, payload))) {
    return fail("invalid_token");
  }
  const claims = decodeClaims(payload);
  if (claims === undefined) return fail("invalid_token");
  return now < claims.exp * 1000 ? ok(claims) : fail("expired_token");
}

function signatureOf({ prefixMac }: TokenSigner, payload: string): Uint8Array {
  return prefixMac.clone().update(utf8.decode(payload)).digest();
}

function decodeClaims(payload: string): GuestClaims | undefined {
  const bytes = decodeBase64Url(payload);
  if (bytes === undefined) return undefined;
  try {
    const parsed = payloadSchema.try(JSON.parse(utf8.encode(bytes)), { mode: "strip" });
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

function decodeBase64Url(text: string): Uint8Array | undefined {
  try {
    return base64urlnopad.decode(text);
  } catch {
    return undefined;
  }
}

/** Looks at every byte, so that the time taken tells nothing about where the first difference is. */
function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
