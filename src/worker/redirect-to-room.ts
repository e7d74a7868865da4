/** Another spelling of a room's address (SPEC ROOM-1). */
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** 308 to `path`, with a line for programs that do not follow: `curl` would print nothing. */
export function redirectToRoom(context: Context<AppEnv>, path: string): Response {
  const { href } = new URL(path, context.req.url);
  return context.text(`* This room is at ${href} (curl follows with -L).\n`, 308, { Location: path });
}
