/** Web addresses as they stand in a sentence. */

/**
 * An address's start and everything that may follow. Direction marks and isolates end an address: inside one they could
 * make it look like another.
 */
const ADDRESS = /https?:\/\/[^\s<>"\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/iuy;

/** What an address cannot follow: it would be the end of a longer word. */
const WORD_BEFORE = /[a-z0-9]/i;

/** Punctuation that ends a sentence rather than an address, in Latin and Arabic. */
const TRAILING = /[.,:;!?'"`*_~…،؛؟»”’]$/u;

const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Scheme, host and port, with nothing before the host: `https://bank.example@evil.example` shows one place and leads to
 * another. Nor does a host hold what only looks like a slash or a dot (`https://bank.example∕evil.example`).
 */
const ORIGIN =
  /^https?:\/\/(?:[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]|\.(?=[\p{L}\p{N}_-]))*\.?|\[[\da-f:.]+\])(?::\d{1,5})?(?=[/?#]|$)/iu;

const LATIN = /\p{Script=Latin}/u;
const LATIN_LOOKALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

export interface Address {
  /** as written; a sentence's punctuation behind it is not part of it */
  readonly text: string;
  /** everything that was looked at, which is more than `text` where punctuation followed */
  readonly length: number;
  /** false for what should not be followed, or leads elsewhere than it says */
  readonly isSafe: boolean;
}

/** The http or https address that begins at `index`; undefined if none does. */
export function addressAt(text: string, index: number): Address | undefined {
  if (WORD_BEFORE.test(text[index - 1] ?? "")) return undefined;
  ADDRESS.lastIndex = index;
  const found = ADDRESS.exec(text)?.[0];
  if (found === undefined) return undefined;
  const address = withoutTrailing(found);
  return { text: address, length: found.length, isSafe: isSafe(address) };
}

function withoutTrailing(address: string): string {
  const counts = bracketCounts(address);
  const countOf = (character: string) => counts.get(character) ?? 0;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1] ?? "";
    const opening = BRACKETS[last];
    const isUnbalanced = opening !== undefined && countOf(opening) < countOf(last);
    if (!isUnbalanced && !TRAILING.test(last)) break;
    counts.set(last, countOf(last) - 1);
  }
  return address.slice(0, end);
}

function bracketCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [bracket] of text.matchAll(/[()[\]{}]/gu)) counts.set(bracket, (counts.get(bracket) ?? 0) + 1);
  return counts;
}

function isSafe(address: string): boolean {
  const origin = ORIGIN.exec(address)?.[0];
  if (origin === undefined) return false;
  // A word in two alphabets that look alike (a Cyrillic а in a Latin name) is there to deceive.
  return !origin.split(".").some((label) => LATIN_LOOKALIKES.test(label) && LATIN.test(withoutScheme(label)));
}

function withoutScheme(label: string): string {
  return label.replace(/^https?:\/\//iu, "");
}
