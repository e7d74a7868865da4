/** Short texts of one line that an owner gives a room: its title, its topic (SPEC SET-2). */
import { parseText, type TextFailure } from "./message-text.ts";
import { ok, type Result } from "./result.ts";

/** Enough for any script and for emoji families, but not for a flood of code points in one grapheme. */
const BYTES_PER_GRAPHEME = 8;

/** The line with its blanks and line breaks collapsed, empty if it has nothing else, or why it is refused as a text is. */
export function parseLine(raw: string, maxGraphemes: number): Result<string, TextFailure> {
  const line = raw.replace(/\s+/gu, " ").trim();
  if (line === "") return ok("");
  return parseText(line, { textGraphemes: maxGraphemes, textBytes: maxGraphemes * BYTES_PER_GRAPHEME });
}
