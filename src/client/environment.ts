/** The platform together with the code that is loaded on demand, and the defaults for browsers, workers and Node. */
import { commandIds } from "./command-ids.ts";
import type { Cancel, Locks, NetworkChange, Platform } from "./platform.ts";
import type * as lazyParts from "./lazy-parts.ts";

/** The module of everything that a client can join without. */
export type LazyParts = typeof lazyParts;

/** Everything the SDK takes from its host. */
export interface Environment extends Platform {
  /** Loads the other transports and the search; rejects where they cannot be loaded. @internal */
  loadLazyParts(): Promise<LazyParts>;
  /** Calls `callback` once there is nothing more urgent to do. */
  whenIdle(callback: () => void): void;
}

/** The environment of this browser, worker or server. */
export function defaultEnvironment(): Environment {
  const { locks } = (globalThis as { readonly navigator?: { readonly locks?: LockManager } }).navigator ?? {};
  return {
    openSocket: (url, protocols) => new WebSocket(url, protocols),
    fetch: (url, init) => fetch(url, init),
    loadLazyParts: () => import("./lazy-parts.ts"),
    whenIdle,
    now: () => Date.now(),
    setTimer: (fn, ms) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    randomId,
    commandId: commandIds(),
    ...((globalThis.crypto as Partial<Crypto>).subtle === undefined ? {} : { hmacSha256 }),
    ...inflating(),
    ...(locks === undefined ? {} : { locks: sharedLocks(locks) }),
    onNetworkChange,
  };
}

/** Loaded beside the handshake: the room's first frames may be compressed. */
function inflating(): Pick<Platform, "inflateFrame"> {
  if (!canInflate()) return {};
  const loading = import("./inflate-frame.ts");
  // Reported where a frame needs it.
  loading.catch(() => undefined);
  return { inflateFrame: async (frame) => (await loading).inflateFrame(frame) };
}

/** False where the platform has no such stream, or not its raw format: Safari before 16.4, Node before 20.12. */
function canInflate(): boolean {
  try {
    return new DecompressionStream("deflate-raw").readable !== undefined;
  } catch {
    return false;
  }
}

/** A page that draws no more frames may never be idle. */
const IDLE_TIMEOUT_MS = 2_000;

function whenIdle(callback: () => void): void {
  const { requestIdleCallback } = globalThis as {
    readonly requestIdleCallback?: (callback: () => void, options: { readonly timeout: number }) => void;
  };
  // Safari and servers lack it.
  if (requestIdleCallback === undefined) setTimeout(callback);
  else requestIdleCallback(callback, { timeout: IDLE_TIMEOUT_MS });
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
  const { onLine } = (globalThis as { readonly navigator?: { readonly onLine?: boolean } }).navigator ?? {};
  // A page that opens without a network gets no event about it.
  if (onLine === false) listener("offline");
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

async function hmacSha256(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text)));
}
