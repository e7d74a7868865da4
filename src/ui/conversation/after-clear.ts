/** What is written where the room is cleared (SPEC LOG-8): a reply to what is gone, or an edit of it, becomes a new message. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Composing } from "./composing.ts";

export function followClearing(room: BaseRoomApi, composing: Composing): void {
  room.on("event", ({ type }) => {
    if (type === "clear") detach(composing);
  });
  // Or it was cleared while the page was closed.
  room.on("reset", ({ events, more }) => {
    if (events.length === 0 && !more) detach(composing);
  });
}

/** Refused edits wait behind one another. */
function detach(composing: Composing): void {
  for (;;) {
    const isEdit = composing.mode.peek().name === "edit";
    const text = composing.text.peek();
    if (!composing.cancel()) return;
    if (isEdit) composing.takeText({ text });
  }
}
