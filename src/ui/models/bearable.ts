/** Texts made to keep a browser busy, as it can bear them. All others are shown as they were typed. */

/** Isolates and the mark that ends them. A few set off a word in another script; hundreds only keep a browser busy. */
const TURN = /[\u2066-\u2069]/gu;
const MAX_TURNS = 64;

/** Marks upon one letter beyond those that any script stacks. */
const PILE = /(\p{M}{8})\p{M}+/gu;

/** Letters that join, in a word without end: each place where a line may break is measured with all that it joins. */
const ENDLESS = /\p{Script_Extensions=Arabic}{200}/u;

/** `text`, without its isolates if there are more than a text could need, and with no more marks a letter than one bears. */
export function bearable(text: string): string {
  const turned = (text.match(TURN)?.length ?? 0) > MAX_TURNS ? text.replace(TURN, "") : text;
  return turned.replace(PILE, "$1");
}

/** True if lines are to break anywhere in `text`, for it has nothing else at which they could. */
export function isEndless(text: string): boolean {
  return ENDLESS.test(text);
}
