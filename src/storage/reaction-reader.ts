/** Reads the reactions of a page's messages: as many rows for an emoji that thousands hold as for one that twenty do. */
import type { ReactionSummary } from "../protocol/events/message.ts";
import { countHolders, isHeld, MAX_NAMES, UNCOUNTED_HOLDERS, type CurrentReactions } from "./reactions.ts";
import { integer, text, type Sql, type SqlRow } from "./sql.ts";

/** Up to this many rows, the reactions of several messages are read by one statement. */
const BATCH_ROWS = 500;

/**
 * Holders read at once of a message that has many: of few emoji while many hold each, as the rest of those is counted
 * and not read.
 */
const CROWDED_CHUNK_ROWS = UNCOUNTED_HOLDERS + 1;
const CHUNK_ROWS = 3 * CROWDED_CHUNK_ROWS;

/** A summary, and the seq of the first reaction with its emoji, by which they are ordered. */
interface OrderedSummary {
  readonly first: number;
  readonly summary: ReactionSummary;
}

export class ReactionReader implements CurrentReactions {
  private readonly summaries = new Map<number, readonly ReactionSummary[]>();
  private readonly counts = new Map<string, number>();
  private rows = 0;
  private readonly members = new Set<string>();
  /** false once reactions were only counted */
  private hasAllMembers = true;

  /** `viewer`: the member whose reactions are `mine` */
  constructor(
    private readonly sql: Sql,
    private readonly viewer: string | undefined,
  ) {}

  /** How many rows were looked through so far. */
  get rowsRead(): number {
    return this.rows;
  }

  /** Who holds any of the reactions that were read; undefined if there are too many to know. */
  get holders(): ReadonlySet<string> | undefined {
    return this.hasAllMembers ? this.members : undefined;
  }

  summariesOf(seq: number): readonly ReactionSummary[] | undefined {
    return this.summaries.get(seq);
  }

  count(seq: number, emoji: string): number {
    const key = `${seq} ${emoji}`;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const count = countHolders(this.sql, seq, emoji);
    this.rows += 1 + Math.min(count, UNCOUNTED_HOLDERS);
    this.counts.set(key, count);
    return count;
  }

  /**
   * Reads the reactions of messages, in their order, until more than `maxRows` rows were looked through since this
   * reader was made.
   * @returns how many of the messages were read; at least one
   */
  load(messages: readonly number[], maxRows: number): number {
    if (messages.length === 0 || this.loadBatch(messages)) return messages.length;
    for (const [index, seq] of messages.entries()) {
      if (index > 0 && this.rows > maxRows) return index;
      this.loadMessage(seq);
    }
    return messages.length;
  }

  /** False if the messages have more reactions than one statement should read. */
  private loadBatch(messages: readonly number[]): boolean {
    const rows = this.sql.all(
      `SELECT message, emoji, member, name, seq FROM reaction WHERE message BETWEEN ? AND ? LIMIT ${BATCH_ROWS + 1}`,
      Math.min(...messages),
      Math.max(...messages),
    );
    this.rows += rows.length;
    if (rows.length > BATCH_ROWS) {
      this.hasAllMembers = false;
      return false;
    }
    for (const row of rows) this.members.add(text(row, "member"));
    for (const [seq, held] of Map.groupBy(rows, (row) => integer(row, "message")))
      this.setSummaries(
        seq,
        [...byEmoji(held)].map(([emoji, holders]) => this.summarize(emoji, holders)),
      );
    return true;
  }

  /** Emoji by emoji in the order of the index. */
  private loadMessage(seq: number): void {
    const found: OrderedSummary[] = [];
    let after = "";
    let chunkRows = CHUNK_ROWS;
    for (let isCut = true; isCut;) {
      const rows = this.sql.all(
        "SELECT emoji, member, name, seq FROM reaction WHERE message = ? AND emoji > ? LIMIT ?",
        seq,
        after,
        chunkRows,
      );
      this.rows += rows.length;
      isCut = rows.length === chunkRows;
      const groups = [...byEmoji(rows)];
      // More may hold the last emoji than were read: if it has no count, it comes first in the next chunk.
      const last = isCut ? groups.pop() : undefined;
      for (const [emoji, holders] of groups) {
        found.push(this.summarize(emoji, holders));
        after = emoji;
      }
      const isCrowded = last !== undefined && last[1].length > UNCOUNTED_HOLDERS;
      if (isCrowded) {
        found.push(this.summarizeCrowd(seq, ...last));
        after = last[0];
      }
      chunkRows = isCrowded ? CROWDED_CHUNK_ROWS : CHUNK_ROWS;
    }
    if (found.length > 0) this.setSummaries(seq, found);
  }

  private setSummaries(seq: number, found: readonly OrderedSummary[]): void {
    const ordered = found.toSorted((a, b) => a.first - b.first);
    this.summaries.set(
      seq,
      ordered.map(({ summary }) => summary),
    );
  }

  /** Of all who hold the emoji. */
  private summarize(emoji: string, holders: readonly SqlRow[]): OrderedSummary {
    const ordered = inOrder(holders);
    const isMine = holders.some((row) => text(row, "member") === this.viewer);
    return {
      first: Math.min(...holders.map((row) => integer(row, "seq"))),
      summary: toSummary(emoji, holders.length, isMine, ordered),
    };
  }

  /** Of some who hold the emoji, which has a count. */
  private summarizeCrowd(seq: number, emoji: string, holders: readonly SqlRow[]): OrderedSummary {
    const [counted] = this.sql.all(
      "SELECT count, first FROM reaction_count WHERE message = ? AND emoji = ?",
      seq,
      emoji,
    );
    this.rows += 2;
    const isMine = this.viewer !== undefined && isHeld(this.sql, seq, emoji, this.viewer);
    if (counted === undefined) return this.summarize(emoji, holders);
    const count = integer(counted, "count");
    return { first: integer(counted, "first"), summary: toSummary(emoji, count, isMine, inOrder(holders)) };
  }
}

function toSummary(
  emoji: string,
  count: number,
  isMine: boolean,
  ordered: readonly SqlRow[],
): ReactionSummary {
  return {
    emoji,
    count,
    ...(isMine ? { mine: true as const } : {}),
    names: ordered.slice(0, MAX_NAMES).map((row) => text(row, "name")),
  };
}

function byEmoji(rows: readonly SqlRow[]): Map<string, SqlRow[]> {
  return Map.groupBy(rows, (row) => text(row, "emoji"));
}

/** In the order in which they reacted. */
function inOrder(holders: readonly SqlRow[]): SqlRow[] {
  return holders.toSorted((a, b) => integer(a, "seq") - integer(b, "seq"));
}
