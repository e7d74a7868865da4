/**
 * Ids of commands (SPEC CMD-5). Every member is sent a message with its id, and what is random does not compress: so a
 * client draws only once, and counts. Only the clients of one member must differ, while they write at the same time.
 */

/** 32 characters, so that each has 5 random bits: the alphabet of RFC 4648 §6, in lower case. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
/** 30 bits. The count behind them needs no separator, as they are always as many. */
const RANDOM_CHARACTERS = 6;
const COUNT_RADIX = 36;

/** What gives a client the next id at each call. */
export function commandIds(): () => string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS));
  const prefix = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  let count = 0;
  return () => prefix + (count++).toString(COUNT_RADIX);
}
