/** The announcement that this browser's user has closed: the next one is shown again. */
import type { KeyValueStorage } from "../../client/api.ts";

export function isDismissed(storage: KeyValueStorage, room: string, announcement: string): boolean {
  return storage.get(storageKey(room)) === announcement;
}

export function dismiss(storage: KeyValueStorage, room: string, announcement: string): void {
  storage.set(storageKey(room), announcement);
}

function storageKey(room: string): string {
  return `majlis:announcement:${room}`;
}
