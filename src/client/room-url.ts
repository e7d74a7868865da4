/** URLs derived from a room's URL. */
import { JSON_SUBPROTOCOL, TOKEN_PREFIX } from "../protocol/subprotocols.ts";
import { formatPosition, type Position } from "../protocol/position.ts";
import type { JoinCredentials } from "./client-identity.ts";

/** The arguments of a `WebSocket`. */
export interface SocketAddress {
  readonly url: string;
  readonly protocols: string[];
}

/** The room's URL without query, fragment and trailing slash. @throws TypeError if `url` is not a URL */
export function normalizeRoomUrl(url: string | URL): URL {
  const room = new URL(url);
  room.search = "";
  room.hash = "";
  room.pathname = room.pathname.replace(/\/+$/u, "");
  return room;
}

/** The URL and subprotocols to join with (SPEC JOIN-1, JOIN-2). A token is a subprotocol, never in the URL (SPEC ID-1). */
export function socketAddress(
  room: URL,
  { token, name }: JoinCredentials,
  position: Position | undefined,
): SocketAddress {
  const socket = new URL(`${room.href}/socket`);
  socket.protocol = room.protocol.replace(/^http/u, "ws");
  if (name !== undefined) socket.searchParams.set("name", name);
  if (position !== undefined) socket.searchParams.set("position", formatPosition(position));
  const protocols = token === undefined ? [] : [TOKEN_PREFIX + token];
  return { url: socket.href, protocols: [JSON_SUBPROTOCOL, ...protocols] };
}
