/** What the SDK needs of the platform it runs on, injected so that a test controls time, randomness and network. */

/** Ends a timer or a subscription. Safe to call twice, and after the timer fired. */
export type Cancel = () => void;

/** The part of a `WebSocket` that is used. */
export interface WebSocketLike {
  /** set to `arraybuffer`, so that binary frames need not be read from a `Blob` */
  binaryType?: string;
  send(frame: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: SocketClose) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** The part of a `CloseEvent` that is used. */
export interface SocketClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** Locks shared by the tabs of one origin: the part of `navigator.locks` that is used. */
export interface Locks {
  /**
   * Calls `callback` with true once the lock is held, and holds it until the returned promise settles. With
   * `ifAvailable` it does not wait for a taken lock: `callback` gets false. Rejects where locks are not available.
   */
  request(
    name: string,
    options: { readonly ifAvailable: boolean },
    callback: (isHeld: boolean) => Promise<void>,
  ): Promise<void>;
}

/** What the platform reports about its network. */
export type NetworkChange = "online" | "offline";

/** Sockets, requests, time, randomness, locks: everything but the code that is loaded on demand. */
export interface Platform {
  /** Throws only for an address or a protocol that can never work. */
  openSocket(url: string, protocols: string[]): WebSocketLike;
  /** As `fetch`; response bodies must stream. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** ms since 1970 */
  now(): number;
  setTimer(fn: () => void, ms: number): Cancel;
  /** at least 0, less than 1 */
  random(): number;
  /** 128 random bits in letters, digits and `_` or `-`: names a session or a tab */
  randomId(): string;
  /** the id of the client's next command (SPEC CMD-5) */
  commandId(): string;
  /** HMAC-SHA-256 of a text; absent where there is no WebCrypto: browsers have it only over HTTPS and on localhost */
  hmacSha256?(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array>;
  /**
   * The text of a compressed frame (SPEC FAN-6). Rejects if it is no raw DEFLATE of JSON in UTF-8, and as soon as it inflates to
   * more than the largest frame. Needs no `this`. Absent where the platform cannot inflate: the client does not ask for such frames then.
   */
  inflateFrame?(frame: ArrayBuffer): Promise<string>;
  readonly locks?: Locks;
  /**
   * Whether all clients of this browser share a few connections to `origin`, so that they hold few requests open (SPEC
   * CLIMB-11). Found out by the SDK if absent.
   */
  sharesConnections?(origin: string): boolean;
  /** Calls `listener` with each change, and at once if there is no network. */
  onNetworkChange?(listener: (change: NetworkChange) => void): Cancel;
}
