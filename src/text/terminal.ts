/** Makes text safe to show at a terminal (SPEC HTTP-11). */
import { messageLine, roomLine } from "./lines.ts";

/** Controls except line feed and tab: escape sequences could change the reader's terminal. */
const TERMINAL_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** Letters that are written from right to left: Hebrew, Arabic and their neighbours, with their presentation forms. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** FSI and PDI (UAX #9): the text between them has its own direction. */
const ISOLATE = ["\u2068", "\u2069"] as const;

/** The line of {@link messageLine}. If it has right-to-left letters, the name is isolated from the text. */
export function terminalMessageLine(name: string, text: string): string {
  return stripControls(messageLine(isolateName(name, text), text));
}

/** A line of the room about a member: `* Ana joined`. */
export function terminalRoomLine(name: string, notice: string): string {
  return stripControls(roomLine(`${isolateName(name, notice)} ${notice}`));
}

function isolateName(name: string, text: string): string {
  return RIGHT_TO_LEFT.test(name) || RIGHT_TO_LEFT.test(text) ? ISOLATE.join(name) : name;
}

function stripControls(line: string): string {
  return line.replace(TERMINAL_CONTROLS, "");
}
