/** The part of a path that names a room (SPEC ROOM-1). */
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";

export interface RoomPath {
  /** the room's name as the path spells it */
  readonly rawName: string;
  readonly name: Result<RoomName, "invalid_room_name">;
  /** what follows the name, `/socket` for one; without a slash at the end */
  readonly subpath: string;
}

const ROOM_PATH = /^\/r\/([^/]+)(.*?)\/?$/s;

/** Reads `/r/{room}…`; undefined for any other path. */
export function parseRoomPath(pathname: string): RoomPath | undefined {
  const [matched, segment = "", subpath = ""] = ROOM_PATH.exec(pathname) ?? [];
  if (matched === undefined) return undefined;
  const rawName = decodeSegment(segment);
  const name = rawName === undefined ? fail("invalid_room_name" as const) : parseRoomName(rawName);
  return { rawName: rawName ?? segment, name, subpath };
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
