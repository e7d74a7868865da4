import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { RoomClient } from "../room-client.ts";
import type { JoinOptions } from "../start-client.ts";
import { JoinedRoom } from "./joined-room.ts";

/**
 * Joins a room while the component is mounted, and leaves it when it is unmounted. Returns undefined before the mount, so
 * also on a server; after it the client, whose connection may not be open yet.
 *
 * Another `url` or `key` is another room. The other options count at the time of the join, and `getToken` is always the
 * latest. Each call is a connection: call it once, and hand the room to the components below.
 */
export function useRoom(options: JoinOptions): RoomClient | undefined {
  const latest = useRef(options);
  // Before the subscription below, which joins.
  useEffect(() => {
    latest.current = options;
  });
  const url = String(options.url);
  const { key } = options;
  // A room that React forgets is left and joined again.
  const joined = useMemo(() => new JoinedRoom(url, key, () => latest.current), [url, key]);
  return useSyncExternalStore(joined.subscribe, joined.getSnapshot, noRoom);
}

function noRoom(): undefined {
  return undefined;
}
