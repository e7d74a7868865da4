/**
 * Upgrades go past the router: a returning crowd's joins are the most that a Worker ever does at once, and none of its
 * middleware has anything to add to the room's own answer.
 */
import type { Refusal } from "../durable-object/room-object.ts";
import { negotiate } from "../protocol/subprotocols.ts";
import type { Env } from "./env.ts";
import { joinInit, JOIN_URL, readHandshake, type Handshake } from "../transport/handshake.ts";
import { isUpgrade } from "./negotiate.ts";
import { refusedSocket } from "./refused-socket.ts";
import { readRoomPath } from "./room-path.ts";
import { roomStub, unreachable } from "./room-stub.ts";

/** Opens the socket that `request` asks for (SPEC JOIN-1); undefined if it asks for none. */
export function upgrade(request: Request, env: Env): Promise<Response> | Response | undefined {
  if (request.method !== "GET" || !isUpgrade(request)) return undefined;
  const { pathname, searchParams } = new URL(request.url);
  const path = readRoomPath(pathname);
  if (path === undefined || (path.rest !== "" && path.rest !== "/socket")) return undefined;
  const negotiated = negotiate(request.headers.get("Sec-WebSocket-Protocol"));
  if (!path.name.ok) return refusedSocket(negotiated.echo, path.name.failure);
  if (negotiated.kind === "unsupported") return refusedSocket(negotiated.echo, "unsupported_protocol");
  return join(roomStub(env, path.name.value), readHandshake(request, negotiated, searchParams));
}

/**
 * Opens a socket in the room. The room's socket goes back unchanged: one of the Worker's own in between could not
 * hibernate. A refusal becomes a socket here, not in the room: there it would keep the room awake until its peer
 * deigned to close it.
 */
async function join(room: ReturnType<typeof roomStub>, handshake: Handshake): Promise<Response> {
  try {
    const answer = await room.fetch(JOIN_URL, joinInit(handshake));
    if (answer.status === 101) return answer;
    const { close } = await answer.json<Refusal>();
    return refusedSocket(handshake.echo, close);
  } catch (error) {
    unreachable(error);
    return refusedSocket(handshake.echo, "unavailable");
  }
}
