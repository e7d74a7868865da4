import { integer } from "../sql.ts";
import { commonFields, type EntryDefinition } from "./definition.ts";

/** Erases the message's text and reactions; its row stays as a tombstone (SPEC DEL-1). */
export const deleteEntry: EntryDefinition<"delete"> = {
  kind: 3,
  columns: ({ target }) => ({ target }),
  apply(sql, { target }) {
    sql.all("UPDATE log SET text = NULL, folded = NULL WHERE seq = ?", target);
    sql.all("DELETE FROM reaction WHERE message = ?", target);
  },
  fromRow: (row) => ({ type: "delete", ...commonFields(row), target: integer(row, "target") }),
};
