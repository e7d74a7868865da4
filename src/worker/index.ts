/**
 * Entry point: WebSocket upgrades go straight to the room, other requests to the router; exports the Durable Object.
 */
import { env as startEnv } from "cloudflare:workers";
import { app } from "./app.ts";
import { sendLargeBody } from "./bridge/large-answer.ts";
import { checkConfiguration } from "../durable-object/configuration.ts";
import type { Env } from "./env.ts";
import { handleUpgrade } from "./upgrade.ts";

export { DirectoryObject } from "../durable-object/directory-object.ts";
export { RoomObject } from "../durable-object/room-object.ts";

// Logs a wrong variable at start, before the first request is refused for it.
checkConfiguration(startEnv as Partial<Env>);

async function answer(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  const answered = await app.fetch(request, env, context);
  sendLargeBody(request, answered);
  return answered;
}

export default {
  fetch: (request, env, context) => handleUpgrade(request, env) ?? answer(request, env, context),
} satisfies ExportedHandler<Env>;
