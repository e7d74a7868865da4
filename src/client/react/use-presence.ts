import type { Roster } from "../api.ts";
import type { RoomClient } from "../room-client.ts";
import { EMPTY_ROSTER } from "../roster.ts";
import { onePerRoom, useRoomStore, type RoomStore } from "./room-store.ts";

/** The members present, you first; none without a room. In a large room `list` holds some of them, `count` is exact. */
export function usePresence(room: RoomClient | undefined): Roster {
  return useRoomStore(room, rosterOf, EMPTY_ROSTER);
}

const rosterOf = onePerRoom((room): RoomStore<Roster> => ({
  subscribe(listener) {
    const cancels = [room.on("welcome", listener), room.on("presence", listener)];
    return () => cancels.forEach((cancel) => cancel());
  },
  getSnapshot: () => room.roster,
}));
