/** The name that the user chose last, which is used in the next room too. */
import type { KeyValueStorage } from "../../client/api.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import { parseName } from "../../text/names.ts";

const KEY = "majlis:name";

/** Undefined if no name is stored, or an invalid one, which a room would refuse to let in. */
export function preferredName(storage: KeyValueStorage): string | undefined {
  const name = parseName(storage.get(KEY) ?? "", DEFAULT_CLIENT_LIMITS.nameGraphemes);
  return name.ok ? name.value : undefined;
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
