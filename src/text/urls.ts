/** Finds URLs in a sentence. */

/**
 * A URL's scheme and everything that may follow. Direction marks and isolates end a URL: inside one they could make it
 * look like another.
 */
const URL_PATTERN = /https?:\/\/[^\s<>"\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/iuy;

/** A character before which no URL can start: it would be inside a longer word. */
const WORD_BEFORE = /[a-z0-9]/i;

/** Trailing punctuation that ends the sentence and not the URL, Latin and Arabic. */
const TRAILING = /[.,:;!?'"`*_~…،؛؟»”’]$/u;

const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Scheme, host and port, without user information: `https://bank.example@evil.example` imitates another host. Nor does
 * a host contain characters that look like a slash or a dot (`https://bank.example∕evil.example`).
 */
const ORIGIN =
  /^https?:\/\/(?:[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]|\.(?=[\p{L}\p{N}_-]))*\.?|\[[\da-f:.]+\])(?::\d{1,5})?(?=[/?#]|$)/iu;

const LATIN = /\p{Script=Latin}/u;
const LATIN_LOOKALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

export interface UrlMatch {
  /** the URL as typed, without trailing punctuation of the sentence */
  readonly text: string;
  /** characters consumed: more than `text` if punctuation follows */
  readonly length: number;
  /** false if the URL imitates another host, so that it must not become a link */
  readonly isSafe: boolean;
}

/** The http or https URL that starts at `index`; undefined if none does. */
export function urlAt(text: string, index: number): UrlMatch | undefined {
  if (WORD_BEFORE.test(text[index - 1] ?? "")) return undefined;
  URL_PATTERN.lastIndex = index;
  const found = URL_PATTERN.exec(text)?.[0];
  if (found === undefined) return undefined;
  const url = trimTrailing(found);
  return { text: url, length: found.length, isSafe: isSafe(url) };
}

function trimTrailing(url: string): string {
  const counts = bracketCounts(url);
  const countOf = (character: string) => counts.get(character) ?? 0;
  let end = url.length;
  for (; end > 0; end--) {
    const last = url[end - 1] ?? "";
    const opening = BRACKETS[last];
    const isUnbalanced = opening !== undefined && countOf(opening) < countOf(last);
    if (!isUnbalanced && !TRAILING.test(last)) break;
    counts.set(last, countOf(last) - 1);
  }
  return url.slice(0, end);
}

function bracketCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [bracket] of text.matchAll(/[()[\]{}]/gu)) counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  return counts;
}

function isSafe(url: string): boolean {
  const origin = ORIGIN.exec(url)?.[0];
  if (origin === undefined) return false;
  // A label in two alphabets that look alike (a Cyrillic а in a Latin name) is an IDN homograph attack.
  return !origin.split(".").some((label) => LATIN_LOOKALIKES.test(label) && LATIN.test(stripScheme(label)));
}

function stripScheme(label: string): string {
  return label.replace(/^https?:\/\//iu, "");
}
