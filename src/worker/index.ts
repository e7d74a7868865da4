/**
 * Entry point: WebSocket upgrades go straight to the room, other requests to the router; exports the Durable Object.
 */
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { handleUpgrade } from "./upgrade.ts";

export { RoomObject } from "../durable-object/room-object.ts";

export default {
  fetch: (request, env, context) => handleUpgrade(request, env) ?? app.fetch(request, env, context),
} satisfies ExportedHandler<Env>;
