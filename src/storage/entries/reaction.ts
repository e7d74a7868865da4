import type { NewEntryOf } from "../../room/store.ts";
import { integer, text, type Sql } from "../sql.ts";
import { commonFields, type EntryDefinition } from "./definition.ts";

/** `detail` is `+👍` or `-👍`. Who holds which emoji is in the table `reaction`, from which `count` is read. */
export const reactionEntry: EntryDefinition<"reaction"> = {
  kind: 4,
  currentValue:
    "SELECT COUNT(*) FROM reaction r WHERE r.message = l.target AND r.emoji = substr(l.detail, 2)",
  columns: ({ target, emoji, on }) => ({ target, detail: `${on ? "+" : "-"}${emoji}` }),
  apply: (sql, entry, seq) => (entry.on ? addReaction(sql, entry, seq) : removeReaction(sql, entry)),
  fromRow: (row) => ({
    type: "reaction",
    ...commonFields(row),
    target: integer(row, "target"),
    ...parseDetail(text(row, "detail")),
    count: integer(row, "current"),
  }),
};

function parseDetail(detail: string): { emoji: string; on: boolean } {
  return { emoji: detail.slice(1), on: detail.startsWith("+") };
}

function addReaction(sql: Sql, { target, emoji, from }: NewEntryOf<"reaction">, seq: number): void {
  sql.all(
    "INSERT INTO reaction (message, emoji, member, name, seq) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    target,
    emoji,
    from.id,
    from.name,
    seq,
  );
}

function removeReaction(sql: Sql, { target, emoji, from }: NewEntryOf<"reaction">): void {
  sql.all("DELETE FROM reaction WHERE message = ? AND emoji = ? AND member = ?", target, emoji, from.id);
}
