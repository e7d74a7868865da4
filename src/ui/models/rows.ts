/** The rows of the message list: messages in groups, day separators, pending messages at the end. */
import type { JSX } from "preact";
import type { PendingMessage } from "../../client/api.ts";
import type { Message, ReactionSummary } from "../../protocol/events/message.ts";
import type { Mentions } from "../../protocol/fields.ts";
import type { Author } from "../../protocol/member.ts";
import type { Gap } from "./message-log.ts";
import { NO_OVERLAY, applyOptimisticReactions, type Overlay, type Quoted } from "./overlay.ts";

/** Messages of one author within this time of each other are one group. */
export const GROUP_MS = 5 * 60_000;

export interface DayRow {
  readonly kind: "day";
  readonly key: string;
  readonly at: number;
}

export interface MessageRow {
  readonly kind: "message";
  /** the same for a pending message and the stored one, so that its row is kept */
  readonly key: string;
  /** undefined while pending */
  readonly seq: number | undefined;
  readonly id: string;
  readonly at: number;
  readonly authorId: string;
  readonly authorName: string;
  /** `http` if a program sent it without a token */
  readonly authorVia: string | undefined;
  /** a site vouched for them */
  readonly authorVouched: true | undefined;
  readonly text: string;
  readonly mentions: Mentions | undefined;
  readonly own: boolean;
  /** the first of its group: it shows author and time */
  readonly startsGroup: boolean;
  /** when it was last edited, if it was */
  readonly editedAt: number | undefined;
  readonly deleted: boolean;
  /** a moderator deleted it */
  readonly removed: boolean;
  /** you deleted it, and can still undo that */
  readonly isPendingDelete: boolean;
  /** it is being edited or replied to in the composer */
  readonly isSubject: boolean;
  readonly reactions: readonly ReactionSummary[];
  readonly replyTo: number | undefined;
  /** whether the page holds the message that is replied to, or the room no longer keeps it */
  readonly replyState: ReplyState;
  readonly replyAuthorId: string | undefined;
  readonly replyName: string | undefined;
  readonly replyText: string | undefined;
  /** how many messages of the window reply to it, without the deleted ones */
  readonly replyCount: number;
  readonly delivery: "stored" | PendingMessage["status"]["name"];
  /** the error code and message, if it failed */
  readonly failureCode: string | undefined;
  readonly failureMessage: string | undefined;
}

export type ReplyState = "unknown" | "loaded" | "deleted" | "gone";

/** Messages that were skipped because they arrived too fast to be drawn. */
export interface GapRow {
  readonly kind: "gap";
  readonly key: string;
  readonly count: number;
}

/** The separator before the first unread message. */
export interface UnreadRow {
  readonly kind: "unread";
  readonly key: string;
}

/** A row that a part which is loaded later adds: its view has the same key. */
export interface AddedRow {
  readonly kind: "added";
  readonly key: string;
  readonly view: JSX.Element;
}

export type Row = DayRow | GapRow | UnreadRow | MessageRow | AddedRow;

export interface RowSources {
  readonly messages: readonly Message[];
  readonly gap?: Gap | undefined;
  readonly pending: readonly PendingMessage[];
  readonly self: Author | undefined;
  /** the seq of the first unread message */
  readonly unread?: number | undefined;
  readonly overlay?: Overlay | undefined;
}

const NO_REACTIONS: readonly ReactionSummary[] = [];

/**
 * The rows for these sources. Rows that are equal to those in `previous` are the same objects, so that a view compares
 * them by identity.
 */
export function buildRows(sources: RowSources, previous: readonly Row[]): Row[] {
  const previousByKey = new Map(previous.map((row) => [row.key, row]));
  const rows: Row[] = [];
  const keys = new Set<string>();
  let before: MessageRow | undefined;
  let dayEndsAt = Number.NEGATIVE_INFINITY;
  let { gap } = sources;
  const { unread } = sources;
  for (const row of mutableRows(sources)) {
    // A client may reuse an id once the room has forgotten it: two rows must never share a key.
    if (keys.has(row.key)) row.key += `/${row.seq}`;
    keys.add(row.key);
    // A clock that runs behind must not open the previous day again.
    if (row.at >= dayEndsAt) {
      dayEndsAt = new Date(row.at).setHours(24, 0, 0, 0);
      push(rows, { kind: "day", key: `day/${row.key}`, at: row.at }, previousByKey);
      before = undefined;
    }
    if (gap !== undefined && Number(row.seq) > gap.after) {
      push(rows, { kind: "gap", key: "gap", count: gap.count }, previousByKey);
      gap = before = undefined;
    }
    if (unread !== undefined && row.seq === unread) {
      push(rows, { kind: "unread", key: "unread" }, previousByKey);
      before = undefined;
    }
    row.startsGroup = !isSameGroup(before, row);
    before = row;
    push(rows, row, previousByKey);
  }
  return rows;
}

