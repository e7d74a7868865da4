/** Lines in the list about what owners and moderators did while the page was open: pages of history have none of it. */
import type { JSX } from "preact";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Note } from "./notes.ts";
import type { Row } from "./rows.ts";

export function isNote(event: DurableEvent): event is Note {
  return event.type === "moderation" || event.type === "role";
}

/**
 * The rows with a line for each of the notes, oldest first, before the first message that is newer.
 * @param view with this key
 */
export function withNotes(
  rows: readonly Row[],
  notes: readonly Note[],
  view: (note: Note, key: string) => JSX.Element,
): readonly Row[] {
  const first = rows.find((row) => row.kind === "message" && row.seq !== undefined);
  const firstSeq = first?.kind === "message" ? (first.seq ?? 0) : 0;
  const waiting = notes.filter(({ seq }) => seq > firstSeq);
  const takeBefore = (seq: number): Row[] => {
    const count = waiting.findIndex((note) => note.seq > seq);
    return waiting.splice(0, count === -1 ? waiting.length : count).map((note) => {
      const key = `note/${note.seq}`;
      return { kind: "added", key, view: view(note, key) };
    });
  };
  const withLines = rows.flatMap((row) =>
    row.kind === "message" ? [...takeBefore(row.seq ?? Number.POSITIVE_INFINITY), row] : [row],
  );
  return [...withLines, ...takeBefore(Number.POSITIVE_INFINITY)];
}
