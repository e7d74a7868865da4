/**
 * Upgrades go past the router: a returning crowd's joins are the most that a Worker ever does at once, and none of its
 * middleware has anything to add to the room's own answer.
 */
import type { Refusal } from "../durable-object/room-object.ts";
import type { Env } from "./env.ts";
import { isWebSocketUpgrade } from "./content-negotiation.ts";
import { refusedSocket } from "./refused-socket.ts";
import { parseRoomPath } from "./room-path.ts";
import { roomStub, roomCallFailure } from "./room-stub.ts";

/** Opens the socket that `request` asks for (SPEC JOIN-1); undefined if it asks for none. */
export function handleUpgrade(request: Request, env: Env): Promise<Response> | Response | undefined {
  if (request.method !== "GET" || !isWebSocketUpgrade(request)) return undefined;
  const path = parseRoomPath(pathnameOf(request.url));
  if (path === undefined || (path.subpath !== "" && path.subpath !== "/socket")) return undefined;
  if (!path.name.ok) return refusedSocket(request, path.name.failure);
  return forwardUpgrade(request, roomStub(env, path.name.value));
}

/** Taken from the text, as the router does: nothing else of the URL is wanted here. */
function pathnameOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", start);
  return url.slice(start, end === -1 ? undefined : end);
}

/**
 * Hands the upgrade to the room. The room's socket goes back unchanged: one of the Worker's own in between could not
 * hibernate. A refusal becomes a socket here, not in the room: there it would keep the room awake until its peer
 * deigned to close it.
 */
async function forwardUpgrade(request: Request, room: ReturnType<typeof roomStub>): Promise<Response> {
  try {
    const response = await room.fetch(request);
    if (response.status === 101) return response;
    const { close } = await response.json<Refusal>();
    return refusedSocket(request, close);
  } catch (error) {
    roomCallFailure(error);
    return refusedSocket(request, "unavailable");
  }
}
