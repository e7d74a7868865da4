/** The rules of room names, the last segment of a room's URL (SPEC, "Rooms"). */
import { CURSIVE } from "./joiners.ts";
import { exceedsBytes } from "./lengths.ts";
import { normalize } from "./marks.ts";
import { fail, ok, type Result } from "./result.ts";

declare const roomName: unique symbol;

/** A room's name in canonical form: NFC, lower case. Only {@link parseRoomName} creates it. */
export type RoomName = string & { readonly [roomName]: true };

export const MAX_ROOM_NAME_LETTERS = 64;

/** In UTF-8: the platform keeps a room's name of up to 1,024, and its URL, percent-encoded, must fit in a QR code. */
const MAX_ROOM_NAME_BYTES = 512;

/** Marks that suppress a vowel (canonical combining class 9), after which a joiner changes a letter's form. */
const VIRAMA =
  "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed";

/** U+200C or U+200D after a virama, as IDNA2008 allows it (RFC 5892, A.1 and A.2). */
const JOINER_AFTER_VIRAMA = String.raw`(?<=[${VIRAMA}])[\u200c\u200d](?=\p{L})`;

/**
 * A joiner between letters of a cursive script: Persian writes U+200C inside words, and leaves it out as often. Dropped,
 * so that both spellings are one room. What precedes is looked at only before a joiner: it may be long.
 */
const JOINER_IN_CURSIVE = new RegExp(
  String.raw`(?=[\u200c\u200d])(?<=[${CURSIVE}]\p{M}*)[\u200c\u200d]+(?=\p{L})`,
  "gu",
);

/** Invisible in any context, other than the joiners and the direction controls, which are refused: dropped, so that what looks the same is one room. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}--[\u200c\u200d\u202a-\u202e\u2066-\u2069]]/gv;

/** Greek writes the last sigma of a word in another form; `toLowerCase` knows it only after a capital. */
const FINAL_SIGMA = /(?<=\p{L}\p{M}*)σ(?![\p{L}\p{M}])/gu;

/**
 * A letter with its combining marks and a joiner after a virama, a digit, `-` or `_`; at most four marks a letter, so
 * that a name stays readable.
 */
const LETTER = String.raw`[\p{L}\p{Nd}_-]\p{M}{0,4}(?:${JOINER_AFTER_VIRAMA})?`;
const NAME = new RegExp(`^(?:${LETTER}){1,${MAX_ROOM_NAME_LETTERS}}$`, "u");
const FIRST_LETTERS = new RegExp(`^(?:${LETTER}){1,${MAX_ROOM_NAME_LETTERS}}`, "u");

/** Is canonical as it is: to find that out by the rules took a twelfth of a join. */
const PLAIN_NAME = new RegExp(`^[a-z0-9_-]{1,${MAX_ROOM_NAME_LETTERS}}$`);

/** Apostrophes, invisible characters, and marks beyond the fourth. */
const SEPARATES_NO_WORDS = new RegExp(
  String.raw`['’\u200b\u2060\ufe0f]|(?<![${VIRAMA}])[\u200c\u200d]|(?<=\p{M}{4})\p{M}+`,
  "gu",
);

/** The longest spelling that is parsed, in UTF-16 units. */
const MAX_SPELLING_UNITS = MAX_ROOM_NAME_LETTERS * 10;

/**
 * The canonical form of `raw`, a decoded path segment in any spelling: 1–64 letters (with their marks),
 * digits, `-` and `_`, of any script.
 */
export function parseRoomName(raw: string): Result<RoomName, "invalid_room_name"> {
  if (isPlainName(raw)) return ok(raw);
  if (raw.length > MAX_SPELLING_UNITS || !raw.isWellFormed()) return fail("invalid_room_name");
  const name = canonicalSpelling(raw);
  return isRoomName(name) ? ok(name) : fail("invalid_room_name");
}

/**
 * The valid name nearest to `raw`: `book-club` for "Book Club", `tea` for "tea.". Undefined if `raw` has no letter and
 * no digit, like an emoji.
 */
export function nearestRoomName(raw: string): RoomName | undefined {
  const words = canonicalSpelling(normalize(raw.slice(0, MAX_SPELLING_UNITS).toWellFormed(), "NFKC"))
    .replace(SEPARATES_NO_WORDS, "")
    .replace(/[^\p{L}\p{M}\p{Nd}\u200c\u200d_]+/gu, "-")
    .replace(/^[-_\p{M}]+/u, "");
  const name = (FIRST_LETTERS.exec(words)?.[0] ?? "").replace(/[-_]+$/u, "");
  return isRoomName(name) ? name : undefined;
}

function isPlainName(raw: string): raw is RoomName {
  return PLAIN_NAME.test(raw);
}

function isRoomName(name: string): name is RoomName {
  return NAME.test(name) && !exceedsBytes(name, MAX_ROOM_NAME_BYTES);
}

function canonicalSpelling(raw: string): string {
  return normalize(normalize(raw.replace(INVISIBLE, ""), "NFC").toLowerCase(), "NFC")
    .replace(JOINER_IN_CURSIVE, "")
    .replace(FINAL_SIGMA, "ς");
}
