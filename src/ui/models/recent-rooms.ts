/** The rooms this browser was in, newest first. They are kept here and nowhere else. */
import type { KeyValueStorage } from "../../client/api.ts";

const KEY = "majlis:recent-rooms";
const MAX_ROOMS = 8;

export function recentRooms(storage: KeyValueStorage): string[] {
  return parseRooms(storage.get(KEY)).slice(0, MAX_ROOMS);
}

export function rememberRoom(storage: KeyValueStorage, room: string): void {
  save(storage, [room, ...recentRooms(storage).filter((other) => other !== room)].slice(0, MAX_ROOMS));
}

export function forgetRoom(storage: KeyValueStorage, room: string): void {
  save(
    storage,
    recentRooms(storage).filter((other) => other !== room),
  );
}

function save(storage: KeyValueStorage, rooms: readonly string[]): void {
  storage.set(KEY, JSON.stringify(rooms));
}

/** Storage is shared with whatever else runs here, and with older versions: anything may be in it. */
function parseRooms(stored: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(value) ? value.filter((room) => typeof room === "string") : [];
  } catch {
    return [];
  }
}
