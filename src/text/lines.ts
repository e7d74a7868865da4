/** Messages as lines of plain text, for people at a terminal (SPEC TXT-2, TXT-3). */

/** Further lines of a message start with this, so that none of them can pass for a line of its own. */
const CONTINUATION = "  ";

/** `Ana: hello`; further lines of the text are indented. */
export function messageLine(name: string, text: string): string {
  return `${name}: ${indentContinuations(text)}`;
}

/** `* Ana joined`: the room itself speaks. */
export function roomLine(text: string): string {
  return `* ${indentContinuations(text)}`;
}

function indentContinuations(text: string): string {
  return text.replace(/[\n\u000b\u000c\r\u0085\u2028\u2029]/gu, `\n${CONTINUATION}`);
}
