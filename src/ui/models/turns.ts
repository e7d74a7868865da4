/** Texts that turn their direction again and again. */

/** Isolates and the mark that ends them. A few set off a word in another script; hundreds only keep a browser busy. */
const TURN = /[\u2066-\u2069]/gu;
const MAX_TURNS = 64;

/** `text`, without its isolates if there are more of them than a text could need. */
export function withoutManyTurns(text: string): string {
  return (text.match(TURN)?.length ?? 0) > MAX_TURNS ? text.replace(TURN, "") : text;
}
