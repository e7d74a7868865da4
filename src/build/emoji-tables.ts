/**
 * Generates the emoji tables of the picker from Emojibase (order, groups, short names, English names) and CLDR (names
 * in other languages), reduced to what the picker shows and searches. Parsed by models/emoji-table.ts.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fillPlaceholders } from "../locales/fill-placeholders.ts";
import { LOCALES, type Language } from "../locales/languages.ts";
import { isEmoji } from "../text/emoji.ts";
import { fold } from "../text/folding.ts";
import { shortNameOf } from "../ui/models/emoji-table.ts";

interface Entry {
  readonly emoji: string;
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
}

interface Annotation {
  readonly default?: readonly string[];
  readonly tts?: readonly string[];
}

/** Skin tones and hair styles: components of emoji, not emoji of their own. */
const COMPONENT_GROUP = 2;
const VARIATION = /\ufe0f/gu;

/**
 * A line per emoji: the emoji, its short names, its English name and its keywords, tab-separated; a blank line ends a
 * group.
 */
export function emojiBase(): string {
  const shortNames = readJson<Record<string, string | string[]>>("emojibase-data/en/shortcodes/github.json");
  const aliases = readJson<Record<string, string | string[]>>("emojibase-data/en/shortcodes/emojibase.json");
  return groups()
    .map((entries) =>
      entries
        .map(({ emoji, hexcode, label, tags = [] }) => {
          const names = new Set([shortNames[hexcode] ?? [], aliases[hexcode] ?? []].flat());
          names.delete(shortNameOf(label));
          return [withoutOptionalVariation(emoji), [...names].join(" "), label, keywords(label, tags)].join(
            "\t",
          );
        })
        .join("\n"),
    )
    .join("\n\n");
}

/** A line per emoji, in the same order: its name in `language` and its keywords. */
export function emojiNames(language: Language): string {
  const { annotations } = readJson<{ annotations: { annotations: Record<string, Annotation> } }>(
    `cldr-annotations-full/annotations/${language}/annotations.json`,
  ).annotations;
  return groups()
    .flat()
    .map(({ emoji, label }) => {
      const bare = emoji.replace(VARIATION, "");
      const name = translatedName(bare, language, annotations) ?? label;
      return [name, keywords(name, annotations[bare]?.default ?? [])].join("\t");
    })
    .join("\n");
}

function groups(): Entry[][] {
  const entries = readJson<Entry[]>("emojibase-data/en/data.json");
  const byGroup = Map.groupBy(entries, ({ group }) => group);
  return [...byGroup.keys()]
    .filter((group): group is number => group !== undefined && group !== COMPONENT_GROUP)
    .sort((one, other) => one - other)
    .map((group) => byGroup.get(group) ?? []);
}

/** Emojibase adds a variation selector where none is recommended, which `isEmoji` would refuse as a reaction. */
function withoutOptionalVariation(emoji: string): string {
  const bare = emoji.replace(VARIATION, "");
  return isEmoji(bare) ? bare : emoji;
}

/** CLDR derives the names of flags, keycaps and ZWJ sequences: from the region, the key, and the parts. */
function translatedName(
  emoji: string,
  language: Language,
  annotations: Readonly<Record<string, Annotation>>,
): string | undefined {
  const words = LOCALES[language].emoji;
  const own = annotations[emoji]?.tts?.[0];
  if (own !== undefined) return own;
  const code = regionOf(emoji);
  if (code !== undefined) {
    const region = new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
    return fillPlaceholders(words.flag, { region });
  }
  if (emoji.endsWith("\u20e3")) return fillPlaceholders(words.keycap, { key: emoji[0] ?? "" });
  const parts = emoji.split("\u200d");
  if (parts.length === 1) return undefined;
  const names = parts.map((part) => annotations[part]?.tts?.[0]);
  if (!names.every((name) => name !== undefined)) return undefined;
  return names.reduce((first, second) => fillPlaceholders(words.pair, { first, second }));
}

/** The region of a flag made of two regional indicators: `EG`. */
function regionOf(emoji: string): string | undefined {
  if (!/^\p{Regional_Indicator}{2}$/u.test(emoji)) return undefined;
  return Array.from(emoji, (letter) =>
    String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41),
  ).join("");
}

/** Keywords, folded for search, without those that are in the name already. */
function keywords(name: string, words: readonly string[]): string {
  const nameWords = new Set(tokenize(name));
  return [...new Set(words.flatMap(tokenize))].filter((word) => !nameWords.has(word)).join(" ");
}

function tokenize(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function readJson<Value>(path: string): Value {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(path), "utf8")) as Value;
}
