/**
 * Streams and waiting polls that all tabs of a browser hold together (SPEC CLIMB-11). Over HTTP/1.1 a browser opens at most
 * six connections to a host for all its tabs: if streams took them all, no message could be sent and no page opened.
 */
import type { Platform } from "../platform.ts";
import { sharesConnections } from "./shares-connections.ts";

/** All clients of a browser may hold this many requests to one origin. */
export const MAX_HELD_REQUESTS = 3;

/** One of the places, for the links of one client. A link holds it from `acquire` to `release`. */
export class HeldRequestSlot {
  readonly #platform: Platform;
  readonly #origin: string;
  readonly #holders = new Set<object>();
  #taking: Promise<boolean> | undefined;
  #freePlace: (() => void) | undefined;
  #isRefused = false;

  /** @param origin of the room */
  constructor(platform: Platform, origin: string) {
    this.#platform = platform;
    this.#origin = origin;
  }

  /** True if all places were taken when a link last wanted one. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Takes a place for `holder`. Resolves with false if all are taken: `holder` must then hold no request open. */
  async acquire(holder: object): Promise<boolean> {
    const isShared = this.#platform.sharesConnections ?? sharesConnections;
    if (!isShared(this.#origin)) return true;
    this.#holders.add(holder);
    const isTaken = this.#freePlace !== undefined || (await (this.#taking ??= this.#takeAny()));
    this.#taking = undefined;
    this.#isRefused = !isTaken;
    if (!isTaken) this.#holders.delete(holder);
    else this.#freeIfUnused();
    return isTaken && this.#holders.has(holder);
  }

  /** `holder` holds no request any more. */
  release(holder: object): void {
    this.#holders.delete(holder);
    this.#freeIfUnused();
  }

  #freeIfUnused(): void {
    if (this.#holders.size > 0) return;
    this.#freePlace?.();
    this.#freePlace = undefined;
  }

  async #takeAny(): Promise<boolean> {
    for (let index = 0; index < MAX_HELD_REQUESTS; index++) {
      if (await this.#take(`majlis:held:${this.#origin} ${index}`)) return true;
    }
    return false;
  }

  /** Takes one place, a lock that the browser releases with the tab. False if another client has it. */
  #take(name: string): Promise<boolean> {
    const { locks } = this.#platform;
    return new Promise((resolve) => {
      const held = locks?.request(name, { ifAvailable: true }, async (isHeld) => {
        if (!isHeld) return resolve(false);
        const freed = new Promise<void>((free) => (this.#freePlace = free));
        resolve(true);
        await freed;
      });
      // Without locks (an insecure page, an opaque origin) the tabs cannot agree: each of them only polls without waiting.
      if (held === undefined) resolve(false);
      else held.catch(() => resolve(false));
    });
  }
}
