/**
 * The words of the texts that the bench sends. A string with one letter beyond Latin-1 costs the runtime two bytes a
 * character and an encoding for each socket, so ASCII filler would look cheaper than what people write; and a few
 * sentences in turn would compress better. So a text is a run of words out of CLDR's names of symbols and emoji in its
 * language, each text from another place.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** `mixed`: the languages of {@link MIX}; `ascii`: English alone. */
export const TEXT_KINDS = ["mixed", "ascii"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

type Language = "en" | "fr" | "de" | "tr" | "ar" | "ja";

/** What ten messages in a row are: six of Latin letters, two each of Arabic and Japanese; three have emoji. */
export const MIX: readonly { readonly language: Language; readonly hasEmoji?: true }[] = [
  { language: "en" },
  { language: "ar" },
  { language: "fr" },
  { language: "ja" },
  { language: "en", hasEmoji: true },
  { language: "de" },
  { language: "ar", hasEmoji: true },
  { language: "en" },
  { language: "ja", hasEmoji: true },
  { language: "tr" },
];

/** A symbol that CLDR names, and the words of its name. */
interface Named {
  readonly emoji: string | undefined;
  readonly words: readonly string[];
}

interface Annotations {
  readonly annotations: {
    readonly annotations: Readonly<Record<string, { readonly tts?: readonly string[] }>>;
  };
}

const WORD = /^[\p{L}\p{M}\p{N}]+$/u;
const ASCII_WORD = /^[A-Za-z0-9]+$/;
const EMOJI = /^\p{Emoji_Presentation}$/u;
/** Coprime with the number of names, more or less: places far apart for messages in a row. */
const STRIDE = 7_919;

const encoder = new TextEncoder();
const vocabularies = new Map<string, readonly Named[]>();

/**
 * `head` and words of its own for each `index`, in exactly `bytes` bytes of UTF-8: cut after a whole code point, and
 * filled with dots where the next one does not fit.
 */
export function textOfBytes(head: string, index: number, bytes: number, kind: TextKind = "mixed"): string {
  const room = bytes - encoder.encode(head).length;
  const words = wordsFor(index, room, kind);
  const { read, written } = encoder.encodeInto(words, new Uint8Array(room));
  return head + words.slice(0, read) + ".".repeat(room - written);
}

/** More than `characters` of them. */
function wordsFor(index: number, characters: number, kind: TextKind): string {
  const { language, hasEmoji } = kind === "ascii" ? ASCII_TEXT : (MIX[index % MIX.length] ?? ASCII_TEXT);
  const names = vocabulary(language, kind, hasEmoji === true);
  let text = "";
  for (let at = index * STRIDE; text.length <= characters; at++) {
    const { emoji, words } = names[at % names.length] ?? NOTHING;
    text += hasEmoji === true ? `${emoji} ${words.join(" ")} ` : `${words.join(" ")} `;
  }
  return text;
}

const ASCII_TEXT: (typeof MIX)[number] = { language: "en" };
const NOTHING: Named = { emoji: undefined, words: ["-"] };

function vocabulary(language: Language, kind: TextKind, hasEmoji: boolean): readonly Named[] {
  const key = `${language} ${kind} ${hasEmoji}`;
  const known = vocabularies.get(key);
  if (known !== undefined) return known;
  const all = readNames(language, kind === "ascii" ? ASCII_WORD : WORD);
  const names = hasEmoji ? all.filter(({ emoji }) => emoji !== undefined) : all;
  vocabularies.set(key, names);
  return names;
}

/** @throws Error if CLDR has no names in that language */
function readNames(language: Language, word: RegExp): readonly Named[] {
  const path = createRequire(import.meta.url).resolve(
    `cldr-annotations-full/annotations/${language}/annotations.json`,
  );
  const { annotations } = (JSON.parse(readFileSync(path, "utf8")) as Annotations).annotations;
  const names = Object.entries(annotations).flatMap(([symbol, { tts = [] }]) => {
    const words = tts.flatMap((name) => name.split(" ")).filter((one) => word.test(one));
    return words.length === 0 ? [] : [{ emoji: EMOJI.test(symbol) ? symbol : undefined, words }];
  });
  if (names.length === 0) throw new Error(`no words of ${language}`);
  return names;
}
