/** The connection's state as the application sees it. */
import type { ConnectionState, RoomClientEvents } from "./api.ts";
import type { Emitter } from "./emitter.ts";

export class ConnectionStatus {
  readonly #now: () => number;
  readonly #events: Emitter<RoomClientEvents>;
  #state: ConnectionState = { name: "idle" };
  /**
   * false while the machine reports that it has no network, until a connection is opened all the same; a change emits
   * nothing by itself. A frame of an older connection proves nothing: it may have been on its way.
   */
  hasNetwork = true;
  /** the room's own code for the end of the last connection; undefined if that was cut */
  closeCode: number | undefined;

  constructor(now: () => number, events: Emitter<RoomClientEvents>) {
    this.#now = now;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  connecting(): void {
    this.#set({ name: "connecting", since: this.#now() });
  }

  /** True if the state changed. */
  online(): boolean {
    if (this.#state.name === "online") return false;
    this.#set({ name: "online", since: this.#now() });
    return true;
  }

  /** `reconnecting` or `offline`; `since` stays that of the first failure. */
  disconnected(retryAt: number): void {
    const { name } = this.#state;
    const since = name === "reconnecting" || name === "offline" ? this.#state.since : this.#now();
    this.#set({ name: this.hasNetwork ? "reconnecting" : "offline", since, retryAt, code: this.closeCode });
  }

  closed(close: { readonly code: number; readonly reason: string; readonly fatal: boolean }): void {
    this.#set({ name: "closed", ...close });
  }

  #set(to: ConnectionState): void {
    const from = this.#state;
    this.#state = to;
    this.#events.emit("state", { from, to });
  }
}
