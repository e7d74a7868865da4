/** The platform together with the code that is loaded on demand, and the defaults for browsers, workers and Node. */
import type { Cancel, Locks, NetworkChange, Platform } from "./platform.ts";
import type * as fallbacks from "./transports/fallbacks.ts";

/** The module of the transports other than WebSocket. */
export type Fallbacks = typeof fallbacks;

/** Everything the SDK takes from its host. */
export interface Environment extends Platform {
  /** Loads what is needed only where sockets do not pass; rejects where it cannot be loaded. */
  loadFallbacks(): Promise<Fallbacks>;
}

/** The environment of this browser, worker or server. */
export function defaultEnvironment(): Environment {
  const { locks } = (globalThis as { readonly navigator?: { readonly locks?: LockManager } }).navigator ?? {};
  return {
    openSocket: (url, protocols) => new WebSocket(url, protocols),
    fetch: (url, init) => fetch(url, init),
    loadFallbacks: () => import("./transports/fallbacks.ts"),
    now: () => Date.now(),
    setTimer: (fn, ms) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    randomId,
    ...(locks === undefined ? {} : { locks: sharedLocks(locks) }),
    onNetworkChange,
  };
}

function sharedLocks(locks: LockManager): Locks {
  return {
    request: async (name, { ifAvailable }, callback) => {
      await locks.request(name, { ifAvailable }, (lock) => callback(lock !== null));
    },
  };
}

function onNetworkChange(listener: (change: NetworkChange) => void): Cancel {
  const target = globalThis as Partial<EventTarget>;
  const controller = new AbortController();
  for (const change of ["online", "offline"] as const) {
    target.addEventListener?.(change, () => listener(change), { signal: controller.signal });
  }
  return () => controller.abort();
}

const ID_BYTES = 16;

/** 128 random bits in hexadecimal; not `randomUUID`, which a page has only over HTTPS and on localhost. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
