import { foldedColumn } from "../folded-column.ts";
import { integer, optionalText } from "../sql.ts";
import { commonFields, type EntryDefinition } from "./definition.ts";

/** The new text goes to the message's own row; a replayed edit carries the text of today (SPEC EDIT-2). */
export const editEntry: EntryDefinition<"edit"> = {
  kind: 2,
  currentValue: "SELECT t.text FROM log t WHERE t.seq = l.target",
  columns: ({ target }) => ({ target }),
  apply(sql, { text, at, target }) {
    sql.all(
      "UPDATE log SET text = ?, folded = ?, edited_at = ? WHERE seq = ?",
      text,
      foldedColumn(text),
      at,
      target,
    );
  },
  fromRow: (row) => ({
    type: "edit",
    ...commonFields(row),
    target: integer(row, "target"),
    text: optionalText(row, "current") ?? "",
  }),
};
