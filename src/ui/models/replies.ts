/** The replies to a message. */
import type { MessageRow, Row } from "./rows.ts";

export type ReplyRow = MessageRow & { readonly seq: number };

/** The stored messages of `rows` that reply to message `seq`, oldest first, without the deleted ones. */
export function repliesTo(rows: readonly Row[], seq: number): ReplyRow[] {
  return rows.filter((row): row is ReplyRow => isReplyTo(row, seq));
}

function isReplyTo(row: Row, seq: number): boolean {
  return (
    row.kind === "message" &&
    row.replyTo === seq &&
    row.seq !== undefined &&
    !row.deleted &&
    !row.isPendingDelete
  );
}
