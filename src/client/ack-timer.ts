/** Detects a connection that is open but dead, by sent messages that get no reply. */
import type { Platform } from "./platform.ts";
import type { Outbox } from "./outbox.ts";
import type { SessionLink } from "./session-link.ts";
import { Timer } from "./timer.ts";

const ACK_TIMEOUT_MS = 10_000;

export class AckTimer {
  readonly #now: () => number;
  readonly #outbox: Outbox;
  readonly #link: SessionLink;
  readonly #timer: Timer;

  constructor(platform: Platform, outbox: Outbox, link: SessionLink) {
    this.#now = platform.now;
    this.#outbox = outbox;
    this.#link = link;
    this.#timer = new Timer(platform);
  }

  /** Drops the link if the oldest sent message gets no reply in time. Does nothing while that timer runs. */
  start(): void {
    const oldest = this.#outbox.oldestSentAt;
    if (this.#timer.isRunning || oldest === undefined) return;
    // A clock that was set back would make the timeout too long.
    const ms = Math.min(ACK_TIMEOUT_MS, oldest + ACK_TIMEOUT_MS - this.#now());
    this.#timer.start(
      ms,
      () => this.#check(),
      () => this.#restartAfterSleep(),
    );
  }

  stop(): void {
    this.#timer.stop();
  }

  #check(): void {
    const oldest = this.#outbox.oldestSentAt;
    if (oldest !== undefined && this.#now() - oldest >= ACK_TIMEOUT_MS) this.#link.drop();
    else this.start();
  }

  /** The machine slept, so a missing reply proves nothing: the link is probed, and the timeout starts again. */
  #restartAfterSleep(): void {
    this.#outbox.renewSentAt(this.#now());
    this.#link.wake();
    this.start();
  }
}
