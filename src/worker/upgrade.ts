/**
 * WebSocket upgrades bypass the router: a crowd that reconnects at once is a Worker's highest load, and no middleware
 * has anything to add to the room's response.
 */
import type { Refusal } from "../durable-object/room-object.ts";
import type { Env } from "./env.ts";
import { isWebSocketUpgrade } from "./content-negotiation.ts";
import { refusedSocket } from "./refused-socket.ts";
import { parseRoomPath } from "./room-path.ts";
import { roomStub, roomCallFailure } from "./room-stub.ts";

/**
 * Upgrades `GET /r/{room}` and `GET /r/{room}/socket` (SPEC JOIN-1); undefined if the request is not such an upgrade.
 */
export function handleUpgrade(request: Request, env: Env): Promise<Response> | Response | undefined {
  if (request.method !== "GET" || !isWebSocketUpgrade(request)) return undefined;
  const path = parseRoomPath(pathnameOf(request.url));
  if (path === undefined || (path.subpath !== "" && path.subpath !== "/socket")) return undefined;
  if (!path.name.ok) return refusedSocket(request, path.name.failure);
  return forwardUpgrade(request, roomStub(env, path.name.value));
}

/**
 * Sliced from the URL's text, as the router does it: parsing the whole URL costs more and nothing else of it is needed.
 */
function pathnameOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.indexOf("?", start);
  return url.slice(start, end === -1 ? undefined : end);
}

/**
 * Forwards the upgrade to the room and returns the room's socket unchanged: a socket of the Worker in between could not
 * hibernate. A refusal becomes a closed socket here, not in the room, which it would keep awake until the peer closes
 * it.
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
