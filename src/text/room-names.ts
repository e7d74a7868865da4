/** The rules of room names, the last segment of a room's URL (SPEC, "Rooms"). */
import { fail, ok, type Result } from "./result.ts";

declare const roomName: unique symbol;

/** A room's name in canonical form: NFC, lower case. Only {@link parseRoomName} creates it. */
export type RoomName = string & { readonly [roomName]: true };

export const MAX_ROOM_NAME_LETTERS = 64;

/** A letter with its combining marks, a digit, `-` or `_`; at most four marks a letter, so that a name stays readable. */
const NAME = new RegExp(String.raw`^(?:[\p{L}\p{Nd}_-]\p{M}{0,4}){1,${MAX_ROOM_NAME_LETTERS}}$`, "u");

/**
 * The canonical form of `raw`, a decoded path segment in any spelling: 1–64 letters (with their marks),
 * digits, `-` and `_`, of any script.
 */
export function parseRoomName(raw: string): Result<RoomName, "invalid_room_name"> {
  if (raw.length > MAX_ROOM_NAME_LETTERS * 10 || !raw.isWellFormed()) return fail("invalid_room_name");
  const name = raw.normalize("NFC").toLowerCase().normalize("NFC");
  return NAME.test(name) ? ok(name as RoomName) : fail("invalid_room_name");
}
