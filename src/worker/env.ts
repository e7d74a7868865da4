import type { RoomName } from "../text/room-names.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { RoomEnv } from "../durable-object/load-room.ts";

/** The bindings of the Worker. Written by hand, so that it lists only what is used. */
export interface Env extends RoomEnv {
  readonly ROOM: DurableObjectNamespace<RoomObject>;
  /** the name of a public room that the landing page offers to try; without it there is none */
  readonly LOBBY?: string;
}

/** Variables that middleware and handlers set on a request's context. */
export interface RequestVariables {
  /** set for every URL below a room's */
  readonly room: RoomName;
  /** true for a page that any other may frame (SPEC HTTP-15); by default only our own may */
  readonly isEmbeddable?: boolean;
}

/** hono's type parameters for the whole app. */
export interface AppEnv {
  Bindings: Env;
  Variables: RequestVariables;
}
