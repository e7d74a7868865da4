/** Rows of the log as events. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { Message, ReactionSummary } from "../protocol/events/message.ts";
import type { NewEntry } from "../room/store.ts";
import { integer, optionalInteger, optionalText, text, type SqlRow } from "./sql.ts";

/** How a type of event is written in the column `kind`. Numbers are never reused. */
export const KINDS = { message: 1, edit: 2, delete: 3, reaction: 4, settings: 5 } as const satisfies Record<
  NewEntry["type"],
  number
>;

export type ReactionsByMessage = ReadonlyMap<number, readonly ReactionSummary[]>;

/** The columns of {@link toMessage}. */
export const MESSAGE_COLUMNS = "seq, at, member, name, command, text, target, edited_at";

/** The columns of {@link toEvent}. What an edit or a reaction tells is read from where it stands today (SPEC LOG-3). */
export const EVENT_COLUMNS = `l.seq, l.kind, l.at, l.member, l.name, l.command, l.text, l.target, l.detail, l.edited_at,
  CASE l.kind WHEN ${KINDS.edit} THEN (SELECT t.text FROM log t WHERE t.seq = l.target) END AS target_text,
  CASE l.kind WHEN ${KINDS.reaction} THEN
    (SELECT COUNT(*) FROM reaction r WHERE r.message = l.target AND r.emoji = substr(l.detail, 2)) END AS holders`;

export function toMessage(row: SqlRow, reactions: ReactionsByMessage): Message {
  const storedText = optionalText(row, "text");
  const replyTo = optionalInteger(row, "target");
  const editedAt = optionalInteger(row, "edited_at");
  const summaries = reactions.get(integer(row, "seq"));
  return {
    type: "message",
    ...common(row),
    text: storedText ?? "",
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(storedText === undefined ? { deleted: true as const } : {}),
    ...(summaries === undefined ? {} : { reactions: [...summaries] }),
  };
}

export function toEvent(row: SqlRow, reactions: ReactionsByMessage): DurableEvent {
  const kind = integer(row, "kind");
  switch (kind) {
    case KINDS.message:
      return toMessage(row, reactions);
    case KINDS.edit:
      return {
        type: "edit",
        ...common(row),
        target: integer(row, "target"),
        text: optionalText(row, "target_text") ?? "",
      };
    case KINDS.delete:
      return { type: "delete", ...common(row), target: integer(row, "target") };
    case KINDS.reaction:
      return {
        type: "reaction",
        ...common(row),
        target: integer(row, "target"),
        ...parseReaction(text(row, "detail")),
        count: integer(row, "holders"),
      };
    case KINDS.settings:
      return { type: "settings", ...common(row), settings: {} };
    default:
      // A row that nobody can read must not cost everybody the rest: it stands as a message that is gone.
      return { type: "message", ...common(row), text: "", deleted: true };
  }
}

/** `+👍` or `-👍`, as a reaction's event keeps it in `detail`. */
export function formatReaction(emoji: string, on: boolean): string {
  return `${on ? "+" : "-"}${emoji}`;
}

function parseReaction(detail: string): { emoji: string; on: boolean } {
  return { emoji: detail.slice(1), on: detail.startsWith("+") };
}

function common(row: SqlRow) {
  return {
    seq: integer(row, "seq"),
    at: integer(row, "at"),
    from: { id: text(row, "member"), name: text(row, "name") },
    id: text(row, "command"),
  };
}
