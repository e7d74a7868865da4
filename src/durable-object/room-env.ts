import type { Variables } from "../protocol/configuration.ts";
import type { DirectoryNamespace } from "./directory-object.ts";

/** What a room's Durable Object is given: the deployment's variables, and the list of rooms. */
export interface RoomEnv extends Variables {
  readonly DIRECTORY: DirectoryNamespace;
}
