/** Random and derived ids: lower-case letters and digits only, so that they need no escaping anywhere. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@scure/base";
import { skeleton } from "../../text/confusables.ts";
import { fold } from "../../text/folding.ts";
import { guestName } from "../../text/names.ts";
import type { KeyScope } from "./key-fingerprint.ts";
import { withoutNumber } from "./numbered-name.ts";
import type { RandomSource } from "../ports.ts";

/** 32 characters, so that each has 5 random bits: the alphabet of RFC 4648 §6, in lower case. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** 80 bits */
const MEMBER_ID_CHARACTERS = 16;
/** 80 bits: unguessable, as the id of a `flow` has to be */
const COMMAND_ID_CHARACTERS = 16;
/** 80 bits */
const CONNECTION_ID_CHARACTERS = 16;
/** 80 bits */
const LINK_ID_CHARACTERS = 16;
/** 40 bits */
const EPOCH_CHARACTERS = 8;
const KEY_BYTES = 32;

/** Where the mark of a guest is in the id: neither in the beginning, which names a guest without a name, nor in the end. */
const MARK_START = 4;
const MARK_CHARACTERS = 4;

/** The id of a new guest; see {@link markedId}. */
export function newMemberId(random: RandomSource): string {
  return encodeId(random.bytes(MEMBER_ID_CHARACTERS));
}

/**
 * The id of a new guest with what it says of the address from which they came under a name: nothing but whether another guest
 * under a name that looks like it came from there too (SPEC ID-22). So the room knows it without storing addresses.
 */
export function markedId(key: Uint8Array, { member, name }: NamedMember, address: string): string {
  const mark = markOf(key, address, name);
  return member.slice(0, MARK_START) + mark + member.slice(MARK_START + MARK_CHARACTERS);
}

/** Domain separation as for {@link memberIdAt}. */
function markOf(key: Uint8Array, address: string, name: string): string {
  const digest = hmac(
    sha256,
    key,
    utf8.decode(["", "mark", address, skeleton(withoutNumber(name))].join("\n")),
  );
  return encodeId(digest.subarray(0, MARK_CHARACTERS));
}

/** True if a member who wrote under that name came from the address, as far as their id says so. */
export function isFromAddress(key: Uint8Array, { member, name }: NamedMember, address: string): boolean {
  const mark = member.slice(MARK_START, MARK_START + MARK_CHARACTERS);
  return mark === markOf(key, address, name) || member === memberIdAt(key, address, withoutNumber(name));
}

interface NamedMember {
  readonly member: string;
  readonly name: string;
}

/** For a command that arrives without an id: a line of plain text, a bare POST. */
export function newCommandId(random: RandomSource): string {
  return encodeId(random.bytes(COMMAND_ID_CHARACTERS));
}

/** Unique in the room: a name for a connection, which no client is sent. */
export function newConnectionId(random: RandomSource): string {
  return encodeId(random.bytes(CONNECTION_ID_CHARACTERS));
}

/** The public part of a link (SPEC OWN-7): its key is this, signed. */
export function newLinkId(random: RandomSource): string {
  return encodeId(random.bytes(LINK_ID_CHARACTERS));
}

/** The id of a log that begins (SPEC POS-1). */
export function newEpoch(random: RandomSource): string {
  return encodeId(random.bytes(EPOCH_CHARACTERS));
}

/** The secret by which a room signs tokens and derives ids; it never leaves the room. */
export function newRoomKey(random: RandomSource): Uint8Array {
  return random.bytes(KEY_BYTES);
}

/**
 * The last character of the id of a guest without a token, by what sent the request. The alphabet has none of these, so
 * that no other member's id ends so.
 */
const PAGE_ENDING = "0";
const PROGRAM_ENDING = "1";
/** That of the id of a member for whom a site vouches: their mark needs no column, and no guest's id can have it. */
const VOUCHED_ENDING = "9";

/**
 * The member id for an HTTP publish without a token: the same name, in any spelling, from the same address gives the same
 * id (SPEC HTTP-5). Domain separation: a token signature covers text that begins with the room's name, which is
 * never empty; this text begins with a line feed, so that no id is ever a valid signature.
 */
export function memberIdAt(key: Uint8Array, address: string, name: string, isProgram = false): string {
  const ending = isProgram ? PROGRAM_ENDING : PAGE_ENDING;
  const digest = hmac(sha256, key, utf8.decode(["", ending, address, fold(name)].join("\n")));
  return encodeId(digest.subarray(0, MEMBER_ID_CHARACTERS - 1)) + ending;
}

/** A site's user, as the site names them. */
interface SiteUser {
  readonly issuer: string;
  readonly subject: string;
  readonly scope: KeyScope;
}

/**
 * The member id of a site's user (SPEC VOUCH-5): the same on every device, another one in every room. Neither issuers nor
 * subjects have line feeds, so that no two of them give the same text; and the text for a room's own key has a line more,
 * so that its owner can make none who is another issuer's user. Domain separation as for {@link memberIdAt}.
 */
export function vouchedMemberId(key: Uint8Array, { issuer, subject, scope }: SiteUser): string {
  const user = scope === "room" ? ["room", issuer, subject] : [issuer, subject];
  const digest = hmac(sha256, key, utf8.decode(["", VOUCHED_ENDING, ...user].join("\n")));
  return encodeId(digest.subarray(0, MEMBER_ID_CHARACTERS - 1)) + VOUCHED_ENDING;
}

/** True for the id of a member for whom a site vouched when it was made. */
export function isVouchedId(member: string): boolean {
  return member.endsWith(VOUCHED_ENDING);
}

/** True for the id of a program that published over HTTP without a token. */
export function isProgramId(member: string): boolean {
  return member.endsWith(PROGRAM_ENDING);
}

/**
 * What the repeats of a member's commands are recognized by: the member's id. The id of a guest without a token depends
 * on the address, which may change between a request and its repeat; for those it is the name (SPEC HTTP-5), without the
 * number that it got where it was in use.
 */
export function repeatKey(member: string, name: string): string {
  if (!isUnprovenId(member)) return member;
  return `http ${name === guestName(member) ? "" : fold(withoutNumber(name))}`;
}

/** The member id that follows from the hash of what identifies the member, at least as many bytes as an id has characters. */
export function derivedMemberId(hash: Uint8Array): string {
  return encodeId(hash.subarray(0, MEMBER_ID_CHARACTERS));
}

/** True for the id of a guest without a token, which proves nothing (SPEC HTTP-15). */
export function isUnprovenId(member: string): boolean {
  return member.endsWith(PAGE_ENDING) || member.endsWith(PROGRAM_ENDING);
}

/** One character per byte. */
function encodeId(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += ALPHABET[byte % ALPHABET.length];
  return text;
}
