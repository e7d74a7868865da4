import type { ConnectionState } from "./api.ts";
import type { BaseRoomClient } from "./base-room-client.ts";
import { clientError } from "./room-error.ts";

const nothing = () => Promise.resolve();

/** Resolves once the room is joined. @throws RoomError `closed` if it is closed instead */
export function whenOnline(room: Pick<BaseRoomClient, "state" | "on">): Promise<void> {
  return onceOnline(room, nothing);
}

/**
 * Calls `run` once the room is joined, before what waits to be published is sent, and resolves with its result.
 * @throws RoomError `closed` if the room is closed instead
 */
export function onceOnline<Value>(
  room: Pick<BaseRoomClient, "state" | "on">,
  run: () => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const settle = ({ name }: ConnectionState) => {
      if (name === "online") resolve(run());
      else if (name === "closed") reject(clientError("closed"));
      else return false;
      return true;
    };
    if (settle(room.state)) return;
    const stop = room.on("state", ({ to }) => {
      if (settle(to)) stop();
    });
  });
}
