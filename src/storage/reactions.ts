/** The reactions that messages hold, as a viewer sees them (SPEC REACT-2). */
import type { ReactionSummary } from "../protocol/events/message.ts";
import type { Author } from "../protocol/member.ts";
import { integer, text, type Sql, type SqlRow } from "./sql.ts";

/** The most members that are named for one emoji. */
const MAX_NAMES = 10;

/** The reactions of messages by their seq. */
export type ReactionsByMessage = ReadonlyMap<number, readonly ReactionSummary[]>;

export const NO_REACTIONS: ReactionsByMessage = new Map();

/** The reactions of all messages from `firstSeq` to `lastSeq`, each emoji in the order of its first reaction. */
export function reactionsBetween(
  sql: Sql,
  firstSeq: number,
  lastSeq: number,
  viewer: string | undefined,
): ReactionsByMessage {
  const rows = sql.all(
    `SELECT message, emoji, member, name FROM reaction WHERE message BETWEEN ? AND ? ORDER BY message, seq`,
    firstSeq,
    lastSeq,
  );
  if (rows.length === 0) return NO_REACTIONS;
  return new Map(
    [...groupBy(rows, "message")].map(([seq, reactionRows]) => [
      Number(seq),
      summarize(reactionRows, viewer),
    ]),
  );
}

function summarize(reactionRows: readonly SqlRow[], viewer: string | undefined): ReactionSummary[] {
  return [...groupBy(reactionRows, "emoji")].map(([emoji, holders]) => ({
    emoji: String(emoji),
    count: holders.length,
    ...(holders.some((row) => text(row, "member") === viewer) ? { mine: true as const } : {}),
    names: holders.slice(0, MAX_NAMES).map((row) => text(row, "name")),
  }));
}

function groupBy(rows: readonly SqlRow[], column: string): Map<unknown, SqlRow[]> {
  return Map.groupBy(rows, (row) => row[column]);
}

/** How many members hold `emoji` on message `seq`, whether `member` does, and how many other emoji it has. */
export function reactionsOn(sql: Sql, seq: number, emoji: string, member: string) {
  const [row] = sql.all(
    `SELECT COUNT(CASE WHEN emoji = ?2 THEN 1 END) AS count,
            COUNT(CASE WHEN emoji = ?2 AND member = ?3 THEN 1 END) AS mine,
            COUNT(DISTINCT CASE WHEN emoji <> ?2 THEN emoji END) AS other
     FROM reaction WHERE message = ?1`,
    seq,
    emoji,
    member,
  );
  if (row === undefined) return { count: 0, mine: false, otherEmoji: 0 };
  return {
    count: integer(row, "count"),
    mine: integer(row, "mine") > 0,
    otherEmoji: integer(row, "other"),
  };
}

interface HeldReaction {
  /** the seq of the message */
  readonly target: number;
  readonly emoji: string;
  readonly from: Author;
}

export function addReaction(sql: Sql, { target, emoji, from }: HeldReaction, seq: number): void {
  sql.all(
    "INSERT INTO reaction (message, emoji, member, name, seq) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    target,
    emoji,
    from.id,
    from.name,
    seq,
  );
}

export function removeReaction(sql: Sql, { target, emoji, from }: HeldReaction): void {
  sql.all("DELETE FROM reaction WHERE message = ? AND emoji = ? AND member = ?", target, emoji, from.id);
}
