/** The part of a path that names a room (SPEC ROOM-1). */
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";

export interface RoomPath {
  /** the room's name as the path spells it */
  readonly spelling: string;
  readonly name: Result<RoomName, "invalid_room_name">;
  /** what follows the name, `/socket` for one; without a slash at the end */
  readonly rest: string;
}

const ROOM_PATH = /^\/r\/([^/]+)(.*?)\/?$/s;

/** Reads `/r/{room}…`; undefined for any other path. */
export function readRoomPath(pathname: string): RoomPath | undefined {
  const [matched, segment = "", rest = ""] = ROOM_PATH.exec(pathname) ?? [];
  if (matched === undefined) return undefined;
  const spelling = decode(segment);
  const name = spelling === undefined ? fail("invalid_room_name" as const) : parseRoomName(spelling);
  return { spelling: spelling ?? segment, name, rest };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
