/** Finds the room that a URL names, in any spelling; what names no room reaches no object (SPEC ROOM-1). */
import { createMiddleware } from "hono/factory";
import type { App } from "../env.ts";
import { readRoomPath } from "../room-path.ts";
import { noSuchRoom } from "../routes/landing.ts";

export const roomName = createMiddleware<App>(async function roomName(context, next) {
  const { pathname, search } = new URL(context.req.url);
  const path = readRoomPath(pathname);
  if (path === undefined || !path.name.ok) return noSuchRoom(context, path?.spelling ?? "");
  const canonical = `/r/${encodeURIComponent(path.name.value)}${path.rest}`;
  const isLooking = context.req.method === "GET" || context.req.method === "HEAD";
  if (canonical !== pathname && isLooking) return context.redirect(`${canonical}${search}`, 308);
  context.set("room", path.name.value);
  return next();
});
