/**
 * Slow mode as the page counts it (SPEC SET-5): how long until the next message. The room has the last word, as it knows
 * the messages of other tabs and of the same address.
 */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export interface SlowModeParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  /** the time between two messages of the user; 0 if they are not slowed */
  readonly intervalMs: ReadonlySignal<number>;
}

const TICK_MS = 1_000;

export class SlowMode {
  readonly #parts: SlowModeParts;
  readonly #waitMs = signal(0);
  /** when the user may send again, in ms since 1970 by this clock */
  #freeAt = 0;
  #cancelTick: (() => void) | undefined;

  constructor(parts: SlowModeParts) {
    this.#parts = parts;
  }

  /** How long the user has to wait, in ms; 0 if they may send now. It counts down by the second. */
  get waitMs(): ReadonlySignal<number> {
    return this.#waitMs;
  }

  get freeAt(): number {
    return this.#freeAt;
  }

  start(): void {
    const { room, intervalMs } = this.#parts;
    room.on("event", (event) => {
      if (event.type === "message" && event.from.id === room.self?.id) this.#wait(intervalMs.peek());
    });
    room.on("reset", () => this.#waitSinceLast());
    room.on("welcome", ({ self }) => this.#wait(self.waitMs ?? 0));
    // Also those that were sent again: of them only this is known.
    room.on("pending", () => {
      if (this.#waitMs.peek() === 0 && this.#refusedMessage !== undefined) this.#wait(intervalMs.peek());
    });
    effect(() => {
      const ms = intervalMs.value;
      this.#freeAt = Math.min(this.#freeAt, this.#parts.timers.now() + ms);
      this.#waitSinceLast();
    });
    // Of a room that was joined before. Also other messages count than those that the page has.
    this.#wait(room.self?.waitMs ?? 0);
  }

  /** The room refused a message, and takes it after `retryAfterMs`. */
  onRefused(retryAfterMs: number): void {
    this.#freeAt = this.#parts.timers.now() + retryAfterMs;
    this.#tick();
  }

  /** Since the last own message that the page has; its time is by the room's clock. */
  #waitSinceLast(): void {
    const { room, timeline, timers, intervalMs } = this.#parts;
    const ms = intervalMs.peek();
    const last = timeline.messages.findLast(({ from }) => from.id === room.self?.id);
    const sinceMs = last === undefined ? Infinity : timers.now() - last.at;
    this.#wait(Math.min(ms, Math.max(0, ms - sinceMs)));
  }

  #wait(ms: number): void {
    this.#freeAt = Math.max(this.#freeAt, this.#parts.timers.now() + ms);
    this.#tick();
  }

  #tick(): void {
    const { timers } = this.#parts;
    this.#cancelTick?.();
    const waitMs = Math.max(0, this.#freeAt - timers.now());
    this.#waitMs.value = waitMs;
    if (waitMs > 0) this.#cancelTick = timers.after(Math.min(waitMs, TICK_MS), () => this.#tick());
    else if (this.#refusedMessage !== undefined) this.#parts.room.retry(this.#refusedMessage.id);
  }

  /** The oldest message that came too early; it is sent again once it may be. */
  get #refusedMessage(): PendingMessage | undefined {
    return this.#parts.room.pending.find(
      ({ status }) => status.name === "failed" && status.code === "slow_mode",
    );
  }
}
