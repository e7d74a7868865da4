/** The rules of member names (SPEC ID-7). */
import { CONTROL_OR_BREAK } from "./characters.ts";
import { dropMisplacedJoiners } from "./joiners.ts";
import { exceedsBytes, exceedsGraphemes } from "./lengths.ts";
import { excessMarks, normalize } from "./marks.ts";
import { fail, ok, type Result } from "./result.ts";

/** Why a name is refused. */
export type NameFailure = "empty" | "too_long" | "control" | "reserved" | "not_unicode";

/** Enough for any script and for emoji families, but not for a flood of code points in one grapheme. */
const BYTES_PER_GRAPHEME = 8;

/** More marks on a letter than a name in any language has. */
const STACKED_MARKS = excessMarks(4);

/** Without a glyph of its own: the braille pattern without dots is as wide as a space. */
const BLANK = /[\p{Zs}\t\u2800]+/gu;

/**
 * Invisible characters, which can make two names look alike, direction controls (UAX #9) too; but not the joiners, which
 * Persian, Indic scripts and emoji need, and the variation selectors, which emoji need. U+FFF9–FFFC stand for what a program
 * puts there: Unicode does not have them ignored, but Chromium draws nothing for them.
 */
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]--[\u200c\u200d\ufe00-\ufe0f]]/v;

/** Characters whose look their font decides alone. */
const PRIVATE_USE = /\p{Co}/u;

/** A colon, and what looks like one (UTS #39; NFKC; presentation forms). */
const COLONS =
  /[:\u02d0\u02f8\u0589\u05c3\u0703\u0704\u0903\u0a83\u16ec\u1803\u1809\u205a\u205d\u2236\u2982\ua4fd\ua789\ufe13\ufe30\ufe55\uff1a]/u;

/** An asterisk, and what looks like one. */
const ASTERISKS =
  /^[*\u066d\u2042\u204e\u204f\u2051\u2055\u20f0\u2217\u22c6\u229b\u26b9\u2722-\u2725\u272a-\u274b\u2a33\u2a6e\ua673\ufe61\uff0a\u{1031f}\u{1f7af}-\u{1f7bf}]/u;

/**
 * The name in its canonical form (NFC, spaces collapsed, without joiners that change nothing), or why it is refused.
 *
 * `:` and a leading `*` are reserved: in plain text `Ana: hello` is a message and `* Ana joined` a line of the room,
 * and no name may let its member forge either (SPEC TXT-3).
 */
export function parseName(raw: string, maxGraphemes: number): Result<string, NameFailure> {
  if (!raw.isWellFormed()) return fail("not_unicode");
  if (exceedsBytes(raw, maxGraphemes * BYTES_PER_GRAPHEME * 4)) return fail("too_long");
  const name = dropMisplacedJoiners(normalize(raw, "NFC")).replace(BLANK, " ").trim();
  if (name === "") return fail("empty");
  if (CONTROL_OR_BREAK.test(name) || INVISIBLE.test(name)) return fail("control");
  if (PRIVATE_USE.test(name)) return fail("control");
  if (name.search(STACKED_MARKS) >= 0 || !/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) return fail("control");
  if (COLONS.test(name) || ASTERISKS.test(name)) return fail("reserved");
  if (exceedsGraphemes(name, maxGraphemes)) return fail("too_long");
  if (exceedsBytes(name, maxGraphemes * BYTES_PER_GRAPHEME)) return fail("too_long");
  return ok(name);
}

/** The default name of a member: `guest-7f3a`, from the first characters of the member's id. */
export function guestName(memberId: string): string {
  return `guest-${memberId.slice(0, 4)}`;
}
