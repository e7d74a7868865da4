/** The durable events as rows of the log: every type's definition, and the query that reads them all. */
import * as v from "@badrap/valita";
import { ACT_NAMES } from "../protocol/acts.ts";
import type { DurableEvent, DurableEventOf } from "../protocol/events/durable.ts";
import { roomSettingsSchema } from "../protocol/events/settings.ts";
import { authorSchema, roleSchema } from "../protocol/member.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type { Mentions } from "../protocol/fields.ts";
import type { DurableType } from "../protocol/traits.ts";
import type { StoredCommand } from "../room/store.ts";
import { commonFields, type EntryDefinition } from "./entry-definition.ts";
import { foldedColumn } from "./folded-column.ts";
import {
  current,
  holderOf,
  mentionsColumn,
  mentionsFrom,
  MESSAGE_KIND,
  messageFromRow,
  REMOVED,
} from "./message-row.ts";
import { parseJson } from "./parse-json.ts";
import { eraseContent, replaceContent, spareBytes, type RowContent } from "./overwrite.ts";
import {
  addReaction,
  deleteReactions,
  erasePruned,
  noteReactions,
  removeReaction,
  restoreReactions,
  type CurrentReactions,
} from "./reactions.ts";
import { integer, optionalInteger, optionalText, text, type SqlRow } from "./sql.ts";

/** Exactly one definition a durable type. */
export type EntryTable = { readonly [Type in DurableType]: EntryDefinition<Type> };

const RESTORE_KIND = 6;

const roleDetailSchema = v.object({ member: authorSchema, role: roleSchema });
const byModeratorSchema = v.object({ author: authorSchema.optional(), reason: v.string().optional() });
const moderationDetailSchema = v.object({
  act: v.union(...ACT_NAMES.map((act) => v.literal(act))),
  member: authorSchema,
  until: v.number().optional(),
  reason: v.string().optional(),
});

const stateDetailSchema = v.object({ key: v.string(), value: v.unknown().optional() });

/** A damaged row shows nothing, so that its page still loads. */
const NO_MODERATION = { act: "show", member: { id: "", name: "" } } as const;
const NO_STATE = { key: "" };

