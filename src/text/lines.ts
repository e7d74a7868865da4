/** Messages as lines of plain text, for people at a terminal (SPEC TXT-2, TXT-3). */

/** The indent of the further lines of a message, so that none can imitate a message or a line of the room. */
const CONTINUATION = "  ";

export const ROOM_LINE_PREFIX = "* ";

/** Behind the name of a member for whom a site vouches (SPEC VOUCH-1). No name can have a check mark (SPEC ID-7). */
const VOUCHED_MARK = " ✓";

/** What ends a line for a terminal or a program that reads lines. */
const LINE_BREAK = /[\n\u000b\u000c\r\u0085\u2028\u2029]/gu;

/** A member's name as plain text shows it: `Ana`, or `Ana ✓` for one for whom a site vouches. */
export function shownName({
  name,
  vouched,
}: {
  readonly name: string;
  readonly vouched?: true | undefined;
}): string {
  return vouched === true ? name + VOUCHED_MARK : name;
}

/** `Ana: hello`; further lines of the text are indented. */
export function messageLine(name: string, text: string): string {
  return `${name}: ${indentContinuations(text)}`;
}

/** `* Ana joined`: a line of the room itself. */
export function roomLine(text: string): string {
  return `${ROOM_LINE_PREFIX}${indentContinuations(text)}`;
}

/** The first line of `text`, and the rest with the break before it. */
export function splitFirstLine(text: string): readonly [string, string] {
  const end = text.search(LINE_BREAK);
  return end === -1 ? [text, ""] : [text.slice(0, end), text.slice(end)];
}

function indentContinuations(text: string): string {
  return text.replace(LINE_BREAK, `\n${CONTINUATION}`);
}
