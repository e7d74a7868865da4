/** The key of a room's owner (SPEC OWN-2): made with the room, given out once, stored as its hash. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad, utf8 } from "@scure/base";
import { OWNER_KEY_PREFIX } from "../../protocol/link-traits.ts";
import { equalInConstantTime } from "../identity/bytes.ts";
import { derivedMemberId } from "../identity/ids.ts";
import type { RandomSource } from "../ports.ts";

const KEY_BYTES = 32;

export function newOwnerKey(random: RandomSource): string {
  return OWNER_KEY_PREFIX + base64urlnopad.encode(random.bytes(KEY_BYTES));
}

/** True if `text` claims to be the key of an owner, and so is no guest's token. */
export function looksLikeOwnerKey(text: string): boolean {
  return text.startsWith(OWNER_KEY_PREFIX);
}

/** A plain hash is enough: the key is too long to be guessed. */
export function hashOwnerKey(key: string): Uint8Array {
  return sha256(utf8.decode(key));
}

/** True if `key`, of any form, is the one with that hash. */
export function isOwnerKey(key: string, hash: Uint8Array): boolean {
  return looksLikeOwnerKey(key) && key.isWellFormed() && equalInConstantTime(hashOwnerKey(key), hash);
}

/** The id of the member who sends the key in place of a token (SPEC OWN-4): the same wherever it is sent from. */
export function ownerMemberId(roomKey: Uint8Array): string {
  // Domain separation: as for tickets, a text that begins with NUL.
  return derivedMemberId(hmac(sha256, roomKey, utf8.decode("\0owner")));
}
