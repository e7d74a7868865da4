/** Names for new rooms: random enough to be unguessable, and easy to say over a telephone. */

const CONSONANTS = ["b", "d", "f", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "h", "j"] as const;
const VOWELS = ["a", "e", "i", "o"] as const;

/** Consonant and vowel: 4 + 2 bits. */
const BITS_PER_SYLLABLE = 6;

/** Three words of 2, 3 and 3 syllables. */
const SYLLABLES_PER_WORD = [2, 3, 3] as const;

/** The random bytes that a name needs: one a syllable. */
export const PRONOUNCEABLE_NAME_BYTES = SYLLABLES_PER_WORD.reduce<number>(
  (sum, syllables) => sum + syllables,
  0,
);

/** The entropy of a name: 48 bits. */
export const PRONOUNCEABLE_NAME_BITS = PRONOUNCEABLE_NAME_BYTES * BITS_PER_SYLLABLE;

/**
 * A pronounceable name such as `lamu-resina-dovake`, from the given random bytes.
 * @throws RangeError if there are fewer than {@link PRONOUNCEABLE_NAME_BYTES}: a shorter name would be guessable.
 */
export function pronounceableName(random: Uint8Array): string {
  if (random.length < PRONOUNCEABLE_NAME_BYTES)
    throw new RangeError(`needs ${PRONOUNCEABLE_NAME_BYTES} random bytes`);
  let used = 0;
  return SYLLABLES_PER_WORD.map((syllables) => {
    const bytes = random.subarray(used, used + syllables);
    used += syllables;
    return Array.from(bytes, syllable).join("");
  }).join("-");
}

/** The low six bits of `byte`, evenly: 16 consonants and 4 vowels divide a byte without a rest. */
function syllable(byte: number): string {
  return `${CONSONANTS[byte & 15] ?? ""}${VOWELS[(byte >> 4) & 3] ?? ""}`;
}
