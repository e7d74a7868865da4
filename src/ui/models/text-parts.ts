/** What a message's text is made of. Text stays text: a view turns parts into nodes, never into HTML. */

export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

/** Direction marks and isolates end an address: inside one they could make it look like another. */
const ADDRESS = /(?<![a-z0-9])https?:\/\/[^\s<>"\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/giu;

/** Punctuation that ends a sentence rather than an address, in Latin and Arabic. */
const TRAILING = /[.,:;!?'"`*_~…،؛؟»”’]$/u;

const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Splits `text` at its http and https addresses. The parts joined are the text again. */
export function textParts(text: string): TextPart[] {
  // Few texts hold an address, and this is found out many times faster than by matching.
  if (!text.includes("://")) return text === "" ? [] : [{ kind: "text", text }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0]);
    if (!isSafeAddress(address)) continue;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "link", text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
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

/** A name before the host (`https://bank.example@evil.example`) shows one place and leads to another. */
function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, username, password } = new URL(address);
  return hostname !== "" && username === "" && password === "";
}
