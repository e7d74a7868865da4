/** The rooms that were opened in this browser, newest first. They are stored nowhere else. */
import type { KeyValueStorage } from "../../client/api.ts";
import { parseJsonAs } from "../../client/json-guard.ts";

const KEY = "majlis:recent-rooms";
const MAX_ROOMS = 8;

/** The names of the rooms, newest first. */
export function recentRooms(storage: KeyValueStorage): string[] {
  return parseRooms(storage.get(KEY)).slice(0, MAX_ROOMS);
}

/** Moves a room to the front of the list. */
export function rememberRoom(storage: KeyValueStorage, room: string): void {
  save(storage, [room, ...recentRooms(storage).filter((other) => other !== room)].slice(0, MAX_ROOMS));
}

/** Removes a room from the list. */
export function forgetRoom(storage: KeyValueStorage, room: string): void {
  save(
    storage,
    recentRooms(storage).filter((other) => other !== room),
  );
}

function save(storage: KeyValueStorage, rooms: readonly string[]): void {
  storage.set(KEY, JSON.stringify(rooms));
}

/** Storage is shared with other pages of the origin and with older versions: its content is validated. */
function parseRooms(stored: string | undefined): string[] {
  const rooms: readonly unknown[] = parseJsonAs(stored, Array.isArray) ?? [];
  return rooms.filter((room) => typeof room === "string");
}