/** A row before it is grouped. */
type MutableRow = { -readonly [Field in keyof MessageRow]: MessageRow[Field] };

function* mutableRows({ messages, pending, self, overlay = NO_OVERLAY }: RowSources): Generator<MutableRow> {
  const ownIds = new Set<string>();
  const replyCounts = countReplies(messages, overlay);
  const findQuoted = (seq: number | undefined): Quoted | undefined =>
    seq === undefined
      ? undefined
      : (messages.find((message) => message.seq === seq) ?? overlay.quoted.get(seq));
  for (const stored of messages) {
    const message = (stored.deleted && overlay.restored.get(stored.seq)) || stored;
    const own = message.from.id === self?.id;
    if (own) ownIds.add(message.id);
    const row = toRow(message, message.from, own, findQuoted(message.replyTo));
    const optimistic = overlay.optimisticReactions.get(message.seq);
    if (optimistic !== undefined && self !== undefined)
      row.reactions = applyOptimisticReactions(row.reactions, optimistic, self);
    row.replyCount = replyCounts.get(message.seq) ?? 0;
    row.isPendingDelete = overlay.pendingDeletes.has(message.seq);
    row.isSubject = overlay.subject === message.seq;
    yield row;
  }
  for (const message of pending) {
    if (!ownIds.has(message.id))
      yield toRow(message, self ?? { id: "", name: "" }, true, findQuoted(message.replyTo));
  }
}

/** How many messages reply to each message that has replies, by seq. */
function countReplies(
  messages: readonly Message[],
  { pendingDeletes }: Overlay,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { seq, replyTo, deleted } of messages) {
    if (replyTo === undefined || deleted === true || pendingDeletes.has(seq)) continue;
    counts.set(replyTo, (counts.get(replyTo) ?? 0) + 1);
  }
  return counts;
}

function toRow(
  message: Message | PendingMessage,
  from: Author,
  own: boolean,
  quoted: Quoted | undefined,
): MutableRow {
  const { id, text, mentions, at, replyTo } = message;
  const stored = "seq" in message ? message : undefined;
  const status = "status" in message ? message.status : undefined;
  const failure = status?.name === "failed" ? status : undefined;
  const original = quoted === "gone" ? undefined : quoted;
  return {
    kind: "message",
    key: `${own ? "own" : from.id}/${id}`,
    seq: stored?.seq,
    id,
    at,
    authorId: from.id,
    authorName: from.name,
    authorVia: from.via,
    authorVouched: from.vouched,
    text,
    mentions,
    own,
    startsGroup: true,
    editedAt: stored?.editedAt,
    deleted: stored?.deleted === true,
    removed: stored?.removed === true,
    isPendingDelete: false,
    isSubject: false,
    reactions: stored?.reactions ?? NO_REACTIONS,
    replyTo,
    replyState: replyStateOf(quoted),
    replyAuthorId: original?.from.id,
    replyName: original?.from.name,
    replyText: original?.text,
    replyCount: 0,
    delivery: status?.name ?? "stored",
    failureCode: failure?.code,
    failureMessage: failure?.message,
  };
}

function replyStateOf(quoted: Quoted | undefined): ReplyState {
  if (quoted === undefined) return "unknown";
  if (quoted === "gone") return "gone";
  return quoted.deleted === true ? "deleted" : "loaded";
}

function isSameGroup(before: MessageRow | undefined, row: MessageRow): boolean {
  return (
    before !== undefined &&
    before.authorId === row.authorId &&
    before.authorName === row.authorName &&
    row.replyTo === undefined &&
    Math.abs(row.at - before.at) <= GROUP_MS
  );
}

function push(rows: Row[], row: Row, previousByKey: ReadonlyMap<string, Row>): void {
  const existing = previousByKey.get(row.key);
  rows.push(existing !== undefined && isSameRow(existing, row) ? existing : row);
}

function isSameRow(one: Row, other: Row): boolean {
  const fields = Object.keys(other) as (keyof Row)[];
  return fields.every((field) => one[field] === other[field]);
}
