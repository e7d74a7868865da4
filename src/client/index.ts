/** The SDK for browsers, workers and Node: join a room, read its events, publish to it. */
export type * from "./api.ts";
export type { Environment, LazyParts } from "./environment.ts";
export type { Cancel, Locks, NetworkChange, Platform, SocketClose, WebSocketLike } from "./platform.ts";
export type { GetToken } from "./client-identity.ts";
export { joinRoom } from "./join.ts";
export type { JoinOptions } from "./start-client.ts";
export { RoomClient, type RoomApi } from "./room-client.ts";
export { RoomError, type ClientErrorCode } from "./room-error.ts";
export { safeStorage } from "./safe-storage.ts";
