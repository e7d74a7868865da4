/** Time, chance and platform, injected so that a test can stop the world. */
import type * as fallbacks from "./transports/fallbacks.ts";

/** Ends a timer or a subscription. Safe to call twice, and after it fired. */
export type Cancel = () => void;

/** The part of a `WebSocket` that is used. */
export interface WebSocketLike {
  send(frame: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: SocketClose) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

export interface SocketClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** Locks that the tabs of one origin share, over `navigator.locks`. */
export interface Locks {
  /**
   * Calls `hold` with true once the lock is held, and keeps it until that promise ends. With `ifAvailable` a taken
   * lock is not waited for: `hold` is called with false. Rejects where locks cannot be had at all.
   */
  request(
    name: string,
    options: { readonly ifAvailable: boolean },
    callback: (isHeld: boolean) => Promise<void>,
  ): Promise<void>;
}

export type NetworkChange = "online" | "offline";

export type Fallbacks = typeof fallbacks;

export interface Environment {
  /** Throws only where the address or a protocol can never work. */
  openSocket(url: string, protocols: string[]): WebSocketLike;
  /** as the platform's own; bodies must stream */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** what is needed only where sockets do not pass; rejects where it cannot be had */
  loadFallbacks(): Promise<Fallbacks>;
  /** ms since 1970 */
  now(): number;
  setTimer(fn: () => void, ms: number): Cancel;
  /** from 0 up to, not including, 1 */
  random(): number;
  /** 128 random bits in the letters that a command's id may have */
  randomId(): string;
  readonly locks?: Locks;
  onNetworkChange?(listener: (change: NetworkChange) => void): Cancel;
}

/** What this browser, worker or server has. */
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
  const wentOnline = () => listener("online");
  const wentOffline = () => listener("offline");
  target.addEventListener?.("online", wentOnline);
  target.addEventListener?.("offline", wentOffline);
  return () => {
    target.removeEventListener?.("online", wentOnline);
    target.removeEventListener?.("offline", wentOffline);
  };
}

const ID_BYTES = 16;

/** 128 random bits in hexadecimal; not `randomUUID`, which a page has only over HTTPS and on localhost. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
