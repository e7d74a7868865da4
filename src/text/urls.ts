/** Finds URLs and mail addresses in a sentence, in any script and with or without spaces around them. */
import { displayHost } from "./host-display.ts";
import { particleBehind } from "./particles.ts";
import { SELF_DELIMITING } from "./scripts.ts";

export interface UrlMatch {
  /** the address as it is shown: as typed, but a host that could pass for another (see `displayHost`) */
  readonly text: string;
  readonly href: string;
  /** of the address as typed, without the punctuation that follows it */
  readonly length: number;
}

const SCHEME = /https?:\/\/|www\./iuy;

/** A character before which no URL can start: it would be inside a longer word. */
const WORD_BEFORE = /[a-z0-9]/i;

/** A name of labels, or an IPv6 address. */
const HOST = /[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]|\.(?=[\p{L}\p{N}_-]))*(?<![_-])|\[[\da-f:.]+\]/iuy;

/**
 * A last label that begins in ASCII and goes on in another script is no top-level domain: the address ends before a
 * Korean particle (`example.com에서`), or where a sentence without spaces goes on. Cyrillic and Greek look like Latin:
 * such a label stays whole, and is refused below.
 */
const END_OF_ASCII_LABEL = /(?<=[a-z\d])(?=[\p{L}--[\p{scx=Latin}\p{scx=Cyrillic}\p{scx=Greek}]])/iv;

const PORT = /:\d{1,5}(?!\d)/uy;

/**
 * What, after a host, could make it look like another: user information (`bank.example@evil.example`), an escape or a
 * backslash, a character that looks like a slash, another scheme, the emoji of a longer host.
 */
const FORGES_HOST =
  /[!$-.0-;=A-Z[-~]{0,255}@|[\\%\u2044\u2215\u29f8\uff0f]|:(?=[\w/])|[\p{Extended_Pictographic}\ufe0f\u200d]+[\w-]*\.\w/uy;

/** Invisible direction marks and isolates end a URL: inside one they could make it look like another. */
const DIRECTION_MARKS = String.raw`\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069`;

/**
 * Path, query and fragment. Marks of a sentence in any script (`。`, `،`, `।`), brackets and quotation marks that are not
 * ASCII, and emoji end it: in a URL that was copied they are percent-encoded.
 */
const PATH = pathWith("\\u2018\\u2019");

/** Quotation marks that may also be an apostrophe in a path: they end a URL only if it was opened by the other. */
const QUOTED_PATHS: Readonly<Record<string, RegExp>> = { "‘": pathWith("\\u2018"), "‚": pathWith("\\u2019") };

/** @param apostrophes the quotation marks that do not end it, as a character class has them */
function pathWith(apostrophes: string): RegExp {
  return new RegExp(
    String.raw`[^\s<>"${DIRECTION_MARKS}[[\p{Terminal_Punctuation}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Extended_Pictographic}\p{Regional_Indicator}]--[\x00-\x7f${apostrophes}]]]*`,
    "vy",
  );
}

/** Trailing punctuation that ends the sentence and not the URL. */
const TRAILING = /[.,:;!?'`*_~…‘’]$/u;

const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

const LATIN = /\p{Script=Latin}/u;
const LATIN_LOOKALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Two labels after `www.`, or a mail address's domain: a top-level domain has two letters or more. */
const DOMAIN = /\.\p{L}[\p{L}\p{M}\p{N}-]+$/u;

/** The part of a mail address before its `@`, not inside a longer word. Read backwards from there, as most have none. */
const MAIL_LOCAL = new RegExp(
  String.raw`(?<=(?<![[\p{L}\p{M}\p{N}@\/]--[${SELF_DELIMITING}]])([a-z\d][a-z\d._%+\-]{0,63}))`,
  "ivy",
);

/**
 * The URL that starts at `index` with `http://`, `https://` or `www.`. A number if there is one that must not become a
 * link, since it imitates another host: its length. Undefined if there is none.
 */
export function urlAt(text: string, index: number): UrlMatch | number | undefined {
  if (WORD_BEFORE.test(text[index - 1] ?? "")) return undefined;
  const scheme = matchAt(SCHEME, text, index);
  if (scheme === "") return undefined;
  const hasScheme = scheme.endsWith("/");
  if (!hasScheme && text[index - 1] === ".") return undefined;
  const hostStart = index + scheme.length;
  const hostEnd = endOfHost(text, hostStart);
  const host = text.slice(hostStart, hostEnd);
  if (hostEnd === undefined || isHomograph(host)) return skippedLength(text, index);
  // Skipped as a whole: a `www.` inside of it has the same end, and would be read to it again.
  if (!hasScheme && !DOMAIN.test(host)) return hostEnd - index;
  const path = QUOTED_PATHS[text[index - 1] ?? ""] ?? PATH;
  const url = trimTrailing(text.slice(index, endOfPath(text, hostEnd, path)));
  const shown = scheme + displayHost(host) + url.slice(hostEnd - index);
  return { text: shown, href: hasScheme ? url : `https://${url}`, length: url.length };
}

/** The mail address whose `@` is at `at`, and where it starts; undefined if there is none. */
export function mailAt(text: string, at: number): (UrlMatch & { readonly start: number }) | undefined {
  MAIL_LOCAL.lastIndex = at;
  const local = MAIL_LOCAL.exec(text)?.[1];
  if (local === undefined) return undefined;
  const end = endOfHost(text, at + 1);
  const host = text.slice(at + 1, end);
  if (end === undefined || !DOMAIN.test(host) || isHomograph(host)) return undefined;
  return {
    text: `${local}@${displayHost(host)}`,
    href: `mailto:${encodeURIComponent(local)}@${host}`,
    start: at - local.length,
    length: local.length + 1 + host.length,
  };
}

/** Undefined if there is no host, or what follows would make it look like another. */
function endOfHost(text: string, start: number): number | undefined {
  const found = matchAt(HOST, text, start);
  if (found === "") return undefined;
  const lastLabel = found.lastIndexOf(".") + 1;
  const cut = END_OF_ASCII_LABEL.exec(found.slice(lastLabel))?.index;
  if (cut !== undefined) return start + lastLabel + cut;
  const end = start + found.length;
  const port = matchAt(PORT, text, end);
  return matchAt(FORGES_HOST, text, end + port.length) === "" ? end : undefined;
}

function endOfPath(text: string, hostEnd: number, path: RegExp): number {
  const root = text[hostEnd] === "." ? 1 : 0;
  const authorityEnd = hostEnd + root + matchAt(PORT, text, hostEnd + root).length;
  if (!/^[/?#]/.test(text[authorityEnd] ?? "")) return authorityEnd;
  const found = matchAt(path, text, authorityEnd);
  return authorityEnd + (particleBehind(found) ?? found.length);
}

/** A refused URL is skipped as a whole, so that no part of it becomes a link. */
function skippedLength(text: string, index: number): number {
  return matchAt(PATH, text, index).length;
}

function matchAt(sticky: RegExp, text: string, index: number): string {
  sticky.lastIndex = index;
  return sticky.exec(text)?.[0] ?? "";
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

/** A label in two alphabets that look alike (a Cyrillic а in a Latin name) is an IDN homograph attack. */
function isHomograph(host: string): boolean {
  return host.split(".").some((label) => LATIN_LOOKALIKES.test(label) && LATIN.test(label));
}
