/**
 * Cleans what a person pastes, drops or types into a field: unseen control characters and piles of combining marks, for
 * which the room would refuse the text (SPEC PUB-1). Programs are not cleaned: they get the refusal, because a control character in their text is a
 * bug.
 */
import { cutMarks } from "./marks.ts";

/** Line breaks of every kind (Unicode 5.8, newline guidelines). */
const LINE_BREAK = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/gu;

/**
 * Escape sequences of terminals (ECMA-48): control strings with their terminator (OSC, DCS, SOS, PM, APC), control
 * sequences (CSI, as 7-bit or C1), and all others.
 */
const ESCAPE_SEQUENCE =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0000-\u0008\n-\u001f\u007f-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/gu;

/** What is left: C0, DEL, C1 and lone surrogates, but not tab and line feed. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Surrogate}]/gu;

/** `text` with its line breaks as `\n`, without escape sequences, other control characters and excess combining marks. */
export function cleanInput(text: string): string {
  return cutMarks(text.replace(LINE_BREAK, "\n").replace(ESCAPE_SEQUENCE, "").replace(CONTROL, ""));
}

/** {@link cleanInput} for a field of one line: tabs and line breaks become spaces. */
export function cleanLine(text: string): string {
  return cleanInput(text).replace(/[\t\n]+/gu, " ");
}
