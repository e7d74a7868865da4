/**
 * Tickets and the keys that clients make them with (SPEC ID-16 to ID-18). A ticket key is a handle, in which the room finds
 * the member's claims again without storing anything, and a secret that follows from the handle.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import { TICKET_LIFETIME_MS, ticketText, type TicketUse } from "../../protocol/tickets.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { BegunHash } from "./begun-hash.ts";
import { decodeBase64Url, encodeBase64Url, equalInConstantTime, utf8Of } from "./bytes.ts";
import type { Role } from "../../protocol/roles.ts";
import type { RandomSource } from "../ports.ts";
import type { GuestClaims } from "./guest-claims.ts";
import type { Vouching } from "./vouched-claims.ts";

/** A longer ticket is refused before it is parsed; a valid one is far shorter. */
const MAX_TICKET_LENGTH = 2_048;
const NONCE_BYTES = 12;
const WHOLE_SECONDS = /^[1-9]\d{0,11}$/;

const EXP_BYTES = 4;

/** The signing state of one room's tickets. */
export interface TicketSigner {
  readonly secretMac: BegunHash<ReturnType<typeof hmac.create>>;
  readonly sealHash: BegunHash<ReturnType<typeof sha256.create>>;
  readonly random: RandomSource;
}

/** What a ticket says of its member: of one for whom a site vouches, by what. */
export interface TicketClaims extends GuestClaims {
  readonly vouching?: Vouching | undefined;
}

export interface TicketKey {
  readonly handle: string;
  readonly secret: Uint8Array;
}

/**
 * Domain separation: the key of tickets is derived from the room's with a text that begins with NUL, as neither the text
 * of a token's signature nor that of a derived member id does.
 */
export function ticketSigner(roomKey: Uint8Array, random: RandomSource): TicketSigner {
  const key = hmac(sha256, roomKey, utf8.decode("\0tickets"));
  return {
    secretMac: new BegunHash(hmac.create(sha256, key).update(utf8.decode("secret\n"))),
    sealHash: new BegunHash(sha256.create().update(firstBlock(hmac(sha256, key, utf8.decode("seal"))))),
    random,
  };
}

/** A key for a member. The handle hides their name and id, because it is in every ticket, and so in logs. */
export function newTicketKey(signer: TicketSigner, claims: TicketClaims): TicketKey {
  const text = encodeClaims(claims);
  // 96 random bits: two of 2³² keys of a room have the same one with a probability of 2⁻³³.
  const nonce = signer.random.bytes(NONCE_BYTES);
  const sealed = seal(signer, nonce, text);
  const bytes = new Uint8Array(NONCE_BYTES + sealed.length);
  bytes.set(nonce);
  bytes.set(sealed, NONCE_BYTES);
  const handle = encodeBase64Url(bytes);
  return { handle, secret: secretOf(signer, handle) };
}

/** As a client is given it: `HANDLE.SECRET`. */
export function encodeTicketKey({ handle, secret }: TicketKey): string {
  return `${handle}.${encodeBase64Url(secret)}`;
}

/** A ticket for `use`, valid around `now`, in ms since 1970: `HANDLE.SECONDS.PROOF`. */
export function signTicket({ handle, secret }: TicketKey, use: TicketUse, now: number): string {
  const seconds = Math.floor(now / 1000);
  return `${handle}.${seconds}.${encodeBase64Url(proofOf(secret, seconds, use))}`;
}

/** The claims of the member that a ticket for `use` was made for, if it is valid `now`. It may have been used before. */
export function verifyTicket(
  signer: TicketSigner,
  ticket: string,
  use: TicketUse,
  now: number,
): Result<TicketClaims, "invalid_ticket"> {
  const [handle = "", time = "", proof = "", ...rest] =
    ticket.length > MAX_TICKET_LENGTH ? [] : ticket.split(".");
  const seconds = WHOLE_SECONDS.test(time) ? Number(time) : 0;
  if (rest.length > 0 || Math.abs(now - seconds * 1000) > TICKET_LIFETIME_MS) return fail("invalid_ticket");
  const received = decodeBase64Url(proof);
  const expected = proofOf(secretOf(signer, handle), seconds, use);
  if (received === undefined || !equalInConstantTime(received, expected)) return fail("invalid_ticket");
  const claims = openHandle(signer, handle);
  if (claims === undefined) return fail("invalid_ticket");
  // When a site's token ends is for its own rules to say (SPEC VOUCH-8).
  const isExpired = claims.vouching === undefined && now >= claims.exp * 1000;
  return isExpired ? fail("invalid_ticket") : ok(claims);
}

function proofOf(secret: Uint8Array, seconds: number, use: TicketUse): Uint8Array {
  return hmac(sha256, secret, utf8.decode(ticketText(seconds, use)));
}

function secretOf({ secretMac }: TicketSigner, handle: string): Uint8Array {
  return secretMac.digest(utf8Of(handle));
}

/** Call it only for a handle whose secret was proved: nothing else shows that this room made it. */
function openHandle(signer: TicketSigner, handle: string): TicketClaims | undefined {
  const bytes = decodeBase64Url(handle);
  if (bytes === undefined || bytes.length <= NONCE_BYTES + EXP_BYTES) return undefined;
  return decodeClaims(seal(signer, bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)));
}

/** Short, as a block of the stream is hashed for every 32 bytes, at each join. No name or id has a line feed. */
function encodeClaims({ member, name, exp, vouching }: TicketClaims): Uint8Array {
  const vouched = vouching === undefined ? [] : vouchingFields(vouching);
  const text = utf8Of([member, name, ...vouched].join("\n"));
  const bytes = new Uint8Array(EXP_BYTES + text.length);
  // As `DataView` does, for which the runtime would make a buffer of its own.
  for (let index = 0; index < EXP_BYTES; index++) bytes[index] = exp >>> (8 * (EXP_BYTES - 1 - index));
  bytes.set(text, EXP_BYTES);
  return bytes;
}

function vouchingFields({ role, issuedAt, key, tokenId }: Vouching): (string | number)[] {
  return tokenId === undefined ? [role, issuedAt, key] : [role, issuedAt, key, tokenId];
}

function decodeClaims(bytes: Uint8Array): TicketClaims {
  const exp = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const [member = "", name = "", role, issuedAt, key = "", tokenId] = utf8
    .encode(bytes.subarray(EXP_BYTES))
    .split("\n");
  if (role === undefined) return { member, name, exp };
  const vouching = { role: role as Role, issuedAt: Number(issuedAt), expiresAt: exp * 1_000, key, tokenId };
  return { member, name, exp, vouching };
}

/** A key as the whole first block of a hash. */
function firstBlock(key: Uint8Array): Uint8Array {
  const block = new Uint8Array(sha256.blockLen);
  block.set(key);
  return block;
}

/**
 * Encrypts or decrypts with SHA-256 in counter mode: a block of the stream is the hash of the key, the nonce and the
 * block's number. All of these have the same length, so that no hash is the beginning of another one.
 */
function seal({ sealHash }: TicketSigner, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(bytes.length);
  const input = new Uint8Array(NONCE_BYTES + 1);
  input.set(nonce);
  let block: Uint8Array = new Uint8Array(0);
  for (let index = 0; index < bytes.length; index++) {
    const offset = index % sha256.outputLen;
    if (offset === 0) {
      input[NONCE_BYTES] = index / sha256.outputLen;
      block = sealHash.digest(input);
    }
    sealed[index] = (bytes[index] ?? 0) ^ (block[offset] ?? 0);
  }
  return sealed;
}
