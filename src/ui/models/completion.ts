/** The token at the cursor that can be completed: a name after `@`, an emoji after `:`. */
import type { Author } from "../../protocol/member.ts";
import { fold } from "../../text/folding.ts";
import type { Row } from "./rows.ts";

export interface Trigger {
  readonly kind: "mention" | "emoji";
  /** where the `@` or `:` is */
  readonly start: number;
  /** where the cursor is */
  readonly end: number;
  /** the text between them */
  readonly query: string;
}

/** A name may contain spaces, but ends at a trailing one. */
const MENTION = /(?<![\p{L}\p{M}\p{N}_])@([^@\n]{0,40}[^@\s]|)$/u;
const EMOJI = /(?<![\p{L}\p{M}\p{N}:]):([\p{L}\p{M}\p{N}_+-]{2,32})$/u;
const SHORT_NAME = /(?<![\p{L}\p{M}\p{N}:]):([\w+-]{1,64}):$/u;

/** How far back the `@` is looked for: no name is longer. */
const MAX_LOOKBACK_CHARACTERS = 80;

/** The token at the cursor, if it can be completed. */
export function triggerAt(text: string, cursor: number): Trigger | undefined {
  return find(MENTION, "mention", text, cursor) ?? find(EMOJI, "emoji", text, cursor);
}

/** The `:short_name:` that ends at the cursor. */
export function shortNameAt(text: string, cursor: number): Trigger | undefined {
  return find(SHORT_NAME, "emoji", text, cursor);
}

function find(pattern: RegExp, kind: Trigger["kind"], text: string, cursor: number): Trigger | undefined {
  const match = pattern.exec(text.slice(Math.max(0, cursor - MAX_LOOKBACK_CHARACTERS), cursor));
  if (match === null) return undefined;
  return { kind, start: cursor - match[0].length, end: cursor, query: match[1] ?? "" };
}

const MAX_MENTIONS = 8;

/**
 * Prefix search in names and their words. `people` come likeliest first and may have duplicates; equal names are offered
 * once, whatever their spelling, since a mention is only a name.
 */
export function matchingMembers(query: string, members: readonly Author[]): Author[] {
  const typed = fold(query);
  const seen = new Set<string>();
  const startMatches: Author[] = [];
  const wordMatches: Author[] = [];
  for (const member of members) {
    const name = fold(member.name);
    if (seen.has(name)) continue;
    seen.add(name);
    if (name.startsWith(typed)) startMatches.push(member);
    else if (name.split(/[\s-]+/u).some((word) => word.startsWith(typed))) wordMatches.push(member);
  }
  return [...startMatches, ...wordMatches].slice(0, MAX_MENTIONS);
}

export interface MentionSources {
  readonly rows: readonly Row[];
  /** the members present */
  readonly members: readonly Author[];
  readonly self: Author | undefined;
}

/** Candidates for a mention: recent authors, the latest first, then the other members present, without yourself. */
export function mentionCandidates({ rows, members, self }: MentionSources): Author[] {
  const speakers = rows
    .filter((row) => row.kind === "message")
    .map(({ authorId, authorName }) => ({ id: authorId, name: authorName }))
    .reverse();
  return [...speakers, ...members].filter(({ id }) => id !== self?.id);
}

/** A name as a mention: no-break spaces keep its words together (see text/markdown-inline.ts). */
export function formatMention(name: string): string {
  return `@${name.replaceAll(" ", "\u00a0")}`;
}
