/** The durable events as rows of the log: every type's definition, and the query that reads them all. */
import type { DurableType } from "../protocol/traits.ts";
import type { DurableEvent } from "../protocol/events/durable.ts";
import { commonFields, type EntryDefinition } from "./entries/definition.ts";
import { deleteEntry } from "./entries/delete.ts";
import { editEntry } from "./entries/edit.ts";
import { messageEntry } from "./entries/message.ts";
import { reactionEntry } from "./entries/reaction.ts";
import { settingsEntry } from "./entries/settings.ts";
import type { ReactionsByMessage } from "./reactions.ts";
import { integer, type SqlRow } from "./sql.ts";

/** Exactly one definition a durable type. */
export type EntryTable = { readonly [Type in DurableType]: EntryDefinition<Type> };

export const ENTRIES: EntryTable = {
  message: messageEntry,
  edit: editEntry,
  delete: deleteEntry,
  reaction: reactionEntry,
  settings: settingsEntry,
};

const DEFINITIONS: readonly EntryDefinition[] = Object.values(ENTRIES);
const BY_KIND: ReadonlyMap<number, EntryDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.kind, definition]),
);

const CURRENT_VALUES = DEFINITIONS.flatMap(({ kind, currentValue }) =>
  currentValue === undefined ? [] : [`WHEN ${kind} THEN (${currentValue})`],
);

/** The columns that {@link toEvent} reads, of a log row `l`. */
export const EVENT_COLUMNS = `l.seq, l.kind, l.at, l.member, l.name, l.command, l.text, l.target, l.detail,
  l.edited_at, CASE l.kind ${CURRENT_VALUES.join(" ")} END AS current`;

/** The event in a row. A row of an unknown kind becomes a deleted message, so that the rest of the page still loads. */
export function toEvent(row: SqlRow, reactions: ReactionsByMessage): DurableEvent {
  const definition = BY_KIND.get(integer(row, "kind"));
  if (definition !== undefined) return definition.fromRow(row, reactions);
  return { type: "message", ...commonFields(row), text: "", deleted: true };
}
