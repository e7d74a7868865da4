/** Texts made to keep a browser busy, as it can bear them. All others are shown as they were typed. */

/** Isolates and the mark that ends them. A few set off a word in another script; hundreds only keep a browser busy. */
const ISOLATES = /[\u2066-\u2069]/gu;
const MAX_ISOLATES = 64;

/** Marks upon one letter beyond those that any script stacks. */
const STACKED_MARKS = /(\p{M}{8})\p{M}+/gu;

/** Letters that join, in a word without end: each place where a line may break is measured with all that it joins. */
const UNBROKEN_WORD = /\p{Script_Extensions=Arabic}{200}/u;

/** `text`, without its isolates if there are more than a text could need, and with no more marks a letter than one bears. */
export function limitComplexity(text: string): string {
  const withoutIsolates =
    (text.match(ISOLATES)?.length ?? 0) > MAX_ISOLATES ? text.replace(ISOLATES, "") : text;
  return withoutIsolates.replace(STACKED_MARKS, "$1");
}

/** True if lines are to break anywhere in `text`, for it has nothing else at which they could. */
export function isUnbroken(text: string): boolean {
  return UNBROKEN_WORD.test(text);
}
