import { parseRoomName, type RoomName } from "../text/room-names.ts";
import type { Env } from "./env.ts";

/** The deployment's public room, if it has one. @throws Error if `LOBBY` is not a room name (SPEC ROOM-1) */
export function parseEnvLobby({ LOBBY }: Pick<Env, "LOBBY">): RoomName | undefined {
  if (LOBBY === undefined || LOBBY === "") return undefined;
  const name = parseRoomName(LOBBY);
  if (!name.ok) throw new Error("the variable LOBBY is not a room name");
  return name.value;
}
