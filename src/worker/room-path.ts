/** Parses the path of a room's URL (SPEC ROOM-1). */
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";

export interface RoomPath {
  /** the room's name as it is spelled in the path, decoded */
  readonly rawName: string;
  readonly name: Result<RoomName, "invalid_room_name">;
  /** the rest of the path, like `/socket`; without a trailing slash */
  readonly subpath: string;
}

const ROOM_PATH = /^\/r\/([^/]+)(.*?)\/?$/s;

/** Parses `/r/{room}…`; undefined for any other path. */
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
