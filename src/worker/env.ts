import type { RoomName } from "../text/room-names.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { RoomEnv } from "../durable-object/load-room.ts";

/** What the deployment gives the Worker; written by hand so that it stays the size of what is used. */
export interface Env extends RoomEnv {
  readonly ROOM: DurableObjectNamespace<RoomObject>;
}

/** What a request carries through the routes below a room's URL. */
export interface RoomVariables {
  readonly room: RoomName;
}

/** Hono's type parameters for the whole app. */
export interface AppEnv {
  Bindings: Env;
  Variables: RoomVariables;
}
