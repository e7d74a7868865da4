/**
 * A poll is a message whose last lines are options: a keycap each, from 1️⃣ upwards. A vote is a reaction with its keycap,
 * so that polls work on every client (SPEC REACT-5).
 */

export interface PollOption {
  /** fully qualified, as reactions are stored */
  readonly emoji: string;
  readonly text: string;
}

export interface Poll {
  /** may have markup, and several lines */
  readonly question: string;
  readonly options: readonly PollOption[];
}

export const MIN_POLL_OPTIONS = 2;
const KEYCAPS = [..."123456789"].map((digit) => `${digit}\ufe0f\u20e3`).concat("🔟");
export const MAX_POLL_OPTIONS = KEYCAPS.length;

/** Also a keycap that was typed without U+FE0F. */
const OPTION = /^(?:([1-9])\ufe0f?\u20e3|🔟)[ \t]*(\S.*)$/u;

/** The poll that `text` is; undefined if it is none. */
export function parsePoll(text: string): Poll | undefined {
  if (!text.includes("\u20e3")) return undefined;
  const lines = text.trimEnd().split("\n");
  const options: PollOption[] = [];
  let first = lines.length;
  for (; first > 0 && options.length <= MAX_POLL_OPTIONS; first--) {
    const option = parseOption(lines[first - 1] ?? "");
    if (option === undefined) break;
    options.unshift(option);
  }
  const question = lines.slice(0, first).join("\n").trim();
  const isOrdered = options.every(({ emoji }, index) => emoji === KEYCAPS[index]);
  return isOrdered && options.length >= MIN_POLL_OPTIONS && question !== ""
    ? { question, options }
    : undefined;
}

function parseOption(line: string): PollOption | undefined {
  const match = OPTION.exec(line);
  if (match === null) return undefined;
  const [, digit, text = ""] = match;
  return { emoji: KEYCAPS[digit === undefined ? 9 : Number(digit) - 1] ?? "", text };
}

/** The message that is this poll. Line breaks in an option become spaces; what is empty is left out. */
export function formatPoll(question: string, options: readonly string[]): string {
  const texts = options.map((option) => option.replaceAll(/\s+/gu, " ").trim()).filter((text) => text !== "");
  return [question.trim(), ...texts.map((text, index) => `${KEYCAPS[index]} ${text}`)].join("\n");
}
