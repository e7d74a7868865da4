/** Values of a room that components follow. */
import { useSyncExternalStore } from "react";
import type { RoomClient } from "../room-client.ts";

/** A value outside of React, which is another object after each change, and only then. */
export interface RoomStore<Value> {
  /** Calls `listener` after each change; returns the function that ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => Value;
}

/** Gives each room one store, however many components follow it. */
export function onePerRoom<Store>(create: (room: RoomClient) => Store): (room: RoomClient) => Store {
  const stores = new WeakMap<RoomClient, Store>();
  return (room) => {
    const store = stores.get(room) ?? create(room);
    stores.set(room, store);
    return store;
  };
}

/**
 * The value of a room's store: `empty`, which is one object, without a room and on a server. React renders no two
 * components of one commit with different values.
 */
export function useRoomStore<Value>(
  room: RoomClient | undefined,
  storeOf: (room: RoomClient) => RoomStore<Value>,
  empty: Value,
): Value {
  const store = room === undefined ? undefined : storeOf(room);
  const getEmpty = () => empty;
  return useSyncExternalStore(
    store?.subscribe ?? subscribeToNothing,
    store?.getSnapshot ?? getEmpty,
    getEmpty,
  );
}

function subscribeToNothing(): () => void {
  return () => {};
}
