/** Makes text safe to show at a terminal (SPEC HTTP-11). */
import { messageLine, roomLine, splitFirstLine } from "./lines.ts";
import { RIGHT_TO_LEFT } from "./right-to-left.ts";

/** Controls except line feed and tab: escape sequences could change the reader's terminal. */
const TERMINAL_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** FSI and PDI (UAX #9): the text between them has its own direction, and none outside. */
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const ISOLATE_CONTROL = /[\u2066-\u2069]/gu;

/**
 * The line of {@link messageLine}. A name with right-to-left letters is isolated; any other name is not, so that its lines
 * begin with `Ana: ` whatever the text, and a text with such letters beside it is.
 */
export function terminalMessageLine(name: string, text: string): string {
  const isolated = isRightToLeft(name) ? text : isolateFirstLine(text);
  return stripControls(messageLine(isolateName(name), isolated));
}

/** A line of the room about a member: `* Ana joined`. */
export function terminalRoomLine(name: string, notice: string): string {
  return stripControls(roomLine(`${isolateName(name)} ${notice}`));
}

/** An address, and what is behind it: `https://chat.example/r/tea Tea house: about tea`. Empty texts are left out. */
export function terminalLinkLine(url: string, texts: readonly string[]): string {
  const shown = texts.filter((text) => text !== "").map(isolateFirstLine);
  return stripControls(shown.length === 0 ? url : `${url} ${shown.join(": ")}`);
}

function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

function isolateName(name: string): string {
  return isRightToLeft(name) ? isolate(name) : name;
}

/** Only the first line is beside the name; a line break ends every isolate. */
function isolateFirstLine(text: string): string {
  const [first, rest] = splitFirstLine(text);
  return isRightToLeft(first) ? isolate(withoutUnmatchedPops(first)) + rest : text;
}

function isolate(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`;
}

/** Without those that would end an isolate around the text. */
function withoutUnmatchedPops(text: string): string {
  let depth = 0;
  return text.replace(ISOLATE_CONTROL, (control) => {
    if (control !== POP_ISOLATE) depth++;
    else if (depth === 0) return "";
    else depth--;
    return control;
  });
}

function stripControls(line: string): string {
  return line.replace(TERMINAL_CONTROLS, "");
}
