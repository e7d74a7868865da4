/** The titles of the recent rooms, as they were when this browser was there last: a list of random names says little. */
import type { KeyValueStorage } from "../../client/api.ts";
import { recentRooms } from "./recent-rooms.ts";

const PREFIX = "majlis:title:";

/** What a list calls the room: its title, or else its name. */
export function listedTitle(storage: KeyValueStorage, room: string): string {
  return storage.get(PREFIX + room) ?? room;
}

/** The name to show beside a title; undefined where that is the name. */
export function nameBeside(title: string, room: string): string | undefined {
  return title === room ? undefined : room;
}

/** Stores the title of a room, and drops those of rooms that are not recent any more. */
export function storeTitle(storage: KeyValueStorage, room: string, title: string | undefined): void {
  if (title === undefined) storage.remove(PREFIX + room);
  else storage.set(PREFIX + room, title);
  const kept = new Set([room, ...recentRooms(storage)]);
  for (const key of storage.keys())
    if (key.startsWith(PREFIX) && !kept.has(key.slice(PREFIX.length))) storage.remove(key);
}
