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

/** Stores the name for later rooms. */
export function savePreferredName(storage: KeyValueStorage, name: string): void {
  storage.set(KEY, name);
}
