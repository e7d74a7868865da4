/** Storage that never throws: `localStorage` if it works, else memory. */
import type { KeyValueStorage } from "./api.ts";

/** The part of the browser's `Storage` that is used. */
export interface BrowserStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PROBE_KEY = "majlis:probe";

/**
 * `localStorage` if it can be written, else memory that lasts as long as the page. Even reading the property throws if
 * cookies are blocked or the page is sandboxed.
 */
export function safeStorage(
  open: () => BrowserStorage | undefined = () =>
    (globalThis as { readonly localStorage?: BrowserStorage }).localStorage,
): KeyValueStorage {
  try {
    const storage = open();
    if (storage === undefined) return memoryStorage();
    storage.setItem(PROBE_KEY, "1");
    storage.removeItem(PROBE_KEY);
    return withErrorsCaught(storage);
  } catch {
    return memoryStorage();
  }
}

/** Storage that lasts as long as the page. */
export function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      values.set(key, value);
      return true;
    },
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

/** It worked once, but with a full quota or a revoked permission any call can still throw. */
function withErrorsCaught(storage: BrowserStorage): KeyValueStorage {
  return {
    isShared: true,
    get: (key) => attempt(() => storage.getItem(key) ?? undefined, undefined),
    set: (key, value) =>
      attempt(() => {
        storage.setItem(key, value);
        return true;
      }, false),
    remove: (key) => attempt(() => storage.removeItem(key), undefined),
    keys: () =>
      attempt(
        () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ""),
        new Array<string>(),
      ),
  };
}

function attempt<Value>(operation: () => Value, fallback: Value): Value {
  try {
    return operation();
  } catch {
    return fallback;
  }
}
