/** Tracks which of the other members are typing. */
import type { Signal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { TypingMembers } from "../../client/typing-members.ts";
import { oncePerFrame, type Timers } from "../timers.ts";

export class TypingTracker {
  readonly #members = new TypingMembers();
  readonly #room: BaseRoomApi;
  readonly #names: Signal<readonly string[]>;
  readonly #timers: Timers;
  readonly #scheduleRefresh: () => void;
  #cancelRefresh: (() => void) | undefined;

  /** @param names is kept up to date */
  constructor(room: BaseRoomApi, names: Signal<readonly string[]>, timers: Timers) {
    this.#names = names;
    this.#timers = timers;
    this.#scheduleRefresh = oncePerFrame(timers, () => this.#refresh());
    this.#room = room;
  }

  /** Subscribes to the room. */
  start(): void {
    this.#room.on("typing", (event) => {
      this.#members.onTyping(event, this.#timers.now());
      this.#scheduleRefresh();
    });
    this.#room.on("event", ({ type, from }) => {
      if (type === "message") this.#remove(from.id);
    });
    this.#room.on("presence", ({ left }) => {
      for (const { id } of left ?? []) this.#remove(id);
    });
    this.#room.on("state", ({ to }) => {
      if (to.name === "online") return;
      this.#members.clear();
      this.#scheduleRefresh();
    });
  }

  /** Schedules no frame for members who were not typing, as most authors in a flood. */
  #remove(memberId: string): void {
    if (this.#members.remove(memberId)) this.#scheduleRefresh();
  }

  readonly #refresh = (): void => {
    this.#cancelRefresh?.();
    const now = this.#timers.now();
    const names = this.#members.names(now);
    if (names.join("\n") !== this.#names.value.join("\n")) this.#names.value = names;
    const expiry = this.#members.nextExpiry(now);
    this.#cancelRefresh = expiry === undefined ? undefined : this.#timers.after(expiry - now, this.#refresh);
  };
}
