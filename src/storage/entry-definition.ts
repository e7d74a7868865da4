/** How a type of durable event is stored. The definitions are in entries.ts. */
import type { DurableType } from "../protocol/traits.ts";
import type { DurableEventOf } from "../protocol/events/durable.ts";
import type { Author } from "../protocol/member.ts";
import type { NewEntryOf } from "../room/store.ts";
import type { ReactionsByMessage } from "./reactions.ts";
import { integer, text, type Sql, type SqlRow, type SqlValue } from "./sql.ts";

/** The columns of a row besides seq, kind, time, sender and command; NULL where left out. */
export interface EntryColumns {
  /** a message's own text: the only column that holds it (SPEC LOG-3) */
  readonly text?: string;
  /** the seq of the message that the event, or a reply, is about */
  readonly target?: number | null;
  /** everything else that the event carries */
  readonly detail?: string | null;
  /** see `foldedColumn` in search-rows.ts */
  readonly folded?: string | null;
}

export interface EntryDefinition<Type extends DurableType = DurableType> {
  /** the number of the type in the column `kind`; a released number is never used for another type */
  readonly kind: number;
  /**
   * a scalar query for a value that a replayed event takes from its target's current state (SPEC LOG-3), where `l` is
   * the event's row; `fromRow` reads it in the column `current`. Without its target the event cannot be replayed.
   */
  readonly currentValue?: string;
  /** the same for a second value, which `fromRow` reads in the column `current_detail` */
  readonly currentDetail?: string;
  /** The columns of the row of `entry`. */
  columns(entry: NewEntryOf<Type>): EntryColumns;
  /** Changes other rows as the event requires, in the transaction that inserts the event's own row. */
  apply?(sql: Sql, entry: NewEntryOf<Type>, seq: number): void;
  /** The event in a row. `reactions` are those of the messages of its page. */
  fromRow(row: SqlRow, reactions: ReactionsByMessage): DurableEventOf<Type>;
}

/** The fields that every durable event has. */
export function commonFields(row: SqlRow): { seq: number; at: number; from: Author; id: string } {
  return {
    seq: integer(row, "seq"),
    at: integer(row, "at"),
    from: { id: text(row, "member"), name: text(row, "name") },
    id: text(row, "command"),
  };
}

/** The values of {@link EntryColumns} in the order of {@link ENTRY_COLUMNS}. */
export function columnValues({ text, target, detail, folded }: EntryColumns): SqlValue[] {
  return [text ?? null, target ?? null, detail ?? null, folded ?? null];
}

export const ENTRY_COLUMNS = "text, target, detail, folded";
