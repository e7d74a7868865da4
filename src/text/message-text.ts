/** The rules of message texts (SPEC PUB-1). */
import { BIDI_OVERRIDE, CONTROL } from "./characters.ts";
import { exceedsBytes, exceedsGraphemes } from "./lengths.ts";
import { indexOfExcessMark } from "./marks.ts";
import { fail, ok, type Result } from "./result.ts";

/** Why a text is refused. */
export type TextFailure = "empty_text" | "invalid_text" | "too_large";

/** A visible character: no space, format character or blank letter (U+2800; the Hangul fillers are ignorable), nor U+FFFC (names.ts). */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\ufffc]/v;

export interface TextLimits {
  /** user-perceived characters */
  readonly textGraphemes: number;
  /** UTF-8 bytes */
  readonly textBytes: number;
}

/**
 * The text as it is stored, or why it is refused. Line breaks become `\n`; direction overrides
 * (U+202A–202E) are dropped, because they let a text imitate another; everything else stays as typed.
 */
export function parseText(raw: string, limits: TextLimits): Result<string, TextFailure> {
  if (exceedsBytes(raw, limits.textBytes)) return fail("too_large");
  const text = raw.replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n").replace(BIDI_OVERRIDE, "");
  if (!text.isWellFormed() || CONTROL.test(text)) return fail("invalid_text");
  if (indexOfExcessMark(text) !== undefined) return fail("invalid_text");
  if (!VISIBLE.test(text)) return fail("empty_text");
  if (exceedsGraphemes(text, limits.textGraphemes)) return fail("too_large");
  return ok(text);
}
