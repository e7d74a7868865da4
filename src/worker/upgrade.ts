/**
 * WebSocket upgrades bypass the router: a crowd that reconnects at once is a Worker's highest load, and no middleware
 * has anything to add to the room's response.
 */
import { failure } from "../protocol/errors.ts";
import { negotiate } from "../protocol/subprotocols.ts";
import { TICKET_PREFIX } from "../protocol/tickets.ts";
import type { JoinRefusal } from "../room/admission.ts";
import type { RoomName } from "../text/room-names.ts";
import { isAllowedOrigin } from "./allowed-origin.ts";
import type { Env } from "./env.ts";
import { misconfiguration } from "./configuration.ts";
import { isWebSocketUpgrade } from "./content-negotiation.ts";
import { knownRefusals, type Arrival } from "./known-refusals.ts";
import { problem } from "./problem.ts";
import { refusedSocket } from "./refused-socket.ts";
import { parseRoomPath } from "./room-path.ts";
import { roomStub, roomCallFailure } from "./room-stub.ts";
import { limitByAddress } from "./address-rate-limit.ts";

/**
 * Upgrades `GET /r/{room}` and `GET /r/{room}/socket` (SPEC JOIN-1); undefined if the request is not such an upgrade.
 */
export function handleUpgrade(request: Request, env: Env): Promise<Response> | Response | undefined {
  if (request.method !== "GET" || !isWebSocketUpgrade(request)) return undefined;
  const path = parseRoomPath(pathnameOf(request.url));
  if (path === undefined || (path.subpath !== "" && path.subpath !== "/socket")) return undefined;
  const misconfigured = misconfiguration(env);
  if (misconfigured !== undefined)
    return refusedSocket(request, { close: "unavailable", failure: misconfigured });
  if (!path.name.ok) return refusedSocket(request, { close: path.name.failure });
  if (!isAllowedOrigin(request, env)) return refusedSocket(request, { close: "forbidden_origin" });
  return forwardUpgrade(request, env, path.name.value);
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
async function forwardUpgrade(request: Request, env: Env, room: RoomName): Promise<Response> {
  const arrival: Arrival = {
    room,
    ip: request.headers.get("CF-Connecting-IP"),
    isNewGuest: !hasCredentials(request),
  };
  const refused = await limitByAddress(env, arrival);
  if (refused !== undefined) return refusedSocket(request, { close: "flood", failure: refused });
  const known = knownRefusals.find(arrival, Date.now());
  if (known?.isFlood === true) return refusedUpgrade(known.refusal);
  if (known !== undefined) return refusedSocket(request, known.refusal);
  try {
    const response = await roomStub(env, room).fetch(request);
    if (response.status === 101) return response;
    const refusal = await response.json<JoinRefusal>();
    knownRefusals.note(arrival, refusal, Date.now());
    return refusedSocket(request, refusal);
  } catch (error) {
    return refusedSocket(request, { close: "unavailable", failure: roomCallFailure(error) });
  }
}

/** Without a socket, of which the runtime would read what the client sends before it has received the close. */
function refusedUpgrade({ failure: refused }: JoinRefusal): Response {
  return problem(refused ?? failure("rate_limited"), { Connection: "close" });
}

/** Whether the handshake has a ticket or token, which the room verifies (SPEC ID-1). */
function hasCredentials({ headers }: Request): boolean {
  if (headers.has("Authorization")) return true;
  const offers = headers.get("Sec-WebSocket-Protocol");
  if (offers?.includes(TICKET_PREFIX) !== true) return false;
  const negotiated = negotiate(offers);
  return negotiated.kind === "agreed" && negotiated.ticket !== undefined;
}
