import type { StateEntry } from "../../protocol/events/state.ts";
import type { RoomClient } from "../room-client.ts";
import { onePerRoom, useRoomStore, type RoomStore } from "./room-store.ts";

const NONE: readonly StateEntry[] = [];

/** The keys of the room's shared state that are set; none without a room. `room.shared` sets them. */
export function useShared(room: RoomClient | undefined): readonly StateEntry[] {
  return useRoomStore(room, sharedOf, NONE);
}

const sharedOf = onePerRoom(({ shared }): RoomStore<readonly StateEntry[]> => ({
  subscribe: (listener) => shared.onChange(listener),
  getSnapshot: () => shared.entries(),
}));
