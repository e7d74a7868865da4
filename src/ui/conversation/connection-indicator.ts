/** The connection state and its notice, updated by a timer while the connection is lost. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ConnectionState } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { connectionNotice, needsTicking, type ConnectionNotice } from "../models/connection-notice.ts";
import type { Timers } from "../timers.ts";

const TICK_MS = 500;

export class ConnectionIndicator {
  readonly #state = signal<ConnectionState>({ name: "idle" });
  readonly #notice = signal<ConnectionNotice>({ name: "none" });
  readonly #timers: Timers;
  #disconnectedSince: number;
  #wasOnline = false;
  #cancelTick: (() => void) | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#disconnectedSince = timers.now();
  }

  get state(): ReadonlySignal<ConnectionState> {
    return this.#state;
  }

  get notice(): ReadonlySignal<ConnectionNotice> {
    return this.#notice;
  }

  start(room: BaseRoomApi): void {
    this.#setState(room.state);
    room.on("state", ({ from, to }) => {
      if (to.name === "online") this.#wasOnline = true;
      if (from.name === "online") this.#disconnectedSince = this.#timers.now();
      this.#setState(to);
    });
  }

  #setState(state: ConnectionState): void {
    this.#state.value = state;
    this.#tick();
  }

  readonly #tick = (): void => {
    this.#cancelTick?.();
    const state = this.#state.value;
    // A page that was opened offline shows so at once: there is nothing else to show.
    const isOpenedOffline = state.name === "offline" && !this.#wasOnline;
    const since = isOpenedOffline ? Number.NEGATIVE_INFINITY : this.#disconnectedSince;
    const next = connectionNotice(state, since, this.#timers.now());
    if (JSON.stringify(next) !== JSON.stringify(this.#notice.value)) this.#notice.value = next;
    if (needsTicking(state)) this.#cancelTick = this.#timers.after(TICK_MS, this.#tick);
  };
}
