import type { RoomName } from "../text/room-names.ts";
import type { RoomEnv } from "../durable-object/room-env.ts";
import type { RoomObject } from "../durable-object/room-object.ts";
import type { Failure } from "../protocol/errors.ts";
import type { RateLimitBindings } from "./address-rate-limit.ts";

/** The bindings of the Worker. Written by hand, so that it lists only what is used. */
export interface Env extends RoomEnv, RateLimitBindings {
  readonly ROOM: DurableObjectNamespace<RoomObject>;
  /** the static files of public/ */
  readonly ASSETS: Pick<Fetcher, "fetch">;
}

/** The pages that may frame one: those of all sites, or of these origins. */
export type FrameHosts = "all" | readonly string[];

/** Variables that middleware and handlers set on a request's context. */
export interface RequestVariables {
  /** set for every URL below a room's */
  readonly room: RoomName;
  /** who may frame a page besides our own ones (SPEC EMBED-1); by default no one */
  readonly framedBy?: FrameHosts;
  /** why the room must not be called: too many requests come from the client's address (SPEC LIM-15) */
  readonly refusal?: Failure;
}

/** hono's type parameters for the whole app. */
export interface AppEnv {
  Bindings: Env;
  Variables: RequestVariables;
}
