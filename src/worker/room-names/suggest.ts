/** Names for new rooms: words of the reader's language, too many to guess, and easy to remember and to dictate. */
import { DEFAULT_LANGUAGE, type Language } from "../../locales/languages.ts";
import { WORDS as ARABIC } from "./words-ar.ts";
import { WORDS as ENGLISH } from "./words-en.ts";

/** A language without words of its own suggests English names. */
const WORDS: Partial<Record<Language, readonly string[]>> &
  Record<typeof DEFAULT_LANGUAGE, readonly string[]> = {
  en: ENGLISH.trim().split(/\s+/u),
  ar: ARABIC.trim().split(/\s+/u),
};

const WORDS_PER_NAME = 5;
const BITS_PER_WORD = 9;

/** The entropy of a name: 45 bits. */
export const ROOM_NAME_BITS = WORDS_PER_NAME * BITS_PER_WORD;

/** How many random values a name needs. */
export const ROOM_NAME_VALUES = WORDS_PER_NAME;

/** The words that names are made of: 2^9 of them, in canonical form (SPEC ROOM-1). */
export function roomNameWords(language: Language): readonly string[] {
  return WORDS[language] ?? WORDS[DEFAULT_LANGUAGE];
}

/**
 * A room name such as `otter-lamp-maple-river-cloud`, of which each word takes the low nine bits of a random value.
 * @throws RangeError if there are fewer than {@link ROOM_NAME_VALUES} values: a shorter name would be guessable.
 */
export function roomNameFrom(random: Uint16Array, language: Language): string {
  if (random.length < ROOM_NAME_VALUES) throw new RangeError(`needs ${ROOM_NAME_VALUES} random values`);
  const words = roomNameWords(language);
  return Array.from(random.subarray(0, ROOM_NAME_VALUES), (value) => words[value % words.length]).join("-");
}

/** A new room name, from the platform's random numbers. */
export function suggestRoomName(language: Language): string {
  return roomNameFrom(crypto.getRandomValues(new Uint16Array(ROOM_NAME_VALUES)), language);
}
