/**
 * Sets the room that a URL names. A GET with another spelling of the name is redirected to the canonical one (308), and
 * a name that no room can have is 404 before any Durable Object is called (SPEC ROOM-1).
 */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { redirectToRoom } from "../redirect-to-room.ts";
import { parseRoomPath } from "../room-path.ts";
import { invalidRoomName } from "../routes/landing.ts";

export const roomName = createMiddleware<AppEnv>(async function roomName(context, next) {
  const { pathname, search } = new URL(context.req.url);
  const path = parseRoomPath(pathname);
  if (path === undefined || !path.name.ok) return invalidRoomName(context, path?.rawName ?? "");
  const isSafeMethod = context.req.method === "GET" || context.req.method === "HEAD";
  if (path.canonical !== pathname && isSafeMethod)
    return redirectToRoom(context, `${path.canonical}${search}`);
  context.set("room", path.name.value);
  return next();
});
