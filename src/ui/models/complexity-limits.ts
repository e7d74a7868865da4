/** Limits for texts that are made to block the browser's layout. All other texts are shown as they were typed. */

/** Directional isolates and their end mark. A few set off words in another script; hundreds only slow down layout. */
const ISOLATES = /[\u2066-\u2069]/gu;
const MAX_ISOLATES = 64;

/** More combining marks on one letter than any script stacks. */
const STACKED_MARKS = /(\p{M}{8})\p{M}+/gu;

/** An endless word of joining letters: each possible line break is measured together with all letters it joins. */
const UNBROKEN_WORD = /\p{Script_Extensions=Arabic}{200}/u;

/** `text` without its isolates if it has too many, and without excess combining marks. */
export function limitComplexity(text: string): string {
  const withoutIsolates =
    (text.match(ISOLATES)?.length ?? 0) > MAX_ISOLATES ? text.replace(ISOLATES, "") : text;
  return withoutIsolates.replace(STACKED_MARKS, "$1");
}

/** True if lines may break anywhere in `text`, since it has no other opportunity. */
export function isUnbroken(text: string): boolean {
  return UNBROKEN_WORD.test(text);
}
