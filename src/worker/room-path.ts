/** Parses the path of a room's URL (SPEC ROOM-1). */
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { fail, type Result } from "../text/result.ts";

export interface RoomPath {
  /** the room's name as it is spelled in the path, decoded */
  readonly rawName: string;
  readonly name: Result<RoomName, "invalid_room_name">;
  /** the rest of the path, like `/socket`; without slashes at its end */
  readonly subpath: string;
  /** the path with the room's name in its canonical spelling; undefined if no room can have the name */
  readonly canonical: string | undefined;
}

const ROOM_PATH = /^\/r\/([^/]+)(.*)$/s;

/** Parses `/r/{room}…`; undefined for any other path. */
export function parseRoomPath(pathname: string): RoomPath | undefined {
  const [matched, segment = "", rest = ""] = ROOM_PATH.exec(pathname) ?? [];
  if (matched === undefined) return undefined;
  const subpath = withoutSlashesAtEnd(rest);
  const rawName = decodeSegment(segment);
  const name = rawName === undefined ? fail("invalid_room_name" as const) : parseRoomName(rawName);
  return {
    rawName: rawName ?? segment,
    name,
    subpath,
    // An upgrade asks for none.
    get canonical() {
      return name.ok ? `/r/${encodeURIComponent(name.value)}${subpath}` : undefined;
    },
  };
}

/** A loop: a regular expression would look at each of many slashes once for every slash before it. */
function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
