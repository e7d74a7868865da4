/** Ids that the room makes: lower-case letters and digits, so that they are safe anywhere. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base32nopad, utf8 } from "@scure/base";
import type { Chance } from "../ports.ts";

const MEMBER_ID_BYTES = 10;
const CONNECTION_ID_BYTES = 10;
const COMMAND_ID_BYTES = 16;
const EPOCH_BYTES = 5;
const KEY_BYTES = 32;

export function newMemberId(chance: Chance): string {
  return base32(chance.bytes(MEMBER_ID_BYTES));
}

export function newConnectionId(chance: Chance): string {
  return base32(chance.bytes(CONNECTION_ID_BYTES));
}

/** For a command whose client gives none: a line of plain text, a bare POST. */
export function newCommandId(chance: Chance): string {
  return base32(chance.bytes(COMMAND_ID_BYTES));
}

export function newEpoch(chance: Chance): string {
  return base32(chance.bytes(EPOCH_BYTES));
}

export function newRoomKey(chance: Chance): Uint8Array {
  return chance.bytes(KEY_BYTES);
}

/**
 * The member who publishes over HTTP with an `Idempotency-Key` and no token: the same key from the same sender, the
 * same member (SPEC HTTP-5). A token's signature is over text that begins with the room's name, which is never empty;
 * this text begins with a line feed, so that the one can never be the other.
 */
export function memberIdFor(key: Uint8Array, commandId: string, sender: readonly string[]): string {
  const text = ["", commandId, ...sender].join("\n");
  return base32(hmac(sha256, key, utf8.decode(text)).slice(0, MEMBER_ID_BYTES));
}

function base32(bytes: Uint8Array): string {
  return base32nopad.encode(bytes).toLowerCase();
}
