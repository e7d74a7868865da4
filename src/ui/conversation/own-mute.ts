/** Whether the user is muted (SPEC MOD-5): from the join, from the act, or from what the room refused. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Self } from "../../protocol/member.ts";
import { MAX_TIMEOUT_MS, type Timers } from "../timers.ts";

export interface OwnMuteState {
  /** in ms since 1970; for good if undefined */
  readonly until: number | undefined;
  readonly reason?: string | undefined;
}

export class OwnMute {
  readonly #state = signal<OwnMuteState | undefined>(undefined);
  readonly #timers: Timers;
  #cancelEnd: (() => void) | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get state(): ReadonlySignal<OwnMuteState | undefined> {
    return this.#state;
  }

  /** Follows the room, which may be joined already. @param earlier events since the last reset, which came before this was loaded */
  start(room: BaseRoomApi, earlier: readonly DurableEvent[]): void {
    const onEvent = (event: DurableEvent): void => {
      if (event.type !== "moderation" || event.member.id !== room.self?.id) return;
      if (event.act === "mute") this.set({ until: event.until, reason: event.reason });
      else if (event.act === "unmute") this.#clear();
    };
    this.#setJoined(room.self);
    earlier.forEach(onEvent);
    room.on("welcome", ({ self }) => this.#setJoined(self));
    room.on("event", onEvent);
  }

  #setJoined(self: Pick<Self, "muted"> | undefined): void {
    if (self?.muted === undefined) return this.#clear();
    const { until } = self.muted;
    const known = this.#state.peek();
    // Only the act has the reason.
    this.set(known?.until === until && known !== undefined ? known : { until });
  }

  set(state: OwnMuteState): void {
    const { until } = state;
    const leftMs = until === undefined ? undefined : until - this.#timers.now();
    this.#clear();
    if (leftMs !== undefined && leftMs <= 0) return;
    this.#state.value = state;
    if (leftMs !== undefined)
      this.#cancelEnd = this.#timers.after(Math.min(leftMs, MAX_TIMEOUT_MS), () => this.set(state));
  }

  #clear(): void {
    this.#cancelEnd?.();
    this.#state.value = undefined;
  }
}
