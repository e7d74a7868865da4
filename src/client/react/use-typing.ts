import type { RoomClient } from "../room-client.ts";
import { onePerRoom, useRoomStore } from "./room-store.ts";
import { TypingStore } from "./typing-store.ts";

const NONE: readonly string[] = [];

/** The names of the other members who are typing, in the order in which they started. */
export function useTyping(room: RoomClient | undefined): readonly string[] {
  return useRoomStore(room, typingOf, NONE);
}

const typingOf = onePerRoom((room) => new TypingStore(room));
