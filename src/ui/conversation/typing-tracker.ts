/** Typing indicators of the other members, and sending your own. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { TypingMembers } from "../models/typing.ts";
import { oncePerFrame, type Timers } from "../timers.ts";

export class TypingTracker {
  readonly #members = new TypingMembers();
  readonly #names = signal<readonly string[]>([]);
  readonly #timers: Timers;
  readonly #room: BaseRoomApi;
  readonly #scheduleRefresh: () => void;
  #cancelRefresh: (() => void) | undefined;

  constructor(room: BaseRoomApi, timers: Timers) {
    this.#timers = timers;
    this.#scheduleRefresh = oncePerFrame(timers, () => this.#refresh());
    this.#room = room;
    room.on("typing", (event) => {
      this.#members.onTyping(event, timers.now());
      this.#scheduleRefresh();
    });
    room.on("event", ({ type, from }) => {
      if (type === "message") this.#remove(from.id);
    });
    room.on("presence", ({ left }) => {
      for (const { id } of left ?? []) this.#remove(id);
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") return;
      this.#members.clear();
      this.#scheduleRefresh();
    });
  }

  /** The names of the other members who are typing. */
  get names(): ReadonlySignal<readonly string[]> {
    return this.#names;
  }

  /** The text in the composer changed. The room throttles what it reports. */
  onInput(text: string): void {
    this.#room.typing(text.trim() !== "");
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
