/** The Worker's entry: sockets at once, the app for all else, and the class of the rooms' objects. */
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { handleUpgrade } from "./upgrade.ts";

export { RoomObject } from "../durable-object/room-object.ts";

export default {
  fetch: (request, env, context) => handleUpgrade(request, env) ?? app.fetch(request, env, context),
} satisfies ExportedHandler<Env>;
