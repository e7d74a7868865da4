/** The reactions that messages hold, as a viewer sees them (SPEC REACT-2). */
import type { ReactionSummary } from "../protocol/events/message.ts";
import type { Author } from "../protocol/member.ts";
import type { ReactionHolder } from "../room/store.ts";
import { integer, text, type Sql } from "./sql.ts";

/** The most members that are named for one emoji. */
export const MAX_NAMES = 10;

/**
 * An emoji on a message with more holders has a row in `reaction_count`: they are counted there, not by reading them.
 * Below it they are few enough to read, so that a reaction in a small room writes no third row.
 */
export const UNCOUNTED_HOLDERS = 20;

/** What a row of the log takes from the reactions that its message holds now. */
export interface CurrentReactions {
  /** the reactions on message `seq`; undefined if there are none */
  summariesOf(seq: number): readonly ReactionSummary[] | undefined;
  /** how many members hold `emoji` on message `seq` */
  count(seq: number, emoji: string): number;
}

export const NO_REACTIONS: CurrentReactions = { summariesOf: () => undefined, count: () => 0 };

/** How many members hold the emoji `?2` on message `?1`: one row is read, or as many as may be uncounted. */
const COUNT = `SELECT COALESCE(
    (SELECT count FROM reaction_count WHERE message = ?1 AND emoji = ?2),
    (SELECT COUNT(*) FROM (SELECT 1 FROM reaction WHERE message = ?1 AND emoji = ?2 LIMIT ${UNCOUNTED_HOLDERS + 1}))
  ) AS count`;

export function countHolders(sql: Sql, message: number, emoji: string): number {
  const [row] = sql.all(COUNT, message, emoji);
  return row === undefined ? 0 : integer(row, "count");
}

export function isHeld(sql: Sql, message: number, emoji: string, member: string): boolean {
  const held = "SELECT 1 FROM reaction WHERE message = ? AND emoji = ? AND member = ?";
  return sql.all(held, message, emoji, member).length > 0;
}

/** The different emoji on message `?1`, in the order of their bytes: one row is read for each, not one for each holder. */
const EMOJI = `WITH RECURSIVE held(emoji) AS (
    SELECT MIN(emoji) FROM reaction WHERE message = ?1
    UNION ALL
    SELECT (SELECT MIN(emoji) FROM reaction WHERE message = ?1 AND emoji > held.emoji) FROM held
      WHERE held.emoji IS NOT NULL
  )`;

/** How many members hold `emoji` on message `seq`, whether `member` does, and how many other emoji it has. */
export function reactionsOn(sql: Sql, seq: number, emoji: string, member: string) {
  const [others] = sql.all(
    `${EMOJI} SELECT COUNT(*) AS count FROM held WHERE emoji IS NOT NULL AND emoji <> ?2`,
    seq,
    emoji,
  );
  return {
    count: countHolders(sql, seq, emoji),
    mine: isHeld(sql, seq, emoji, member),
    otherEmoji: others === undefined ? 0 : integer(others, "count"),
  };
}

/** Who holds which emoji on message `seq`: at most `limit` of them, in the order in which they reacted. */
export function reactionHolders(sql: Sql, seq: number, limit: number): ReactionHolder[] {
  const rows = sql.all("SELECT emoji, member, name, seq FROM reaction WHERE message = ? LIMIT ?", seq, limit);
  const holders = rows.map((row) => ({
    emoji: text(row, "emoji"),
    member: text(row, "member"),
    name: text(row, "name"),
    seq: integer(row, "seq"),
  }));
  return holders.toSorted((a, b) => a.seq - b.seq);
}

/** At most `limit` members who hold `emoji` on message `seq`, in the order of their ids, those after `after`. */
export function holdersAfter(sql: Sql, seq: number, emoji: string, after: string, limit: number): Author[] {
  const rows = sql.all(
    "SELECT member, name FROM reaction WHERE message = ? AND emoji = ? AND member > ? ORDER BY member LIMIT ?",
    seq,
    emoji,
    after,
    limit,
  );
  return rows.map((row) => ({ id: text(row, "member"), name: text(row, "name") }));
}

