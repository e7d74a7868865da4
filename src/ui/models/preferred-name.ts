/** The name that the user chose last, which is used in the next room too. */
import type { KeyValueStorage } from "../../client/api.ts";

/** Removed where a room refuses the name: the user joins the next one, or this one after a reload, without it. */
export const NAME_KEY = "majlis:name";

/** Undefined if none is stored. Rooms have the last word: the name may be of an older release, which allowed more. */
export function preferredName(storage: KeyValueStorage): string | undefined {
  return storage.get(NAME_KEY);
}

/** Set once the user joins under the guest name, here and in later rooms: they are not asked again. */
export const ASKED_KEY = "majlis:name-asked";

/** Whether to ask for a name: none is stored, and the user did not skip the question. */
export function needsName(storage: KeyValueStorage): boolean {
  return preferredName(storage) === undefined && storage.get(ASKED_KEY) === undefined;
}

/** Stores the name for later rooms. */
export function savePreferredName(storage: KeyValueStorage, name: string): void {
  storage.set(NAME_KEY, name);
}
