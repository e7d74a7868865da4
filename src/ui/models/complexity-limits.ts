/** Limits for texts that are made to block the browser's layout. All other texts are shown as they were typed. */
import { cutMarks } from "../../text/marks.ts";

/** Directional isolates and their end mark. A few set off words in another script; hundreds only slow down layout. */
const ISOLATES = /[\u2066-\u2069]/gu;
const MAX_ISOLATES = 64;

/** Marks of phonetics and old manuscripts, which few fonts have: for each letter under one all fonts are tried. */
const RARE_MARKS = /[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\ufe20-\ufe2f]/gu;
const MAX_RARE_MARKS = 64;

/** Letters of scripts that join them, and what does not separate them. */
const JOINED = String.raw`[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Adlm}\p{M}\u200c\u200d]`;
/** An endless word of joining letters: each possible line break is measured together with all letters it joins. */
const UNBROKEN_WORD = new RegExp(`(?<!${JOINED})${JOINED}{200}`, "u");

/** `text` without its isolates and its rare marks, each if it has too many, and without excess combining marks. */
export function limitComplexity(text: string): string {
  return cutMarks(limit(limit(text, ISOLATES, MAX_ISOLATES), RARE_MARKS, MAX_RARE_MARKS));
}

function limit(text: string, characters: RegExp, max: number): string {
  return (text.match(characters)?.length ?? 0) > max ? text.replace(characters, "") : text;
}

/** True if lines may break anywhere in `text`, since it has no other opportunity. */
export function isUnbroken(text: string): boolean {
  return UNBROKEN_WORD.test(text);
}
