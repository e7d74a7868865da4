/** Random and derived ids: lower-case letters and digits only, so that they need no escaping anywhere. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import { fold } from "../../text/folding.ts";
import type { RandomSource } from "../ports.ts";

/** 32 characters, so that each has 5 random bits: the alphabet of RFC 4648 §6, in lower case. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 80 bits */
const MEMBER_ID_CHARACTERS = 16;
/** 130 bits */
const COMMAND_ID_CHARACTERS = 26;
/** 40 bits */
const EPOCH_CHARACTERS = 8;
const KEY_BYTES = 32;

export function newMemberId(random: RandomSource): string {
  return encodeId(random.bytes(MEMBER_ID_CHARACTERS));
}

/** For a command that arrives without an id: a line of plain text, a bare POST. */
export function newCommandId(random: RandomSource): string {
  return encodeId(random.bytes(COMMAND_ID_CHARACTERS));
}

export function newEpoch(random: RandomSource): string {
  return encodeId(random.bytes(EPOCH_CHARACTERS));
}

export function newRoomKey(random: RandomSource): Uint8Array {
  return random.bytes(KEY_BYTES);
}

/**
 * The member id for an HTTP publish with an `Idempotency-Key` and no token: the same key and name give the same id (SPEC
 * HTTP-5). Domain separation: a token signature covers text that begins with the room's name, which is
 * never empty; this text begins with a line feed, so that no id is ever a valid signature.
 */
export function memberIdFor(key: Uint8Array, commandId: string, name: string): string {
  return derivedMemberId(key, ["", commandId, name]);
}

/**
 * The member id for an HTTP publish with neither: the same name, in any spelling, from the same address gives the same id
 * (SPEC HTTP-5). A command's id is never empty, so that these ids are none of {@link memberIdFor}.
 */
export function memberIdAt(key: Uint8Array, address: string, name: string): string {
  return derivedMemberId(key, ["", "", address, fold(name)]);
}

function derivedMemberId(key: Uint8Array, lines: readonly string[]): string {
  const digest = hmac(sha256, key, utf8.decode(lines.join("\n")));
  return encodeId(digest.subarray(0, MEMBER_ID_CHARACTERS));
}

/** One character per byte. */
function encodeId(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += ALPHABET[byte % ALPHABET.length];
  return text;
}
