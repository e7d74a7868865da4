/** The rooms' objects as the Worker calls them, through a lock. */
import type { RoomFiles } from "./room-files.ts";

type Rooms<Room extends Rpc.DurableObjectBranded | undefined> = DurableObjectNamespace<Room>;
type Method = (...parameters: unknown[]) => Promise<unknown>;

/** The same objects: a call of one waits while its file is looked at. */
export function lockedRooms<Room extends Rpc.DurableObjectBranded | undefined>(
  rooms: Rooms<Room>,
  files: RoomFiles,
): Rooms<Room> {
  return new Proxy(rooms, {
    get: (_, key) => (key === "getByName" ? (name: string) => lockedRoom(rooms, name, files) : undefined),
  });
}

/** The stub is made for each call, as one would be for all of its methods that are asked for. */
function lockedRoom<Room extends Rpc.DurableObjectBranded | undefined>(
  rooms: Rooms<Room>,
  name: string,
  files: RoomFiles,
): object {
  return new Proxy(
    {},
    {
      get:
        (_, key) =>
        (...parameters: unknown[]) =>
          files.call(name, () => {
            const stub = rooms.getByName(name) as unknown as Record<string | symbol, Method>;
            return (stub[key] as Method)(...parameters);
          }),
    },
  );
}
