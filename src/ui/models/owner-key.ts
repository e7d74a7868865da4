/** The owner keys of the rooms that were created in this browser, or opened with their key (SPEC OWN-2). */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";
import { OWNER_KEY_PREFIX } from "../../protocol/link-traits.ts";

export interface StoredOwnerKey {
  readonly key: string;
  /** whether the owner has a copy elsewhere, as far as the page knows: else it offers to make one */
  readonly hasCopy: boolean;
}

/** Whether a key that someone brings is an owner's: others are those of links (SPEC OWN-7). */
export function isOwnerKey(key: string): boolean {
  return key.startsWith(OWNER_KEY_PREFIX);
}

/** The owner key of a room; undefined if this browser has none. */
export function storedOwnerKey(storage: KeyValueStorage, room: string): StoredOwnerKey | undefined {
  return parseJsonAs(storage.get(storageKey(room)), isStoredOwnerKey);
}

/** Returns false if it could not be stored. */
export function storeOwnerKey(storage: KeyValueStorage, room: string, ownerKey: StoredOwnerKey): boolean {
  return storage.set(storageKey(room), JSON.stringify(ownerKey));
}

export function removeOwnerKey(storage: KeyValueStorage, room: string): void {
  storage.remove(storageKey(room));
}

function storageKey(room: string): string {
  return `majlis:owner-key:${room}`;
}

/** Storage is shared with other pages of the origin and with other versions: its content is validated. */
function isStoredOwnerKey(value: unknown): value is StoredOwnerKey {
  return hasFields(value, { key: "string", hasCopy: "boolean" });
}
