/** URLs derived from a room's URL. */
import { JSON_SUBPROTOCOL } from "../protocol/subprotocols.ts";
import { DEFLATE, FRAMES_PARAMETER } from "../protocol/frames.ts";
import { TICKET_PREFIX } from "../protocol/tickets.ts";
import { formatPosition, type Position } from "../protocol/position.ts";
import type { JoinKey } from "./link.ts";

/** The arguments of a `WebSocket`. */
export interface SocketAddress {
  readonly url: string;
  readonly protocols: string[];
}

/** An address of a room's below its own, as one finds it in a page. A room may have one of these names too. */
const PAGE = /(\/r\/[^/]+)\/+(?:embed|plain|socket|events)$/u;

/**
 * The room's URL: `http` or `https`, without query, fragment and trailing slash. Accepts `ws` and `wss` too, and the URL of
 * the room's socket, embed, plain page or stream. @throws TypeError if `url` is not a URL
 */
export function normalizeRoomUrl(url: string | URL): URL {
  const room = new URL(url);
  room.protocol = room.protocol.replace(/^ws/u, "http");
  room.search = "";
  room.hash = "";
  room.pathname = room.pathname.replace(/\/+$/u, "").replace(PAGE, "$1");
  return room;
}

export interface SocketJoin extends JoinKey {
  /** undefined for a new guest */
  readonly ticket?: string | undefined;
  readonly position: Position | undefined;
  /** asks for compressed frames (SPEC FAN-6) */
  readonly deflates: boolean;
}

/** The URL and subprotocols to join with (SPEC JOIN-1, JOIN-2). A ticket is a subprotocol; names and tokens are in neither. */
export function socketAddress(
  room: URL,
  { ticket, position, session, generation, deflates }: SocketJoin,
): SocketAddress {
  const socket = new URL(`${room.href}/socket`);
  socket.protocol = room.protocol.replace(/^http/u, "ws");
  if (position !== undefined) socket.searchParams.set("position", formatPosition(position));
  socket.searchParams.set("session", session);
  socket.searchParams.set("generation", `${generation}`);
  if (deflates) socket.searchParams.set(FRAMES_PARAMETER, DEFLATE);
  const tickets = ticket === undefined ? [] : [TICKET_PREFIX + ticket];
  return { url: socket.href, protocols: [JSON_SUBPROTOCOL, ...tickets] };
}
