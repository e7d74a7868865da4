/** What may be sent now: within the room's rate and its limit of commands in flight (SPEC LIM-1, PUB-5). */
import { DEFAULT_CLIENT_LIMITS } from "../protocol/client-limits.ts";
import type { Command } from "../protocol/commands.ts";
import type { ClientLimits } from "../protocol/limits.ts";
import type { Outbox, SendContext } from "./outbox.ts";
import type { PendingRequests } from "./pending-requests.ts";
import type { Platform } from "./platform.ts";
import { SendRateLimiter } from "./send-rate-limiter.ts";
import { Timer } from "./timer.ts";

/** The pause after a rate limit error that gives none. */
const DEFAULT_RETRY_AFTER_MS = 1_000;

export class SendWindow {
  readonly #outbox: Outbox;
  readonly #requests: PendingRequests;
  readonly #rateLimiter = new SendRateLimiter();
  readonly #timer: Timer;
  readonly #now: () => number;
  #limits = DEFAULT_CLIENT_LIMITS;

  constructor(platform: Platform, outbox: Outbox, requests: PendingRequests) {
    this.#now = platform.now;
    this.#timer = new Timer(platform);
    this.#outbox = outbox;
    this.#requests = requests;
  }

  get limits(): ClientLimits {
    return this.#limits;
  }

  setLimits(limits: ClientLimits): void {
    this.#limits = limits;
    this.#rateLimiter.setRate(limits.publishRate, this.#now());
  }

  /** Takes the commands that may be sent now, rated requests before messages; they count as sent. */
  take(context: SendContext): Command[] {
    const commands: Command[] = [];
    while (this.#hasCapacity && this.#rateLimiter.waitMs(context.now) === 0) {
      const command = this.#requests.send(context.position.seq) ?? this.#outbox.send(context);
      if (command === undefined) break;
      this.#rateLimiter.take();
      commands.push(command);
    }
    return commands;
  }

  /**
   * Calls `flush` once the rate allows what still waits; does nothing if nothing waits, or only for replies. `now` is that
   * of the last {@link take}: by a later clock the wait may be over, and what it left would have no timer.
   */
  flushLater(now: number, flush: () => void): void {
    this.stop();
    if (!this.#outbox.hasWaiting && !this.#requests.hasWaiting) return;
    const waitMs = this.#rateLimiter.waitMs(now);
    if (waitMs > 0) this.#timer.start(waitMs, flush);
  }

  /** The room refused by its rate limit: nothing is sent for `retryAfterMs`, and everything in flight again after it. */
  pause(retryAfterMs = DEFAULT_RETRY_AFTER_MS): void {
    this.#rateLimiter.pause(this.#now(), retryAfterMs);
    this.#outbox.requeue();
    this.#requests.requeue();
  }

  stop(): void {
    this.#timer.stop();
  }

  get #hasCapacity(): boolean {
    return this.#requests.inFlight + this.#outbox.inFlight < this.#limits.inFlight;
  }
}
