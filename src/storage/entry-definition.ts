/** How a type of durable event is stored. The definitions are in entries.ts. */
import type { DurableType } from "../protocol/traits.ts";
import type { DurableEventOf } from "../protocol/events/durable.ts";
import type { Author } from "../protocol/member.ts";
import { authorOf } from "../room/session.ts";
import type { NewEntryOf } from "../room/store.ts";
import type { CurrentReactions } from "./reactions.ts";
import { integer, text, type Sql, type SqlRow, type SqlValue } from "./sql.ts";

/** The columns of a row besides seq, kind, time, sender and command; NULL where left out. */
export interface EntryColumns {
  /** a message's text: in its own row, or in that of the edit that made it longer (SPEC LOG-3) */
  readonly text?: string | null;
  /** the seq of the message that the event, or a reply, is about */
  readonly target?: number | null;
  /** everything else that the event carries */
  readonly detail?: string | null;
  /** see `foldedColumn` in search-rows.ts */
  readonly folded?: string | null;
  /** when the message was last edited whose content the row holds, or that the event restores */
  readonly editedAt?: number | null | undefined;
  /** filler: see overwrite.ts */
  readonly pad?: string | null;
}

export interface EntryDefinition<Type extends DurableType = DurableType> {
  /** the number of the type in the column `kind`; a released number is never used for another type */
  readonly kind: number;
  /** true if a replayed event has its message's text and mentions of today, in the columns `current` and `current_detail` */
  readonly showsMessage?: true;
  /** true if the event cannot be replayed without the message that it is about (SPEC LOG-6) */
  readonly needsTarget?: true;
  /** The columns of the row of `entry`. */
  columns(entry: NewEntryOf<Type>): EntryColumns;
  /**
   * Changes other rows as the event requires, in the transaction that inserts the event's own row afterwards.
   * @returns further columns of that row, if it has to hold a message's content
   */
  apply?(sql: Sql, entry: NewEntryOf<Type>, seq: number): EntryColumns | undefined | void;
  /** The event in a row. `reactions` are those that its page's messages hold now. */
  fromRow(row: SqlRow, reactions: CurrentReactions): DurableEventOf<Type>;
}

/** The fields that every durable event has. */
export function commonFields(row: SqlRow): { at: number; seq: number; id: string; from: Author } {
  return {
    at: integer(row, "at"),
    seq: integer(row, "seq"),
    id: text(row, "command"),
    from: authorOf({ member: text(row, "member"), name: text(row, "name") }),
  };
}

/** The values of {@link EntryColumns} in the order of {@link ENTRY_COLUMNS}. */
export function columnValues({ text, target, detail, folded, editedAt, pad }: EntryColumns): SqlValue[] {
  return [text ?? null, target ?? null, detail ?? null, folded ?? null, editedAt ?? null, pad ?? null];
}

export const ENTRY_COLUMNS = "text, target, detail, folded, edited_at, pad";