export const ENTRIES: EntryTable = {
  /** A message is one row and nothing else, so that it costs one row written (SPEC LOG-2). */
  message: {
    kind: MESSAGE_KIND,
    columns({ text, replyTo, mentions }) {
      const content = contentOf({ text, mentions });
      return { ...content, target: replyTo ?? null, pad: spareBytes(content) };
    },
    fromRow: messageFromRow,
  },
  /** Text and mentions go to where the former ones are, or to this row; a replayed edit carries those of today (SPEC EDIT-2). */
  edit: {
    kind: 2,
    needsTarget: true,
    showsMessage: true,
    columns: ({ target }) => ({ target }),
    apply: (sql, { at, target, ...content }, seq) =>
      replaceContent(sql, { message: target, event: seq }, contentOf(content), at),
    fromRow: (row) => ({
      type: "edit",
      ...commonFields(row),
      target: integer(row, "target"),
      text: optionalText(row, "current") ?? "",
      ...mentionsFrom(optionalText(row, "current_detail")),
    }),
  },
  /**
   * Erases the message's text, mentions and reactions; its row stays as a tombstone (SPEC DEL-1). `detail` is what a
   * moderator's deletion has besides.
   */
  delete: {
    kind: 3,
    columns: ({ target, author, reason }) => ({ target, detail: detailOf({ author, reason }) }),
    apply(sql, { target, author, keepReactionsUntil }) {
      eraseContent(sql, target, author === undefined ? null : REMOVED);
      if (keepReactionsUntil === undefined) deleteReactions(sql, target);
      else noteReactions(sql, target, keepReactionsUntil);
    },
    fromRow: (row) => ({
      type: "delete",
      ...commonFields(row),
      target: integer(row, "target"),
      ...detailFrom(row, byModeratorSchema),
    }),
  },
  /**
   * Text, mentions and reactions go back to where the deletion erased them, but for a crowd's, which are there still; a replay
   * carries those of today (SPEC DEL-5, DEL-6).
   */
  restore: {
    kind: RESTORE_KIND,
    needsTarget: true,
    showsMessage: true,
    columns: ({ target, editedAt, author }) => ({ target, editedAt, detail: detailOf({ author }) }),
    apply(sql, { target, holders, ...content }, seq) {
      restoreReactions(sql, target, holders);
      return replaceContent(sql, { message: target, event: seq }, contentOf(content));
    },
    fromRow(row, reactions) {
      const target = integer(row, "target");
      const text = optionalText(row, "current") ?? "";
      const editedAt = optionalInteger(row, "edited_at");
      const summaries = reactions.summariesOf(target);
      return {
        type: "restore",
        ...commonFields(row),
        target,
        ...detailFrom(row, byModeratorSchema),
        text,
        ...mentionsFrom(optionalText(row, "current_detail")),
        ...(text === "" || editedAt === undefined ? {} : { editedAt }),
        ...(text === "" || summaries === undefined ? {} : { reactions: [...summaries] }),
      };
    },
  },
  /** `detail` is `+👍` or `-👍`. Who holds which emoji, of whom `count` is the number, is in the table `reaction`. */
  reaction: {
    kind: 4,
    needsTarget: true,
    columns: ({ target, emoji, on }) => ({ target, detail: `${on ? "+" : "-"}${emoji}` }),
    apply(sql, { on, ...reaction }, seq) {
      if (on) addReaction(sql, reaction, seq);
      else removeReaction(sql, reaction);
    },
    fromRow(row, reactions) {
      const target = integer(row, "target");
      const emoji = text(row, "detail").slice(1);
      return {
        type: "reaction",
        ...commonFields(row),
        target,
        emoji,
        on: text(row, "detail").startsWith("+"),
        count: reactions.count(target, emoji),
      };
    },
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
  /** `detail` is the member and the role as JSON. */
  role: {
    kind: 7,
    columns: ({ member: { id, name }, role }) => ({ detail: JSON.stringify({ member: { id, name }, role }) }),
    fromRow: (row) => ({
      type: "role",
      ...commonFields(row),
      ...parseRole(optionalText(row, "detail") ?? ""),
    }),
  },
  /** Prunes everything before it; the rows are overwritten afterwards (SPEC LOG-8). */
  clear: {
    kind: 9,
    columns: () => ({}),
    apply(sql, _entry, seq) {
      sql.all("UPDATE room SET oldest = ?", seq);
      erasePruned(sql, seq);
      return undefined;
    },
    fromRow: (row) => ({ type: "clear", ...commonFields(row) }),
  },
  /** `detail` is the key and its value as JSON. */
  state: {
    kind: 10,
    columns: ({ key, value }) => ({ detail: JSON.stringify({ key, value }) }),
    fromRow: (row) => ({
      type: "state",
      ...commonFields(row),
      ...(detailFrom(row, stateDetailSchema) ?? NO_STATE),
    }),
  },
  /** `detail` is the act as JSON. */
  moderation: {
    kind: 8,
    columns: ({ act, member, until, reason }) => ({ detail: JSON.stringify({ act, member, until, reason }) }),
    fromRow: (row) => ({
      type: "moderation",
      ...commonFields(row),
      ...(detailFrom(row, moderationDetailSchema) ?? NO_MODERATION),
    }),
  },
};

/** NULL for an event without any of these, as most are. */
function detailOf(fields: Readonly<Record<string, unknown>>): string | null {
  const json = JSON.stringify(fields);
  return json === "{}" ? null : json;
}

function detailFrom<Value>(row: SqlRow, schema: v.Type<Value>): Value | undefined {
  const detail = optionalText(row, "detail");
  return detail === undefined ? undefined : parseJson(detail, schema);
}

/** The stored role, in a row of this release; that of a guest if the row is damaged. */
function parseRole(json: string): Pick<DurableEventOf<"role">, "member" | "role"> {
  const parsed = parseJson(json, roleDetailSchema);
  return parsed ?? { member: { id: "", name: "" }, role: "guest" };
}

/** The stored settings that this release knows; none if the row is damaged, so that its page still loads. */
function parseSettings(json: string): RoomSettings {
  return parseJson(json, roomSettingsSchema) ?? {};
}

function contentOf({
  text,
  mentions,
}: {
  readonly text: string;
  readonly mentions?: Mentions | undefined;
}): RowContent {
  return { text, folded: foldedColumn(text), detail: mentionsColumn(mentions) };
}

const DEFINITIONS: readonly EntryDefinition[] = Object.values(ENTRIES);
const BY_KIND: ReadonlyMap<number, EntryDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.kind, definition]),
);

