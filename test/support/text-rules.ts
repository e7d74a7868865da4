/** Every rule that reads a whole text of a member: in the room, or on the page of each who reads it. */
import { numberedName } from "../../src/room/identity/numbered-name.ts";
import { cleanInput } from "../../src/text/clean-input.ts";
import { excerpt, plainMessageText, plainStart } from "../../src/text/excerpt.ts";
import { foldedWords } from "../../src/text/folded-words.ts";
import { fold } from "../../src/text/folding.ts";
import { displayHost } from "../../src/text/host-display.ts";
import { describeInvalidCharacter } from "../../src/text/invalid-character.ts";
import { exceedsGraphemes, graphemes, truncateBytes } from "../../src/text/lengths.ts";
import { messageLine } from "../../src/text/lines.ts";
import { linkParts } from "../../src/text/link-text.ts";
import { parseMarkdown } from "../../src/text/markdown.ts";
import { mentionedIn, MentionNames } from "../../src/text/mentions.ts";
import { parseText } from "../../src/text/message-text.ts";
import { parseName } from "../../src/text/names.ts";
import { parsePoll } from "../../src/text/polls.ts";
import { nearestRoomName, parseRoomName } from "../../src/text/room-names.ts";
import { findMatches } from "../../src/text/search-matches.ts";
import { parseSearch, type SearchTerm } from "../../src/text/search-terms.ts";
import { terminalMessageLine } from "../../src/text/terminal.ts";
import { truncate } from "../../src/text/truncate.ts";
import { isBigEmoji } from "../../src/ui/models/big-emoji.ts";
import { triggerAt } from "../../src/ui/models/completion.ts";
import { isUnbroken, limitComplexity } from "../../src/ui/models/complexity-limits.ts";
import { plainDirection } from "../../src/ui/models/direction.ts";
import { INLINE_SLICES } from "../../src/ui/models/markdown-slices.ts";
import { mentionsMember, mentionsToSend, parseMessage } from "../../src/ui/models/message-mentions.ts";
import { wordsWithLink } from "../../src/ui/models/pasted-link.ts";
import { excerptOf } from "../../src/ui/models/search-results.ts";
import { slicesOf } from "../../src/ui/models/slices.ts";
import { splitText } from "../../src/ui/models/split-text.ts";
import { checkText } from "../../src/ui/models/text-check.ts";

const LIMITS = { textGraphemes: 4_000, textBytes: 16_384 };
const SEARCH_LIMITS = { searchQueryBytes: 1_024, searchTerms: 12 };

const MEMBERS = [
  "Ana",
  "@a@a",
  `${"@".repeat(39)}x`,
  "a a a a a a a a a a a b",
  "字字字字",
  "بببب",
  ...["Member", "Sara", "a".repeat(40)].flatMap((name) =>
    Array.from({ length: 44 }, (_, index) => `${name} ${index}`),
  ),
].map((name, index) => ({ id: `m${index}`, name }));
const KNOWN = new MentionNames(MEMBERS);

/** Names on one id, as only a hostile client lists them: each mention of the first concerns all of them. */
const TWINS = ["字", ...Array.from({ length: 19 }, (_, index) => `${"क्षि".repeat(9)} ${index}`)].map(
  (name) => ({
    id: "m",
    name,
  }),
);
/** Of a longer text of mentions none is read (`LOOKUP_NODES`). */
const withinBudget = (text: string): string => text.slice(0, 250);

const READER = { id: "reader", name: "عبد الرحمن بن محمد الأحمدي القرشي" };

const WORDS = termsOf('a w 1 + 字 l @ "a a" ب صلى');
const LONG_PHRASE = termsOf(`"${"a ".repeat(500)}"`);

type Rules = Readonly<Record<string, (text: string) => unknown>>;

/** Those that the Worker runs, in the room or for pages without scripts; most of them run in the page too. */
export const WORKER_RULES: Rules = {
  parseText: (text) => parseText(text, LIMITS),
  describeInvalidCharacter,
  foldedWords,
  fold: (text) => fold(text),
  exceedsGraphemes: (text) => exceedsGraphemes(text, LIMITS.textGraphemes),
  truncateBytes: (text) => truncateBytes(text, 10_000),
  truncate: (text) => truncate(text, text.length / 2),
  parseSearch: (text) => parseSearch(truncateBytes(text, 1_024), SEARCH_LIMITS),
  parseName: (text) => parseName(text, text.length),
  parseRoomName,
  nearestRoomName,
  parseMarkdown: (text) => parseMarkdown(text),
  "parseMarkdown with names": (text) => parseMarkdown(text, [KNOWN]),
  mentionedIn: (text) => mentionedIn((names) => parseMarkdown(withinBudget(text), names), TWINS),
  numberedName: (text) => numberedName(text, 2, 40),
  plainMessageText,
  excerpt: (text) => excerpt(text, 140),
  linkParts,
  displayHost,
  messageLine: (text) => messageLine("Ana", text),
  terminalMessageLine: (text) => terminalMessageLine("Ana", text),
};

/** Those that only the page runs. */
export const PAGE_RULES: Rules = {
  graphemes,
  parseMessage: (text) => parseMessage({ text, mentions: MEMBERS.slice(0, 20) }, KNOWN),
  mentionsMember: (text) => mentionsMember(parseMarkdown(withinBudget(text)), READER),
  slicesOf: (text) => slicesOf([{ kind: "text", text } as const], INLINE_SLICES, { units: 100, nodes: 24 }),
  mentionsToSend: (text) => mentionsToSend(text, MEMBERS.slice(0, 5), MEMBERS),
  parsePoll,
  plainStart: (text) => plainStart(text, 1_000),
  cleanInput,
  checkText: (text) => checkText(text, LIMITS),
  splitText: (text) => splitText(text, { textGraphemes: 1_000, textBytes: 8_192 }),
  "findMatches of words": (text) => findMatches(text, WORDS),
  "findMatches of a long phrase": (text) => findMatches(text, LONG_PHRASE),
  excerptOf: (text) => excerptOf(text, WORDS),
  limitComplexity,
  isUnbroken,
  isBigEmoji,
  plainDirection,
  triggerAt: (text) => triggerAt(text, text.length),
  wordsWithLink: (text) => wordsWithLink("some words", text),
};

export const TEXT_RULES: Rules = { ...WORKER_RULES, ...PAGE_RULES };

function termsOf(query: string): readonly SearchTerm[] {
  const parsed = parseSearch(query, SEARCH_LIMITS);
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}
