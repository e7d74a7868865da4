/** The connection as a person is told about it, kept up to date by the clock while it is not whole. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ConnectionState, RoomApi } from "../../client/api.ts";
import { connectionNotice, isUnsettled, type ConnectionNotice } from "../models/connection-notice.ts";
import type { Timers } from "../timers.ts";

const TICK_MS = 500;

export class Connection {
  readonly #state = signal<ConnectionState>({ name: "idle" });
  readonly #notice = signal<ConnectionNotice>({ name: "none" });
  readonly #timers: Timers;
  #troubleSince: number;
  #stopTicking: (() => void) | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
    this.#troubleSince = timers.now();
  }

  get state(): ReadonlySignal<ConnectionState> {
    return this.#state;
  }

  get notice(): ReadonlySignal<ConnectionNotice> {
    return this.#notice;
  }

  follow(room: RoomApi): void {
    this.#enter(room.state);
    room.on("state", ({ from, to }) => {
      if (from.name === "online") this.#troubleSince = this.#timers.now();
      this.#enter(to);
    });
  }

  #enter(state: ConnectionState): void {
    this.#state.value = state;
    this.#tick();
  }

  readonly #tick = (): void => {
    this.#stopTicking?.();
    const state = this.#state.value;
    const next = connectionNotice(state, this.#troubleSince, this.#timers.now());
    if (JSON.stringify(next) !== JSON.stringify(this.#notice.value)) this.#notice.value = next;
    if (isUnsettled(state)) this.#stopTicking = this.#timers.after(TICK_MS, this.#tick);
  };
}
