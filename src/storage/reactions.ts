/** The reactions that messages hold, as a viewer sees them (SPEC REACT-2). */
import type { ReactionSummary } from "../protocol/events/message.ts";
import type { Author } from "../protocol/member.ts";
import type { HeldEmoji, ReactionHolder } from "../room/store.ts";
import { integer, optionalInteger, text, type Sql } from "./sql.ts";

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

/** How many members hold `emoji` on message `message` now. */
export function countHolders(sql: Sql, message: number, emoji: string): number {
  const [row] = sql.all(COUNT, message, emoji);
  return row === undefined ? 0 : integer(row, "count");
}

/** True if `member` holds `emoji` on message `message`. */
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

/** Which of these emoji each of these members holds on message `seq`: a row is looked for of each member and emoji. */
export function heldBy(
  sql: Sql,
  seq: number,
  emoji: readonly string[],
  members: readonly string[],
): HeldEmoji[] {
  const rows = sql.all(
    `SELECT emoji, member FROM json_each(?) AS each_emoji CROSS JOIN json_each(?) AS each_member
     CROSS JOIN reaction ON message = ? AND emoji = each_emoji.value AND member = each_member.value`,
    JSON.stringify(emoji),
    JSON.stringify(members),
    seq,
  );
  return rows.map((row) => ({ emoji: text(row, "emoji"), member: text(row, "member") }));
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

/** Removes a reaction, and counts it; does nothing for one that is not held. */
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
const ERASED_AT_ONCE = 100;

/**
 * Deletes the reactions on message `seq`. Those beyond `limit` follow in steps ({@link eraseNoted}), for which the message
 * is noted as a count of the negative seq; until then they count as none.
 */
export function deleteReactions(sql: Sql, seq: number, limit = ERASED_AT_ONCE): void {
  const isDone = deleteSome(sql, seq, seq + 1, limit);
  sql.all("DELETE FROM reaction_count WHERE message IN (?1, -?1)", seq);
  if (isDone) return;
  noteReactions(sql, seq, 0);
  sql.all(
    `${EMOJI} INSERT INTO reaction_count (message, emoji, count, first)
     SELECT ?1, emoji, 0, 0 FROM held WHERE emoji IS NOT NULL`,
    seq,
  );
}

/** Notes that the reactions on message `seq`, which is deleted, go in steps from `eraseAt` on, in ms since 1970. */
export function noteReactions(sql: Sql, seq: number, eraseAt: number): void {
  sql.all(
    "INSERT OR REPLACE INTO reaction_count (message, emoji, count, first) VALUES (-?, '', 0, ?)",
    seq,
    eraseAt,
  );
}

/** Those that `holders` had go back to message `seq`; where undefined they are there still, and stay. */
export function restoreReactions(
  sql: Sql,
  seq: number,
  holders: readonly ReactionHolder[] | undefined,
): void {
  if (holders === undefined) {
    sql.all("DELETE FROM reaction_count WHERE message = -?", seq);
    return;
  }
  // As many as a deployment keeps in memory: the others would be deleted afterwards.
  deleteReactions(sql, seq, 1e9);
  for (const { emoji, member: id, name, seq: heldSince } of holders)
    addReaction(sql, { target: seq, emoji, from: { id, name } }, heldSince);
}

/** When there are reactions to delete in steps, in ms since 1970, 0 for at once: on deleted messages, or before `oldest`. */
export function erasureDueAt(sql: Sql, oldest: number): number | undefined {
  const pruned = sql.all(
    `SELECT 1 FROM reaction WHERE message < ?1
     UNION ALL SELECT 1 FROM reaction_count WHERE message < ?1 AND message > -?1 LIMIT 1`,
    oldest,
  );
  if (pruned.length > 0) return 0;
  const [noted = {}] = sql.all("SELECT MIN(first) AS at FROM reaction_count WHERE message < 0");
  return optionalInteger(noted, "at");
}

/** Deletes at most `limit` of the reactions on one message that is noted for it by `now`. False if there is none. */
export function eraseNoted(sql: Sql, now: number, limit: number): boolean {
  const [noted] = sql.all(
    "SELECT -message AS seq FROM reaction_count WHERE message < 0 AND first <= ? LIMIT 1",
    now,
  );
  if (noted !== undefined) deleteReactions(sql, integer(noted, "seq"), limit);
  return noted !== undefined;
}

/** Deletes at most `limit` of the reactions on messages before `oldest`. */
export function erasePruned(sql: Sql, oldest: number, limit = ERASED_AT_ONCE): void {
  if (deleteSome(sql, 0, oldest, limit))
    sql.all("DELETE FROM reaction_count WHERE message < ?1 AND message > -?1", oldest);
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
