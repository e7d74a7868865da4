import { ConfigurationError } from "../protocol/configuration-error.ts";
import { parseRoomName, type RoomName } from "../text/room-names.ts";

/** The deployment's public room, if it has one. @throws ConfigurationError if `LOBBY` is not a room name (SPEC ROOM-1) */
export function parseEnvLobby({ LOBBY = "" }: { readonly LOBBY?: unknown }): RoomName | undefined {
  if (LOBBY === "") return undefined;
  const name = typeof LOBBY === "string" ? parseRoomName(LOBBY) : undefined;
  if (name?.ok === true) return name.value;
  throw new ConfigurationError(
    "LOBBY must be the name of a room: 1 to 64 letters, digits, hyphens or underscores.",
  );
}
