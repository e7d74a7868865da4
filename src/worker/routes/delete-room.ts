import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";
import { manageRoom } from "./manage.ts";

/** `DELETE /r/{room}` (SPEC OWN-9): deletes the room for good. Answers 204. */
export async function deleteRoom(context: Context<AppEnv>): Promise<Response> {
  const deleted = await manageRoom(context, (stub, sender) => stub.deleteRoom(sender));
  return deleted.ok ? new Response(null, { status: 204 }) : problem(deleted.failure);
}
