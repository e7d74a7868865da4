/** When to connect again: after a failure with backoff, or soon. Shows the application when that is. */
import { Backoff } from "./backoff.ts";
import type { ConnectionStatus } from "./connection-status.ts";
import type { Platform } from "./platform.ts";
import { Timer } from "./timer.ts";

/** A connection that stayed joined this long counts as a success. */
const STABLE_AFTER_MS = 5_000;
/** Where a user waits, the next attempt starts within this. */
const FAST_RETRY_MS = 300;
/** A machine that reports no network is often wrong, so attempts continue, but rarely. */
const MIN_OFFLINE_DELAY_MS = 10_000;

interface RetryTiming {
  readonly spreadMs?: number | undefined;
  readonly retryAfterMs?: number;
}

export interface ReconnectorPorts {
  /** It is time for the next attempt. */
  attempt(): void;
  /** The connection is stable. */
  stable(): void;
}

/** Runs one timer: towards the next attempt, or while joined towards being stable. */
export class Reconnector {
  readonly #platform: Platform;
  readonly #status: ConnectionStatus;
  readonly #backoff: Backoff;
  readonly #timer: Timer;
  readonly #ports: ReconnectorPorts;
  #retryAt = 0;

  constructor(platform: Platform, status: ConnectionStatus, ports: ReconnectorPorts) {
    this.#platform = platform;
    this.#status = status;
    this.#backoff = new Backoff(platform.random);
    this.#timer = new Timer(platform);
    this.#ports = ports;
  }

  /**
   * Schedules an attempt with exponential backoff; `spreadMs` is the room's for an unclean close (SPEC LIVE-4),
   * `retryAfterMs` the pause that comes before it where the room asked for one (SPEC JOIN-7).
   */
  afterFailure({ spreadMs, retryAfterMs = 0 }: RetryTiming = {}): void {
    const delayMs = retryAfterMs + this.#backoff.nextDelayMs(spreadMs);
    this.#schedule(this.#status.hasNetwork ? delayMs : Math.max(delayMs, MIN_OFFLINE_DELAY_MS));
  }

  /** Schedules an attempt at once but for jitter: there is reason to expect success. */
  soon(): void {
    this.#schedule(this.#platform.random() * FAST_RETRY_MS);
  }

  /** As {@link soon}, unless the scheduled attempt is as near. An overdue one is stuck in a timer that slept. */
  hurry(): void {
    const remainingMs = this.#retryAt - this.#platform.now();
    if (remainingMs <= 0 || remainingMs > FAST_RETRY_MS) this.soon();
  }

  /** Joined: once that is stable, the next failure starts with the shortest delay again. */
  joined(): void {
    this.#timer.start(STABLE_AFTER_MS, () => {
      this.#backoff.reset();
      this.#ports.stable();
    });
  }

  stop(): void {
    this.#timer.stop();
  }

  #schedule(exactMs: number): void {
    const delayMs = Math.round(exactMs);
    this.#retryAt = this.#platform.now() + delayMs;
    this.#timer.start(delayMs, () => this.#ports.attempt());
    this.#status.disconnected(this.#retryAt);
  }
}
