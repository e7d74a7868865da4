/** The token at the cursor that can be completed: a name after `@`, an emoji after `:`. */
import type { Author } from "../../protocol/member.ts";
import { fold } from "../../text/folding.ts";
import { AT } from "../../text/mentions.ts";
import { namesMatching } from "../../text/name-prefix.ts";
import { SELF_DELIMITING } from "../../text/scripts.ts";
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

/**
 * What a trigger cannot follow: a letter of a script with spaces, where it would be inside a word (a mail address, a
 * time).
 */
const WORD = String.raw`[[\p{L}\p{M}\p{N}]--[${SELF_DELIMITING}]]`;

/** A name may contain spaces, but ends at a trailing one. `_` may begin emphasis. */
const MENTION = new RegExp(String.raw`(?<!${WORD}_*)[${AT}]([^${AT}\n]{0,40}[^${AT}\s]|)$`, "v");
/** The colon may be full-width, as keyboards for Chinese and Japanese type it. */
const EMOJI = new RegExp(String.raw`(?<!${WORD}|[:：])[:：]([\p{L}\p{M}\p{N}_+\-]{2,32})$`, "v");
const SHORT_NAME = new RegExp(String.raw`(?<!${WORD}|[:：])[:：]([\w+\-]{1,64})[:：]$`, "v");

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

/** Prefix search in names and their words. `members` come likeliest first. */
export function matchingMembers(query: string, members: readonly Author[]): Author[] {
  return namesMatching(query, members, ({ name }) => fold(name), MAX_MENTIONS);
}

export interface MentionSources {
  readonly rows: readonly Row[];
  /** the members present */
  readonly members: readonly Author[];
  readonly self: Author | undefined;
}

/**
 * Candidates for a mention: recent authors, the latest first, then the other members present, without yourself. Of
 * authors who have left one a name is offered, and none whose name a member present has: most likely that is the same
 * person, who came back.
 */
export function mentionCandidates({ rows, members, self }: MentionSources): Author[] {
  const present = new Map(members.map((member) => [member.id, member]));
  const names = new Set(members.map(({ name }) => fold(name)));
  const candidates = new Map<string, Author>();
  for (const row of rows.toReversed()) {
    if (row.kind !== "message") continue;
    const author = present.get(row.authorId) ?? { id: row.authorId, name: row.authorName };
    const name = fold(author.name);
    if (!present.has(author.id) && names.has(name) && !candidates.has(author.id)) continue;
    names.add(name);
    if (!candidates.has(author.id)) candidates.set(author.id, author);
  }
  for (const member of members) if (!candidates.has(member.id)) candidates.set(member.id, member);
  return [...candidates.values()].filter(({ id }) => id !== self?.id);
}

/** A name as a mention: no-break spaces keep its words together (see text/markdown-inline.ts). */
export function formatMention(name: string): string {
  return `@${name.replaceAll(" ", "\u00a0")}`;
}
