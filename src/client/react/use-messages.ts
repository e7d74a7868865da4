import type { RoomClient } from "../room-client.ts";
import { MessageStore, NO_MESSAGES, type MessageList } from "./message-store.ts";
import { onePerRoom, useRoomStore } from "./room-store.ts";

/**
 * The newest messages with their edits, deletions and reactions, and your own that are not stored yet. Messages are
 * immutable: one that did not change is the same object, so that a memoized row is not rendered again.
 */
export function useMessages(room: RoomClient | undefined): MessageList {
  return useRoomStore(room, messagesOf, NO_MESSAGES);
}

const messagesOf = onePerRoom((room) => new MessageStore(room));
