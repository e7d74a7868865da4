/** The client of a mounted component. */
import { joinRoom } from "../join.ts";
import type { RoomClient } from "../room-client.ts";
import type { JoinOptions } from "../start-client.ts";
import type { RoomStore } from "./room-store.ts";

export class JoinedRoom implements RoomStore<RoomClient | undefined> {
  readonly #url: string;
  readonly #key: string | undefined;
  readonly #latest: () => JoinOptions;
  readonly #listeners = new Set<() => void>();
  #room: RoomClient | undefined;

  /** @param latest the options of the last render; `url` and `key` are the ones given */
  constructor(url: string, key: string | undefined, latest: () => JoinOptions) {
    this.#url = url;
    this.#key = key;
    this.#latest = latest;
  }

  readonly getSnapshot = (): RoomClient | undefined => this.#room;

  /** Joins for the first listener, and leaves after the last: not at once, as strict mode subscribes a second time. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#room === undefined) {
      this.#room = joinRoom(this.#options());
      listener();
    }
    return () => {
      this.#listeners.delete(listener);
      queueMicrotask(() => this.#leaveIfUnused());
    };
  };

  #options(): JoinOptions {
    const { key: _key, getToken, ...options } = this.#latest();
    return {
      ...options,
      url: this.#url,
      ...(this.#key === undefined ? {} : { key: this.#key }),
      // A guest's client has none: with one it asks before each join.
      ...(getToken === undefined ? {} : { getToken: () => this.#latest().getToken?.() }),
    };
  }

  #leaveIfUnused(): void {
    if (this.#listeners.size > 0) return;
    this.#room?.close();
    this.#room = undefined;
  }
}
