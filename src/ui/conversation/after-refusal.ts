/** What becomes of a page that its room has closed for good, as it is deleted or private (SPEC OWN-9, PRIV-3). */
import { batch } from "@preact/signals";
import type { ConnectionState } from "../../client/api.ts";
import { CLOSE_CODES } from "../../protocol/close-advice.ts";
import { deleteCachedPages } from "../browser/forget-room.ts";
import { deleteStoredRoom } from "../models/stored-room.ts";
import type { RoomContext } from "../views/context.ts";

type RefusedContext = Pick<
  RoomContext,
  "conversation" | "composing" | "dialog" | "panel" | "storage" | "page"
>;

/** Follows the connection, which may be closed already. */
export function followRefusal(context: RefusedContext): void {
  const { room } = context.conversation;
  onState(context, room.state);
  room.on("state", ({ to }) => onState(context, to));
}

function onState(context: RefusedContext, state: ConnectionState): void {
  if (state.name !== "closed") return;
  switch (state.code) {
    case CLOSE_CODES.room_deleted:
      showNothing(context);
      return forgetDeleted(context);
    case CLOSE_CODES.members_only:
      return showNothing(context);
  }
}

/** Takes everything that the page shows of the room off it. */
function showNothing({ conversation, dialog, panel }: RefusedContext): void {
  const { timeline, settings, roster, notes, announcements } = conversation;
  conversation.isGone = true;
  announcements.clear();
  batch(() => {
    dialog.value = undefined;
    panel.value = undefined;
    settings.value = {};
    notes.value = [];
    roster.value = { count: 0, list: [] };
    timeline.setPending([]);
    timeline.change((log) => log.reset([], false));
  });
}

/** Of a room that is gone nothing is to be left in this browser: drafts, unsent messages, the offline copy, the guest. */
function forgetDeleted({ composing, storage, page }: RefusedContext): void {
  // Else the page's end would store the draft again.
  composing.discard();
  deleteStoredRoom(storage, page.room, page.url);
  // It is replaced when the page is opened next.
  deleteCachedPages(page.url).catch(() => undefined);
}
