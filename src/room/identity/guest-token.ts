/** Guest tokens, signed by the room: a client that presents one joins as the same member (SPEC ID-2). */
import * as v from "@badrap/valita";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import { fail, ok, type Result } from "../../text/result.ts";
import { BegunHash } from "./begun-hash.ts";
import { decodeBase64Url, encodeBase64Url, equalInConstantTime, utf8Of } from "./bytes.ts";
import type { Authority } from "../authority/authority.ts";
import type { RoomPorts } from "../ports.ts";
import type { Revocations, StoredRoom } from "../store.ts";
import type { GuestClaims } from "./guest-claims.ts";
import { ticketSigner, type TicketSigner } from "./ticket.ts";
import type { Vouchers } from "./vouchers.ts";

/** A token expires after this time; each join renews it. */
export const GUEST_TOKEN_LIFETIME_MS = 30 * 86_400_000;

/** A longer token is refused before it is parsed; a valid one is far shorter. */
const MAX_TOKEN_LENGTH = 2_048;

const payloadSchema: v.Type<GuestClaims> = v.object({
  member: v.string(),
  name: v.string(),
  exp: v.number(),
});

/** The signing state of one room. */
export interface TokenSigner {
  /** HMAC keyed with the room's key, begun with the room's name */
  readonly tokenMac: BegunHash<ReturnType<typeof hmac.create>>;
  readonly tickets: TicketSigner;
  readonly revocations: Pick<Revocations, "revokedUntil">;
  readonly authority: Pick<Authority, "roleOf" | "isOwnerKey" | "keyMember" | "sanctions">;
  /** what the room signs with; secret */
  readonly roomKey: Uint8Array;
  readonly vouchers: Vouchers;
}

/** The room's name is signed too, so that a token is valid in one room only. */
export function tokenSigner(
  { key, revocations }: Pick<StoredRoom, "key" | "revocations">,
  authority: TokenSigner["authority"],
  vouchers: Vouchers,
  { name, random }: Pick<RoomPorts, "name" | "random">,
): TokenSigner {
  return {
    revocations,
    authority,
    roomKey: key,
    vouchers,
    tokenMac: new BegunHash(hmac.create(sha256, key).update(utf8.decode(`${name}\n`))),
    tickets: ticketSigner(key, random),
  };
}

/** The token for `claims`: `payload.signature`, both base64url without padding (SPEC ID-2). */
export function signGuestToken(signer: TokenSigner, claims: GuestClaims): string {
  const payload = encodeBase64Url(utf8Of(JSON.stringify(claims)));
  return `${payload}.${encodeBase64Url(signatureOf(signer, payload))}`;
}

/** The claims of `token`, if this room signed it and it has not expired. `now` in ms since 1970. */
export function verifyGuestToken(
  signer: TokenSigner,
  token: string,
  now: number,
): Result<GuestClaims, "invalid_token" | "expired_token"> {
  if (token.length > MAX_TOKEN_LENGTH || !token.isWellFormed()) return fail("invalid_token");
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

function signatureOf({ tokenMac }: TokenSigner, payload: string): Uint8Array {
  return tokenMac.digest(utf8Of(payload));
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

/** When the token or ticket key with these claims was issued, in seconds since 1970. */
export function issuedAt({ exp }: GuestClaims): number {
  return exp - GUEST_TOKEN_LIFETIME_MS / 1000;
}
