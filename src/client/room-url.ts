/** The addresses that follow from a room's URL. */
import { JSON_SUBPROTOCOL, TOKEN_PREFIX } from "../protocol/subprotocols.ts";
import { formatPosition, type Position } from "../protocol/position.ts";
import type { JoinCredentials } from "./client-identity.ts";

export interface SocketAddress {
  readonly url: string;
  readonly protocols: string[];
}

/** The room's URL and nothing else: no query, no fragment, no slash at the end. */
export function normalizeRoomUrl(url: string | URL): URL {
  const room = new URL(url);
  room.search = "";
  room.hash = "";
  room.pathname = room.pathname.replace(/\/+$/u, "");
  return room;
}

/** Where and with what to join (SPEC JOIN-1, JOIN-2). A token is never in the URL (SPEC ID-1). */
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