/** Not `IN`: for three kinds SQLite would look each row's up in a table of them, and count it as another row read. */
const IS_ABOUT_MESSAGE = isOneOf(({ needsTarget }) => needsTarget);
const SHOWS_MESSAGE = isOneOf(({ showsMessage }) => showsMessage);

function isOneOf(has: (definition: EntryDefinition) => true | undefined): string {
  return DEFINITIONS.flatMap((definition) =>
    has(definition) === undefined ? [] : [`l.kind = ${definition.kind}`],
  ).join(" OR ");
}

/** True for a row `l` whose event was about a message before seq `?`, and cannot be replayed without it (SPEC LOG-6). */
export const IS_ORPHAN = `(${IS_ABOUT_MESSAGE}) AND l.target < ?`;

/** Log rows as `l`, with the message whose content an event shows as `t`, and where that content is as `h`. */
export const EVENTS = `log l LEFT JOIN log t ON t.seq = iif(${SHOWS_MESSAGE}, l.target, NULL)
  LEFT JOIN log h ON ${holderOf("COALESCE(t.edited_at, l.edited_at)")}`;

/** The columns that {@link toEvent} reads, of {@link EVENTS}. */
export const EVENT_COLUMNS = `l.seq, l.kind, l.at, l.member, l.name, l.command, ${current("text")} AS text, l.target,
  ${current("detail")} AS detail, ${current("edited_at")} AS edited_at, ${current("text", "t")} AS current,
  ${current("detail", "t")} AS current_detail`;

/** The event in a row. A row of an unknown kind becomes a deleted message, so that the rest of the page still loads. */
export function toEvent(row: SqlRow, reactions: CurrentReactions): DurableEvent {
  const definition = BY_KIND.get(integer(row, "kind"));
  if (definition !== undefined) return definition.fromRow(row, reactions);
  return { type: "message", ...commonFields(row), text: "", deleted: true };
}

/** The message whose reactions the event in a row has; undefined if it has none. */
export function messageWithReactions(row: SqlRow): number | undefined {
  const kind = integer(row, "kind");
  if (kind === MESSAGE_KIND) return integer(row, "seq");
  return kind === RESTORE_KIND ? integer(row, "target") : undefined;
}

const TYPE_BY_KIND: ReadonlyMap<number, DurableType> = new Map(
  typedKeys(ENTRIES).map((type) => [ENTRIES[type].kind, type]),
);

/** The command in the columns `seq`, `kind`, `member`, `name` and `command` of a row. One of an unknown kind counts as a message's. */
export function toCommand(row: SqlRow): StoredCommand {
  return {
    type: TYPE_BY_KIND.get(integer(row, "kind")) ?? "message",
    member: text(row, "member"),
    name: text(row, "name"),
    id: text(row, "command"),
    seq: integer(row, "seq"),
  };
}

function typedKeys<Key extends string>(table: { readonly [Each in Key]: unknown }): Key[] {
  return Object.keys(table) as Key[];
}
