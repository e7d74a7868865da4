/** Text as it is safe to show at a terminal (SPEC HTTP-11). */
import { messageLine, roomLine } from "./lines.ts";

/** Controls but line feed and tab: among them the escapes with which a text could repaint the reader's screen. */
const TERMINAL_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** Letters that are written from right to left: Hebrew, Arabic and their neighbours, with their presentation forms. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** FSI and PDI (UAX #9): what stands between them has a direction of its own. */
const ISOLATE = ["\u2068", "\u2069"] as const;

/** A message as {@link messageLine} has it. In a line with right-to-left letters the name keeps to itself. */
export function terminalMessageLine(name: string, text: string): string {
  return stripControls(messageLine(isolateName(name, text), text));
}

/** What the room tells of a person: `* Ana took a message back`. */
export function terminalRoomLine(name: string, notice: string): string {
  return stripControls(roomLine(`${isolateName(name, notice)} ${notice}`));
}

function isolateName(name: string, text: string): string {
  return RIGHT_TO_LEFT.test(name) || RIGHT_TO_LEFT.test(text) ? ISOLATE.join(name) : name;
}

function stripControls(line: string): string {
  return line.replace(TERMINAL_CONTROLS, "");
}
