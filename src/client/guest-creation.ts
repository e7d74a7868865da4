/**
 * Pages of one origin that open a room at the same time become one guest (SPEC ID-10): one of them joins without a token
 * and stores the one it gets, for which the others wait.
 */
import type { Platform } from "./platform.ts";
import { Timer } from "./timer.ts";

/** A page that was frozen or hangs must not keep the others out of the room. */
const MAX_WAIT_MS = 5_000;

/**
 * Browsers run pages in processes of their own, which see what another has stored a moment later: Chromium's may get the
 * lock before they do.
 */
const STORED_ELSEWHERE_AFTER_MS = 300;

export class GuestCreation {
  readonly #platform: Platform;
  readonly #lockName: string;
  readonly #maxWait: Timer;
  readonly #hold: Timer;
  #release: (() => void) | undefined;

  /** @param room the room's URL */
  constructor(platform: Platform, room: string) {
    this.#platform = platform;
    this.#lockName = `majlis:guest:${room}`;
    this.#maxWait = new Timer(platform);
    this.#hold = new Timer(platform);
  }

  /** Resolves once it is this page's turn: a guest may have been stored meanwhile. `end` must follow. */
  begin(): Promise<void> {
    const { locks } = this.#platform;
    this.end();
    if (locks === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const ended = new Promise<void>((release) => (this.#release = release));
      this.#maxWait.start(MAX_WAIT_MS, resolve);
      const held = locks.request(this.#lockName, { ifAvailable: false }, () => {
        this.#maxWait.stop();
        resolve();
        return ended;
      });
      // Refused where storage is blocked.
      held.catch(() => resolve());
    });
  }

  /** The guest is stored: it is the turn of the next page once it can read that. */
  stored(): void {
    this.#maxWait.stop();
    if (this.#release !== undefined) this.#hold.start(STORED_ELSEWHERE_AFTER_MS, () => this.end());
  }

  /** There is a guest already, or none was created: it is the turn of the next page. */
  end(): void {
    this.#maxWait.stop();
    this.#hold.stop();
    this.#release?.();
    this.#release = undefined;
  }
}