interface HeldReaction {
  /** the seq of the message */
  readonly target: number;
  readonly emoji: string;
  readonly from: Author;
}

/** Two rows are written at most: the holder's, and that of the count once there are more than {@link UNCOUNTED_HOLDERS}. */
export function addReaction(sql: Sql, { target, emoji, from }: HeldReaction, seq: number): void {
  const added = sql.all(
    `INSERT INTO reaction (message, emoji, member, name, seq) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING 1`,
    target,
    emoji,
    from.id,
    from.name,
    seq,
  );
  if (added.length === 0 || changeCount(sql, target, emoji, 1)) return;
  sql.all(
    `INSERT INTO reaction_count (message, emoji, count, first)
     SELECT ?1, ?2, COUNT(*), MIN(seq)
     FROM (SELECT seq FROM reaction WHERE message = ?1 AND emoji = ?2 LIMIT ${UNCOUNTED_HOLDERS + 1})
     HAVING COUNT(*) > ${UNCOUNTED_HOLDERS}`,
    target,
    emoji,
  );
}

export function removeReaction(sql: Sql, { target, emoji, from }: HeldReaction): void {
  const removed = sql.all(
    "DELETE FROM reaction WHERE message = ? AND emoji = ? AND member = ? RETURNING 1",
    target,
    emoji,
    from.id,
  );
  if (removed.length > 0) changeCount(sql, target, emoji, -1);
}

/** Reactions that are deleted together with what they are about. The others follow, so that they delay no command. */
export const ERASED_AT_ONCE = 100;

/**
 * Deletes the reactions on message `seq`. Those beyond `limit` follow in the steps of {@link eraseReactions}, for which the
 * message is noted as a count of the negative seq; until then they count as none.
 */
export function deleteReactions(sql: Sql, seq: number, limit = ERASED_AT_ONCE): void {
  const isDone = deleteSome(sql, seq, seq + 1, limit);
  sql.all("DELETE FROM reaction_count WHERE message IN (?1, -?1)", seq);
  if (isDone) return;
  sql.all(
    `${EMOJI} INSERT INTO reaction_count (message, emoji, count, first)
     SELECT -?1, '', 0, 0 UNION ALL SELECT ?1, emoji, 0, 0 FROM held WHERE emoji IS NOT NULL`,
    seq,
  );
}

/** True if {@link eraseReactions} has something to delete. */
export function hasErasedReactions(sql: Sql, oldest: number): boolean {
  const found =
    "SELECT 1 FROM reaction WHERE message < ?1 UNION ALL SELECT 1 FROM reaction_count WHERE message < ?1 LIMIT 1";
  return sql.all(found, oldest).length > 0;
}

/** Deletes at most `limit` of the reactions that no page shows any more: on messages that were deleted, or before `oldest`. */
export function eraseReactions(sql: Sql, oldest: number, limit = ERASED_AT_ONCE): void {
  const [noted] = sql.all("SELECT -message AS seq FROM reaction_count WHERE message < 0 LIMIT 1");
  if (noted !== undefined) {
    const seq = integer(noted, "seq");
    if (deleteSome(sql, seq, seq + 1, limit))
      sql.all("DELETE FROM reaction_count WHERE message IN (?1, -?1)", seq);
  } else if (deleteSome(sql, 0, oldest, limit))
    sql.all("DELETE FROM reaction_count WHERE message < ?", oldest);
}

/** Deletes reactions on messages from `start` to before `end`. True if these were all. */
function deleteSome(sql: Sql, start: number, end: number, limit: number): boolean {
  const deleted = sql.all(
    `DELETE FROM reaction WHERE (message, emoji, member) IN (
       SELECT message, emoji, member FROM reaction WHERE message >= ? AND message < ? LIMIT ?
     ) RETURNING 1`,
    start,
    end,
    limit + 1,
  );
  return deleted.length <= limit;
}

/** False if the emoji has no count: then its holders are few. */
function changeCount(sql: Sql, message: number, emoji: string, change: number): boolean {
  const changed = sql.all(
    "UPDATE reaction_count SET count = count + ? WHERE message = ? AND emoji = ? RETURNING 1",
    change,
    message,
    emoji,
  );
  return changed.length > 0;
}
