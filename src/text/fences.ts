/**
 * Fenced code, as people type it: a fence may follow words on its line and may be closed at the end of the last line of
 * code. CommonMark (4.5) has fences of any length of backticks or tildes, which only a longer or equal one closes.
 */

export interface FenceOpening {
  readonly character: "`" | "~";
  readonly length: number;
  /** the text on the line before the fence */
  readonly before: string;
  readonly language: string;
  /** code on the line of the fence; undefined if there is none */
  readonly firstLine: string | undefined;
}

export interface FenceClosing {
  /** code on the line of the fence; undefined if there is none */
  readonly lastLine: string | undefined;
  /** the text on the line after the fence */
  readonly after: string;
}

const MIN_LENGTH = 3;
const TILDES = /^ {0,3}(~{3,})([^~]*)$/u;

/** A language, then attributes (`js {1,3} title="a"`), which are not shown. */
const INFO = /^([\w+#.-]{1,24})(?:\s+(?:\{.*\}|[\w-]+=.*))?$/su;

/** The fence that `line` opens; undefined if it opens none, like a line on which the backticks are closed again. */
export function openingFence(line: string): FenceOpening | undefined {
  if (!line.includes("```") && !line.includes("~~~")) return undefined;
  const tildes = TILDES.exec(line);
  if (tildes !== null)
    return { character: "~", length: tildes[1]?.length ?? 0, before: "", ...readInfo(tildes[2]) };
  const end = line.lastIndexOf("`") + 1;
  const length = trailingRun(line.slice(0, end), "`");
  if (length < MIN_LENGTH) return undefined;
  const before = line.slice(0, end - length);
  if (runsOf(before, length) % 2 === 1) return undefined;
  return { character: "`", length, before, ...readInfo(line.slice(end)) };
}

/** How `line` closes a fence; undefined if it does not. */
export function closingFence(
  line: string,
  { character, length }: Pick<FenceOpening, "character" | "length">,
): FenceClosing | undefined {
  const trimmed = line.trimEnd();
  const run = trailingRun(trimmed, character);
  const code = trimmed.slice(0, trimmed.length - run);
  const isAlone = code.trim() === "";
  if (run >= length && (isAlone || character === "`"))
    return { lastLine: isAlone ? undefined : code, after: "" };
  return character === "`" ? closingBeforeText(line.trimStart(), length) : undefined;
}

/** The length of the longest run of backticks or of tildes in `text` that may be a fence; 0 if there is none. */
export function longestFence(text: string): number {
  return (text.match(/`{3,}|~{3,}/gu) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** A line that begins with the fence and goes on with text after a space. */
function closingBeforeText(line: string, length: number): FenceClosing | undefined {
  const run = /^`*/u.exec(line)?.[0].length ?? 0;
  const after = line.slice(run);
  return run >= length && /^\s/u.test(after) ? { lastLine: undefined, after: after.trimStart() } : undefined;
}

function readInfo(rest = ""): Pick<FenceOpening, "language" | "firstLine"> {
  const info = INFO.exec(rest.trim());
  if (info !== null) return { language: info[1] ?? "", firstLine: undefined };
  return { language: "", firstLine: rest.trim() === "" ? undefined : rest };
}

function trailingRun(text: string, character: string): number {
  let length = 0;
  while (text[text.length - 1 - length] === character) length++;
  return length;
}

/** How many runs of exactly `length` backticks `text` has. */
function runsOf(text: string, length: number): number {
  return text.match(/`+/gu)?.filter((run) => run.length === length).length ?? 0;
}
