/** The list as it is shown: messages in groups, days between them, what is on its way at the end. */
import type { PendingMessage } from "../../client/api.ts";
import type { Message, ReactionSummary } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import type { Gap } from "./message-log.ts";

/** Messages of one author within this time of each other are one group. */
export const GROUP_MS = 5 * 60_000;

export interface DayRow {
  readonly kind: "day";
  readonly key: string;
  readonly at: number;
}

export interface MessageRow {
  readonly kind: "message";
  /** the same for a message on its way and the message it becomes, so that its row stays where it is */
  readonly key: string;
  /** undefined while on its way */
  readonly seq: number | undefined;
  readonly id: string;
  readonly at: number;
  readonly authorId: string;
  readonly authorName: string;
  readonly text: string;
  readonly own: boolean;
  /** the first of its group: it shows who speaks, and when */
  readonly leads: boolean;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly reactions: readonly ReactionSummary[];
  readonly replyTo: number | undefined;
  /** what is replied to, where the page holds it */
  readonly replyName: string | undefined;
  readonly replyText: string | undefined;
  readonly delivery: "stored" | PendingMessage["status"]["name"];
  /** why it failed, where it did: an error code and its sentence */
  readonly failureCode: string | undefined;
  readonly failureMessage: string | undefined;
}

/** Messages that went by too fast to be shown. */
export interface GapRow {
  readonly kind: "gap";
  readonly key: string;
  readonly count: number;
}

export type Row = DayRow | GapRow | MessageRow;

export interface RowSources {
  readonly messages: readonly Message[];
  readonly gap?: Gap | undefined;
  readonly pending: readonly PendingMessage[];
  readonly self: Author | undefined;
}

const NO_REACTIONS: readonly ReactionSummary[] = [];

/**
 * The rows for these sources. Rows of `previous` that would come out the same are the same objects, so that a view
 * sees by identity what changed.
 */
export function buildRows(sources: RowSources, previous: readonly Row[]): Row[] {
  const reuse = new Map(previous.map((row) => [row.key, row]));
  const rows: Row[] = [];
  const keys = new Set<string>();
  let before: MessageRow | undefined;
  let { gap } = sources;
  for (const draft of drafts(sources)) {
    // A hostile member may repeat an id of their own once the room has forgotten it: two rows never share a key.
    const key = keys.has(draft.key) ? `${draft.key}/${draft.seq}` : draft.key;
    keys.add(key);
    const newDay = before === undefined || startsDay(before.at, draft.at);
    if (newDay) push(rows, { kind: "day", key: `day/${key}`, at: draft.at }, reuse);
    if (gap !== undefined && Number(draft.seq) > gap.after) {
      push(rows, { kind: "gap", key: "gap", count: gap.count }, reuse);
      gap = before = undefined;
    }
    before = { ...draft, key, leads: newDay || !continues(before, draft) };
    push(rows, before, reuse);
  }
  return rows;
}

function* drafts({ messages, pending, self }: RowSources): Generator<MessageRow> {
  const bySeq = new Map(messages.map((message) => [message.seq, message]));
  const stored = new Set<string>();
  for (const message of messages) {
    const own = message.from.id === self?.id;
    if (own) stored.add(message.id);
    yield { ...blank(message.from, message, own, bySeq), ...storedFields(message) };
  }
  for (const message of pending) {
    if (stored.has(message.id)) continue;
    yield { ...blank(self ?? { id: "", name: "" }, message, true, bySeq), ...pendingFields(message) };
  }
}

function blank(
  from: Author,
  message: Pick<Message, "id" | "text" | "at" | "replyTo">,
  own: boolean,
  bySeq: ReadonlyMap<number, Message>,
): MessageRow {
  const replied = message.replyTo === undefined ? undefined : bySeq.get(message.replyTo);
  return {
    kind: "message",
    key: own ? `own/${message.id}` : `${from.id}/${message.id}`,
    seq: undefined,
    id: message.id,
    at: message.at,
    authorId: from.id,
    authorName: from.name,
    text: message.text,
    own,
    leads: true,
    edited: false,
    deleted: false,
    reactions: NO_REACTIONS,
    replyTo: message.replyTo,
    replyName: replied?.from.name,
    replyText: replied?.text,
    delivery: "stored",
    failureCode: undefined,
    failureMessage: undefined,
  };
}

function storedFields(message: Message): Partial<MessageRow> {
  return {
    seq: message.seq,
    edited: message.editedAt !== undefined,
    deleted: message.deleted === true,
    reactions: message.reactions ?? NO_REACTIONS,
  };
}

function pendingFields({ status }: PendingMessage): Partial<MessageRow> {
  if (status.name !== "failed") return { delivery: status.name };
  return { delivery: "failed", failureCode: status.code, failureMessage: status.message };
}

/** A clock that runs behind does not begin yesterday again. */
function startsDay(before: number, at: number): boolean {
  return at > before && new Date(at).toDateString() !== new Date(before).toDateString();
}

function continues(before: MessageRow | undefined, row: MessageRow): boolean {
  return (
    before !== undefined &&
    before.authorId === row.authorId &&
    before.authorName === row.authorName &&
    row.replyTo === undefined &&
    Math.abs(row.at - before.at) <= GROUP_MS
  );
}

function push(rows: Row[], row: Row, reuse: ReadonlyMap<string, Row>): void {
  const old = reuse.get(row.key);
  rows.push(old !== undefined && same(old, row) ? old : row);
}

function same(one: Row, other: Row): boolean {
  const fields = Object.keys(other) as (keyof Row)[];
  return fields.every((field) => one[field] === other[field]);
}
