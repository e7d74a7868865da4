import { ConfigurationError } from "./configuration-error.ts";
import { isUnset } from "./json-variable.ts";
import { parseRoomName, type RoomName } from "../text/room-names.ts";

/** The deployment's public room, in its variable `LOBBY`; undefined if it has none. @throws ConfigurationError if `LOBBY` is not a room name (SPEC ROOM-1) */
export function parseLobby(variable: unknown): RoomName | undefined {
  if (isUnset(variable)) return undefined;
  const name = typeof variable === "string" ? parseRoomName(variable) : undefined;
  if (name?.ok === true) return name.value;
  throw new ConfigurationError(
    "LOBBY must be the name of a room: 1 to 64 letters, digits, hyphens or underscores.",
  );
}
