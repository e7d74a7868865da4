/** The room's signing keys (SPEC HTTP-22), requested without what the page loads for every room. */
import { defaultEnvironment } from "../../client/environment.ts";
import { listKeys, putKey, removeKey, type ManagementContext } from "../../client/room-management.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { RoomKeyInfo } from "../../protocol/room-keys.ts";
import { keyValue, type SigningKeyDraft } from "./signing-key-draft.ts";

type Room = Pick<BaseRoomApi, "url" | "self">;

/** The oldest first. Rejects with a `RoomError`, as the other two do. */
export function signingKeysOf(room: Room): Promise<readonly RoomKeyInfo[]> {
  return listKeys(contextOf(room));
}

/** Adds a key, or replaces the one with its id. */
export function addSigningKey(
  room: Room,
  { kid, iss, alg, key, maxRole }: SigningKeyDraft,
): Promise<RoomKeyInfo> {
  return putKey(contextOf(room), kid, { iss, alg, key: keyValue(key), maxRole });
}

export function removeSigningKey(room: Room, kid: string): Promise<void> {
  return removeKey(contextOf(room), kid);
}

function contextOf({ url, self }: Room): ManagementContext {
  return { platform: defaultEnvironment(), room: url, token: self?.token };
}
