/** The durable events as rows of the log: every type's definition, and the query that reads them all. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import { roomSettingsSchema, type RoomSettings } from "../protocol/events/settings.ts";
import type { DurableType } from "../protocol/traits.ts";
import type { StoredCommand } from "../room/store.ts";
import { commonFields, type EntryDefinition } from "./entry-definition.ts";
import { foldedColumn } from "./folded-column.ts";
import { mentionsColumn, mentionsFrom, MESSAGE_KIND, messageFromRow } from "./message-row.ts";
import { addReaction, removeReaction, type ReactionsByMessage } from "./reactions.ts";
import { integer, optionalText, text, type SqlRow } from "./sql.ts";

/** Exactly one definition a durable type. */
export type EntryTable = { readonly [Type in DurableType]: EntryDefinition<Type> };

export const ENTRIES: EntryTable = {
  /** A message is one row and nothing else, so that it costs one row written (SPEC LOG-2). */
  message: {
    kind: MESSAGE_KIND,
    columns: ({ text, replyTo, mentions }) => ({
      text,
      target: replyTo ?? null,
      detail: mentionsColumn(mentions),
      folded: foldedColumn(text),
    }),
    fromRow: messageFromRow,
  },
  /** Text and mentions go to the message's own row; a replayed edit carries those of today (SPEC EDIT-2). */
  edit: {
    kind: 2,
    currentValue: "SELECT t.text FROM log t WHERE t.seq = l.target",
    currentDetail: "SELECT t.detail FROM log t WHERE t.seq = l.target",
    columns: ({ target }) => ({ target }),
    apply(sql, { text, mentions, at, target }) {
      sql.all(
        "UPDATE log SET text = ?, folded = ?, detail = ?, edited_at = ? WHERE seq = ?",
        text,
        foldedColumn(text),
        mentionsColumn(mentions),
        at,
        target,
      );
    },
    fromRow: (row) => ({
      type: "edit",
      ...commonFields(row),
      target: integer(row, "target"),
      text: optionalText(row, "current") ?? "",
      ...mentionsFrom(optionalText(row, "current_detail")),
    }),
  },
  /** Erases the message's text, mentions and reactions; its row stays as a tombstone (SPEC DEL-1). */
  delete: {
    kind: 3,
    columns: ({ target }) => ({ target }),
    apply(sql, { target }) {
      sql.all("UPDATE log SET text = NULL, folded = NULL, detail = NULL WHERE seq = ?", target);
      sql.all("DELETE FROM reaction WHERE message = ?", target);
    },
    fromRow: (row) => ({ type: "delete", ...commonFields(row), target: integer(row, "target") }),
  },
  /** `detail` is `+👍` or `-👍`. Who holds which emoji is in the table `reaction`, from which `count` is read. */
  reaction: {
    kind: 4,
    currentValue:
      "SELECT COUNT(*) FROM reaction r WHERE r.message = l.target AND r.emoji = substr(l.detail, 2)",
    columns: ({ target, emoji, on }) => ({ target, detail: `${on ? "+" : "-"}${emoji}` }),
    apply: (sql, { on, ...reaction }, seq) =>
      on ? addReaction(sql, reaction, seq) : removeReaction(sql, reaction),
    fromRow: (row) => ({
      type: "reaction",
      ...commonFields(row),
      target: integer(row, "target"),
      emoji: text(row, "detail").slice(1),
      on: text(row, "detail").startsWith("+"),
      count: integer(row, "current"),
    }),
  },
  /** `detail` is the settings as JSON. */
  settings: {
    kind: 5,
    columns: ({ settings }) => ({ detail: JSON.stringify(settings) }),
    fromRow: (row) => ({
      type: "settings",
      ...commonFields(row),
      settings: parseSettings(optionalText(row, "detail") ?? ""),
    }),
  },
};

/** The stored settings that this release knows; none if the row is damaged, so that its page still loads. */
function parseSettings(json: string): RoomSettings {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return {};
  }
  const parsed = roomSettingsSchema.try(value, { mode: "strip" });
  return parsed.ok ? parsed.value : {};
}

const DEFINITIONS: readonly EntryDefinition[] = Object.values(ENTRIES);
const BY_KIND: ReadonlyMap<number, EntryDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.kind, definition]),
);

const CURRENT_VALUES = cases(({ currentValue }) => currentValue);
const CURRENT_DETAILS = cases(({ currentDetail }) => currentDetail);

function cases(queryOf: (definition: EntryDefinition) => string | undefined): string {
  const whens = DEFINITIONS.flatMap((definition) => {
    const query = queryOf(definition);
    return query === undefined ? [] : [`WHEN ${definition.kind} THEN (${query})`];
  });
  return `CASE l.kind ${whens.join(" ")} END`;
}

const KINDS_WITH_TARGET = DEFINITIONS.flatMap(({ kind, currentValue }) =>
  currentValue === undefined ? [] : [kind],
);

/** True for a row `l` whose event was about a message before seq `?`, and cannot be replayed without it (SPEC LOG-6). */
export const IS_ORPHAN = `l.kind IN (${KINDS_WITH_TARGET.join(", ")}) AND l.target < ?`;

/** The columns that {@link toEvent} reads, of a log row `l`. */
export const EVENT_COLUMNS = `l.seq, l.kind, l.at, l.member, l.name, l.command, l.text, l.target, l.detail,
  l.edited_at, ${CURRENT_VALUES} AS current, ${CURRENT_DETAILS} AS current_detail`;

/** The event in a row. A row of an unknown kind becomes a deleted message, so that the rest of the page still loads. */
export function toEvent(row: SqlRow, reactions: ReactionsByMessage): DurableEvent {
  const definition = BY_KIND.get(integer(row, "kind"));
  if (definition !== undefined) return definition.fromRow(row, reactions);
  return { type: "message", ...commonFields(row), text: "", deleted: true };
}

const TYPE_BY_KIND: ReadonlyMap<number, DurableType> = new Map(
  typedKeys(ENTRIES).map((type) => [ENTRIES[type].kind, type]),
);

/** The command in the columns `seq`, `kind`, `member` and `command` of a row. One of an unknown kind counts as a message's. */
export function toCommand(row: SqlRow): StoredCommand {
  return {
    type: TYPE_BY_KIND.get(integer(row, "kind")) ?? "message",
    member: text(row, "member"),
    id: text(row, "command"),
    seq: integer(row, "seq"),
  };
}

function typedKeys<Key extends string>(table: { readonly [Each in Key]: unknown }): Key[] {
  return Object.keys(table) as Key[];
}
