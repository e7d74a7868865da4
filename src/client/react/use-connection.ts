import type { ConnectionState } from "../api.ts";
import type { RoomClient } from "../room-client.ts";
import { onePerRoom, useRoomStore, type RoomStore } from "./room-store.ts";

const IDLE: ConnectionState = { name: "idle" };

/** The state of the room's connection; `idle` without a room. */
export function useConnection(room: RoomClient | undefined): ConnectionState {
  return useRoomStore(room, connectionOf, IDLE);
}

const connectionOf = onePerRoom((room): RoomStore<ConnectionState> => ({
  subscribe: (listener) => room.on("state", listener),
  getSnapshot: () => room.state,
}));
