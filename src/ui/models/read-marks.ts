/** How far others have read (SPEC EPH-3), by the message below which it shows. */
import type { Author } from "../../protocol/member.ts";
import type { Row } from "./rows.ts";

/** Up to which message each of the other members has read. */
export type ReadMarks = ReadonlyMap<string, ReadMark>;

export interface ReadMark extends Pick<Author, "id" | "name"> {
  readonly seq: number;
}

/** `marks` after a member has read up to `seq`, 0 if they do not show it any more; less than before changes nothing. */
export function withMark(marks: ReadMarks, { id, name, seq }: ReadMark): ReadMarks {
  const before = marks.get(id)?.seq ?? 0;
  if (seq > 0 ? seq <= before : before === 0) return marks;
  const next = new Map(marks);
  next.delete(id);
  if (seq > 0) next.set(id, { id, name, seq });
  return next;
}

/**
 * The members who have read up to each message, by the key of its row. A member's own message shows no
 * mark of theirs, nor does a window that does not reach what they have read.
 *
 * @param reachesEnd false if there are later messages than those in `rows`
 */
export function readersByRow(
  rows: readonly Row[],
  marks: ReadMarks,
  reachesEnd: boolean,
): ReadonlyMap<string, readonly ReadMark[]> {
  const readers = new Map<string, readonly ReadMark[]>();
  const messages = rows.flatMap((row) => (row.kind === "message" && row.seq !== undefined ? [row] : []));
  for (const mark of marks.values()) {
    const index = messages.findLastIndex(({ seq }) => Number(seq) <= mark.seq);
    const message = messages[index];
    const isBeyond = index === messages.length - 1 && !reachesEnd && message?.seq !== mark.seq;
    if (message === undefined || isBeyond || message.authorId === mark.id) continue;
    readers.set(message.key, [...(readers.get(message.key) ?? []), mark]);
  }
  return readers;
}
