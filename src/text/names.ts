/** The rules of member names (SPEC ID-7). */
import { BIDI_CONTROL, CONTROL_OR_BREAK, INVISIBLE, STACKED_MARKS } from "./characters.ts";
import { exceedsBytes, exceedsGraphemes } from "./lengths.ts";
import { fail, ok, type Result } from "./result.ts";

/** Why a name is refused. */
export type NameFailure = "empty" | "too_long" | "control" | "reserved" | "not_unicode";

/** Enough for any script and for emoji families, but not for a flood of code points in one grapheme. */
const BYTES_PER_GRAPHEME = 8;

/**
 * The name in its canonical form (NFC, spaces collapsed), or why it is refused.
 *
 * `:` and a leading `*` are reserved: in plain text `Ana: hello` is a message and `* Ana joined` a line of the room,
 * and no name may let its member forge either (SPEC TXT-3).
 */
export function parseName(raw: string, maxGraphemes: number): Result<string, NameFailure> {
  if (!raw.isWellFormed()) return fail("not_unicode");
  if (exceedsBytes(raw, maxGraphemes * BYTES_PER_GRAPHEME * 4)) return fail("too_long");
  const name = raw
    .normalize("NFC")
    .replace(/[\p{Zs}\t]+/gu, " ")
    .trim();
  if (name === "") return fail("empty");
  if (CONTROL_OR_BREAK.test(name) || BIDI_CONTROL.test(name) || INVISIBLE.test(name)) return fail("control");
  if (STACKED_MARKS.test(name) || !/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) return fail("control");
  if (name.includes(":") || name.includes("\uff1a") || /^[*\uff0a\u2217]/u.test(name))
    return fail("reserved");
  if (exceedsGraphemes(name, maxGraphemes)) return fail("too_long");
  if (exceedsBytes(name, maxGraphemes * BYTES_PER_GRAPHEME)) return fail("too_long");
  return ok(name);
}

/** The default name of a member: `guest-7f3a`, from the first characters of the member's id. */
export function guestName(memberId: string): string {
  return `guest-${memberId.slice(0, 4)}`;
}
