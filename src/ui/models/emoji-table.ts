/** The table of emoji: by group, with their names, searchable by words and by `:short_name:`. */
import { fold } from "../../text/folding.ts";
import { isEmoji } from "../../text/emoji.ts";

export interface Emoji {
  readonly emoji: string;
  /** in the interface's language if its table is loaded, else in English */
  readonly name: string;
  /** without colons, the customary one first */
  readonly shortNames: readonly string[];
  /** all searchable words, folded, each preceded by a space */
  readonly labels: string;
}

/** The groups in their order. */
export const EMOJI_GROUPS = [
  "smileys",
  "people",
  "nature",
  "food",
  "places",
  "activities",
  "objects",
  "symbols",
  "flags",
] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

const MAX_FOUND = 64;

/**
 * Tables as `src/build/emoji-tables.ts` writes them: one line per emoji, in the same order in all; in the English table
 * an empty line ends a group.
 */
export interface EmojiSources {
  readonly english: string;
  /** in the interface's language: its names are shown; undefined if that is English */
  readonly translation?: string | undefined;
  /** in further languages: only searched */
  readonly searchOnly?: readonly string[];
}

export class EmojiTable {
  readonly #groups: ReadonlyMap<EmojiGroup, readonly Emoji[]>;
  readonly #all: readonly Emoji[];
  readonly #byEmoji: ReadonlyMap<string, Emoji>;

  constructor({ english, translation, searchOnly = [] }: EmojiSources) {
    const isTranslated = translation !== undefined;
    const translations = [...(isTranslated ? [translation] : []), ...searchOnly].map((table) =>
      table.split("\n"),
    );
    let line = 0;
    const groups = english.split("\n\n").map((lines) =>
      lines
        .split("\n")
        .map((text) => {
          const translatedLines = translations.map((table) => table[line] ?? "");
          line += 1;
          return parseLine(text, translatedLines, isTranslated);
        })
        // A browser older than an emoji cannot draw it, and the room may refuse it as a reaction.
        .filter(({ emoji }) => isEmoji(emoji)),
    );
    this.#groups = new Map(EMOJI_GROUPS.map((group, index) => [group, groups[index] ?? []]));
    this.#all = groups.flat();
    this.#byEmoji = new Map(this.#all.map((emoji) => [withoutVariationSelectors(emoji.emoji), emoji]));
  }

  group(group: EmojiGroup): readonly Emoji[] {
    return this.#groups.get(group) ?? [];
  }

  /** Looks up an emoji, with or without variation selectors; undefined if it is unknown or too new. */
  get(emoji: string): Emoji | undefined {
    return this.#byEmoji.get(withoutVariationSelectors(emoji));
  }

  /** Prefix search: emoji with a word for each word of `query`, best matches first. */
  find(query: string): Emoji[] {
    const typed = fold(query).match(/[\p{L}\p{M}\p{N}+-]+/gu);
    if (typed === null) return [this.get(query.trim())].filter((emoji) => emoji !== undefined);
    const terms = typed.map((term) => ` ${term}`);
    const found = this.#all.filter(({ labels: words }) => terms.every((term) => words.includes(term)));
    const first = typed.join("_");
    return sortByRank(found, (emoji) => rankFor(emoji, first)).slice(0, MAX_FOUND);
  }

  /** The emoji called `:shortName:`. */
  findByShortName(shortName: string): Emoji | undefined {
    const name = shortName.toLowerCase();
    return this.#all.find(({ shortNames }) => shortNames.includes(name));
  }
}

/** Turns a name into a short name: `face with tears of joy` into `face_with_tears_of_joy`. */
export function shortNameOf(name: string): string {
  return fold(name)
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/gu, "");
}

function withoutVariationSelectors(emoji: string): string {
  return emoji.replace(/\ufe0f/gu, "");
}

/** Parses a line of the English table and the same line of each translation. The first one is shown if `isTranslated`. */
function parseLine(line: string, translatedLines: readonly string[], isTranslated: boolean): Emoji {
  const [emoji = "", storedNames = "", englishName = "", words = ""] = line.split("\t");
  const translations = translatedLines.map((translatedLine) => {
    const [name = "", otherWords = ""] = translatedLine.split("\t");
    return { name, words: normalizeWords(`${fold(name)} ${otherWords}`) };
  });
  const shortNames = [...(storedNames === "" ? [] : storedNames.split(" ")), shortNameOf(englishName)];
  const joinedNames = shortNames.join(" ");
  const translatedWords = translations.map((translation) => translation.words).join(" ");
  return {
    emoji,
    name: (isTranslated && translations[0]?.name) || englishName,
    shortNames,
    labels: ` ${joinedNames} ${joinedNames.replaceAll("_", " ")} ${words} ${translatedWords}`,
  };
}

function normalizeWords(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ");
}

/** 0 for an exact short name, 1 for a prefix of one, 2 for any other match. */
function rankFor({ shortNames, name }: Emoji, typed: string): number {
  if (shortNames.includes(typed) || shortNameOf(name) === typed) return 0;
  if (shortNames.some((shortName) => shortName.startsWith(typed))) return 1;
  return shortNameOf(name).startsWith(typed) ? 1 : 2;
}

function sortByRank(emoji: readonly Emoji[], rankOf: (emoji: Emoji) => number): Emoji[] {
  const ranked: [Emoji[], Emoji[], Emoji[]] = [[], [], []];
  for (const one of emoji) ranked[rankOf(one)]?.push(one);
  return ranked.flat();
}
