/** Messages as lines of plain text, for people at a terminal (SPEC TXT-2, TXT-3). */

/** The indent of the further lines of a message, so that none can imitate a message or a line of the room. */
const CONTINUATION = "  ";

export const ROOM_LINE_PREFIX = "* ";

/** `Ana: hello`; further lines of the text are indented. */
export function messageLine(name: string, text: string): string {
  return `${name}: ${indentContinuations(text)}`;
}

/** `* Ana joined`: a line of the room itself. */
export function roomLine(text: string): string {
  return `${ROOM_LINE_PREFIX}${indentContinuations(text)}`;
}

function indentContinuations(text: string): string {
  return text.replace(/[\n\u000b\u000c\r\u0085\u2028\u2029]/gu, `\n${CONTINUATION}`);
}
