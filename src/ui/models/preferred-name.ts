/** The name that the user chose last, which is used in the next room too. */
import type { KeyValueStorage } from "../../client/api.ts";

const KEY = "majlis:name";

/** Undefined if none is stored. Rooms have the last word: the name may be of an older release, which allowed more. */
export function preferredName(storage: KeyValueStorage): string | undefined {
  return storage.get(KEY);
}

/** A browser that was asked for a name once, and joined as a guest, is not asked again. */
const ASKED_KEY = "majlis:name-asked";

/** Whether to ask for a name: none is stored, and the user did not skip the question. */
export function needsName(storage: KeyValueStorage): boolean {
  return preferredName(storage) === undefined && storage.get(ASKED_KEY) === undefined;
}

/** The user joins under the guest name, here and in later rooms. */
export function skipName(storage: KeyValueStorage): void {
  storage.set(ASKED_KEY, "1");
}

/** Stores the name for later rooms. */
export function savePreferredName(storage: KeyValueStorage, name: string): void {
  storage.set(KEY, name);
}

/** A room refuses the name: the user joins the next one, or this one after a reload, without it. */
export function removePreferredName(storage: KeyValueStorage): void {
  storage.remove(KEY);
}
