/** The entry point of the SDK. */
import { RoomClient } from "./room-client.ts";
import { startClient, type JoinOptions } from "./start-client.ts";

/**
 * Joins a room, and stays joined until `close()`: reconnects, recovers missed events, sends what was queued. Returns at
 * once, before the connection is open.
 * @throws TypeError if `url` is not a URL
 */
export function joinRoom(options: JoinOptions): RoomClient {
  return startClient(RoomClient, options);
}
