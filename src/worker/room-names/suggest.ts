/** Names for new rooms: words of the reader's language, too many to guess, and easy to remember and to dictate. */
import type { Language } from "../../locales/languages-info.ts";
import { roomNameWords } from "../page-locale.ts";

const WORDS_PER_NAME = 5;
const BITS_PER_WORD = 9;

/** The entropy of a name: 45 bits, less the twentieth of a bit by which no word comes twice. */
export const ROOM_NAME_BITS = WORDS_PER_NAME * BITS_PER_WORD;

/** How many random values a name needs. */
export const ROOM_NAME_VALUES = WORDS_PER_NAME;

/**
 * A room name such as `otter-lamp-maple-river-cloud`, of which each word is chosen by a random value among those that are left.
 *
 * @param words 2^9 of them, in canonical form (SPEC ROOM-1)
 * @throws RangeError if there are fewer than {@link ROOM_NAME_VALUES} values: a shorter name would be guessable.
 */
export function roomNameFrom(random: Uint16Array, words: readonly string[]): string {
  if (random.length < ROOM_NAME_VALUES) throw new RangeError(`needs ${ROOM_NAME_VALUES} random values`);
  const left = [...words];
  const chosen = Array.from(random.subarray(0, ROOM_NAME_VALUES), (value) =>
    left.splice(value % left.length, 1),
  );
  return chosen.join("-");
}

/** A new room name, from the platform's random numbers. @throws Error if the words of the language are not loaded */
export function suggestRoomName(language: Language): string {
  return roomNameFrom(crypto.getRandomValues(new Uint16Array(ROOM_NAME_VALUES)), roomNameWords(language));
}
