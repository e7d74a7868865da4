/** What a key of a room may be (SPEC VOUCH-11, HTTP-22). Without its schema, so that a page can carry it. */
import type { KeyMaterial } from "./vouching-key.ts";

/** It is a part of a URL: no slash, and no dot first, as `.` and `..` are resolved. */
const KEY_ID = /^[\w:~+=-][\w.:~+=-]{0,63}$/;
/** All keys of a room are in memory. */
export const MAX_ROOM_SECRET_BYTES = 512;

export function isRoomKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

export function isTooLongForRoom(material: KeyMaterial): boolean {
  return material.alg === "HS256" && material.key.length > MAX_ROOM_SECRET_BYTES;
}
