/** What you last called yourself: offered to the next room, so that you need not say it again in each. */
import type { KeyValueStorage } from "../../client/api.ts";
import { DEFAULT_CLIENT_LIMITS } from "../../protocol/client-limits.ts";
import { parseName } from "../../text/names.ts";

const KEY = "majlis:name";

/** Undefined if none is kept, or one that a room would refuse: it would not let you in under it. */
export function preferredName(storage: KeyValueStorage): string | undefined {
  const name = parseName(storage.get(KEY) ?? "", DEFAULT_CLIENT_LIMITS.nameGraphemes);
  return name.ok ? name.value : undefined;
}

export function savePreferredName(storage: KeyValueStorage, name: string): void {
  storage.set(KEY, name);
}
