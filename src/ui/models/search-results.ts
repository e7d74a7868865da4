/** Search results: each message with an excerpt around its first match. */
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import { foldedWords } from "../../text/folded-words.ts";
import { plainMessageText } from "../../text/excerpt.ts";
import { findMatches, type Span } from "../../text/search-matches.ts";
import { matchesTerms, type SearchTerm } from "../../text/search-terms.ts";

/** The excerpt: characters before the first match, and in all. */
const BEFORE_CHARACTERS = 60;
const EXCERPT_CHARACTERS = 200;

export interface ExcerptPart {
  readonly text: string;
  readonly marked: boolean;
}

export interface SearchResult {
  readonly seq: number;
  readonly at: number;
  readonly authorId: string;
  readonly authorName: string;
  /** as of a row */
  readonly authorVia: string | undefined;
  readonly authorVouched: true | undefined;
  readonly text: string;
  readonly excerpt: readonly ExcerptPart[];
}

/** The result for a message that matches `terms`. */
export function toResult({ seq, at, from, text }: Message, terms: readonly SearchTerm[]): SearchResult {
  const author = {
    authorId: from.id,
    authorName: from.name,
    authorVia: from.via,
    authorVouched: from.vouched,
  };
  return { seq, at, ...author, text, excerpt: excerptOf(text, terms) };
}

/** The results after `event`: a deleted message is removed, an edited one stays if its new text matches. */
export function afterEvent(
  results: readonly SearchResult[],
  terms: readonly SearchTerm[],
  event: DurableEvent,
): readonly SearchResult[] {
  if (event.type === "clear") return [];
  if (event.type !== "delete" && event.type !== "edit") return results;
  const { target } = event;
  if (!results.some(({ seq }) => seq === target)) return results;
  return results.flatMap((result) => {
    if (result.seq !== target) return [result];
    if (event.type === "delete" || !matchesTerms(foldedWords(event.text), terms)) return [];
    return [{ ...result, text: event.text, excerpt: excerptOf(event.text, terms) }];
  });
}

/** The excerpt around the first match, on one line and without markup, with all its matches marked. */
export function excerptOf(source: string, terms: readonly SearchTerm[]): ExcerptPart[] {
  const text = plainMessageText(source);
  // Same length: ranges in the text are valid in the line.
  const line = text.replaceAll(/\s/gu, " ");
  const spans = findMatches(text, terms);
  const start = cutAt(line, (spans[0]?.start ?? 0) - BEFORE_CHARACTERS);
  const end = cutAt(line, start + EXCERPT_CHARACTERS);
  const isCut = end < line.length;
  const parts = splitAt(line, spans, start, isCut ? line.slice(0, end).trimEnd().length : end);
  if (start > 0) parts.unshift({ text: "…", marked: false });
  if (isCut) parts.push({ text: "…", marked: false });
  return parts;
}

function splitAt(line: string, spans: readonly Span[], from: number, to: number): ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  let position = from;
  const add = (end: number, marked: boolean) => {
    if (end > position) parts.push({ text: line.slice(position, end), marked });
    position = Math.max(position, end);
  };
  for (const { start, end } of spans) {
    if (start >= to) break;
    add(start, false);
    add(Math.min(end, to), true);
  }
  add(to, false);
  return parts;
}

/** The nearest index to cut at: after a space if one is close, and never inside a grapheme cluster. */
function cutAt(line: string, index: number): number {
  if (index <= 0) return 0;
  if (index >= line.length) return line.length;
  const space = line.lastIndexOf(" ", index);
  if (space > index - BEFORE_CHARACTERS / 2) return space + 1;
  return new Intl.Segmenter("und").segment(line).containing(index)?.index ?? index;
}
