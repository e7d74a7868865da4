/** Finds the room that a URL names, in any spelling; what names no room reaches no object (SPEC ROOM-1). */
import { createMiddleware } from "hono/factory";
import { parseRoomName } from "../../text/room-names.ts";
import type { App } from "../env.ts";
import { isUpgrade } from "../negotiate.ts";
import { refusedSocket } from "../refused-socket.ts";
import { noSuchRoom } from "../routes/landing.ts";

const ROOM_PATH = /^\/r\/([^/]+)(.*)$/s;

export const roomName = createMiddleware<App>(async function roomName(context, next) {
  const { raw: request } = context.req;
  const url = new URL(request.url);
  const [, segment = "", rest = ""] = ROOM_PATH.exec(url.pathname) ?? [];
  const spelling = decode(segment);
  const name = parseRoomName(spelling ?? "");
  if (!name.ok) {
    return isUpgrade(request)
      ? refusedSocket(request, "invalid_room_name")
      : noSuchRoom(context, spelling ?? segment);
  }
  const canonical = `/r/${encodeURIComponent(name.value)}${rest === "/" ? "" : rest}`;
  const isLooking = request.method === "GET" || request.method === "HEAD";
  if (canonical !== url.pathname && isLooking && !isUpgrade(request)) {
    return context.redirect(`${canonical}${url.search}`, 308);
  }
  context.set("room", name.value);
  return next();
});

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
