/** Shows what owners and moderators do, as lines in the list, and reads again what they show again (SPEC MOD-4). */
import type { DurableEvent } from "../protocol/events/durable.ts";
import { noteText } from "./conversation/note-text.ts";
import type { Note } from "./models/notes.ts";
import { isNote, withNotes } from "./models/row-notes.ts";
import type { RoomContext } from "./views/context.ts";

/** The largest page (SPEC HIST-1). */
const PAGE_MESSAGES = 200;

export function startNotes({ conversation, t, formats }: RoomContext): void {
  const { room, timeline, announcements, problems, notes } = conversation;
  notes.peek().forEach(onNote);
  room.on("event", (event) => {
    if (isRemoval(event)) announcements.clear();
    if (isNote(event)) onNote(event);
  });
  timeline.addDecorator((rows) =>
    notes.value.length === 0
      ? rows
      : withNotes(rows, notes.value, (note, key) => (
          <li key={key} class="separator note">
            <span>{noteText(note, t, formats)}</span>
          </li>
        )),
  );

  function onNote(note: Note): void {
    if (!document.hidden) announcements.announce(noteText(note, t, formats));
    if (note.type === "moderation" && note.act === "show") refresh().catch(problems.show);
  }

  /** Everything that the page holds, page by page from its end. */
  async function refresh(): Promise<void> {
    let before = timeline.lastSeq + 1;
    for (;;) {
      const page = await room.history({ before, limit: PAGE_MESSAGES });
      timeline.change((log) => log.refresh(page));
      before = page.events[0]?.seq ?? 0;
      if (!page.more || before <= (timeline.firstSeq ?? 0)) return;
    }
  }
}

/** A moderator removed one or all messages of a member. */
function isRemoval(event: DurableEvent): boolean {
  return event.type === "moderation"
    ? event.act === "hide"
    : event.type === "delete" && event.author !== undefined;
}
