import type { RoomName } from "../text/room-names.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { RoomEnv } from "../durable-object/load-room.ts";

/** What the deployment gives the Worker; written by hand so that it stays the size of what is used. */
export interface Env extends RoomEnv {
  readonly ROOM: DurableObjectNamespace<RoomObject>;
}

/** Who may frame a page (CSP3 §6.4.2): only our own pages, or any. */
export type FrameAncestors = "'self'" | "*";

/** What middleware and handlers hand on with a request. */
export interface RequestVariables {
  /** set below a room's URL */
  readonly room: RoomName;
  /** set by a page that others may frame; 'self' where it is not */
  readonly frameAncestors?: FrameAncestors;
}

/** Hono's type parameters for the whole app. */
export interface AppEnv {
  Bindings: Env;
  Variables: RequestVariables;
}
