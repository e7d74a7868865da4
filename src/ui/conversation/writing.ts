/** Who is writing: heard from the room, told to the room. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { RoomApi } from "../../client/api.ts";
import { TypingMembers, TypingSender } from "../models/typing.ts";
import { oncePerFrame, type Timers } from "../timers.ts";

export class Writing {
  readonly #members = new TypingMembers();
  readonly #names = signal<readonly string[]>([]);
  readonly #timers: Timers;
  readonly #sender: TypingSender;
  readonly #refreshSoon: () => void;
  #calledOff: (() => void) | undefined;

  constructor(room: RoomApi, timers: Timers) {
    this.#timers = timers;
    this.#refreshSoon = oncePerFrame(timers, () => this.#refresh());
    this.#sender = new TypingSender((on) => room.typing(on), timers.now);
    room.on("typing", (event) => {
      this.#members.heard(event, timers.now());
      this.#refreshSoon();
    });
    room.on("event", ({ type, from }) => {
      if (type === "message") this.#stopped(from.id);
    });
    room.on("presence", ({ left }) => {
      for (const { id } of left ?? []) this.#stopped(id);
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") return;
      this.#members.clear();
      this.#refreshSoon();
    });
  }

  /** The names of the others who are writing. */
  get names(): ReadonlySignal<readonly string[]> {
    return this.#names;
  }

  /** Your own text changed. */
  changed(text: string): void {
    this.#sender.changed(text.trim() !== "");
  }

  sent(): void {
    this.#sender.sent();
  }

  /** Most who say something were not seen writing: a flood of messages is no reason for a frame. */
  #stopped(memberId: string): void {
    if (this.#members.stopped(memberId)) this.#refreshSoon();
  }

  readonly #refresh = (): void => {
    this.#calledOff?.();
    const now = this.#timers.now();
    const names = this.#members.names(now);
    if (names.join("\n") !== this.#names.value.join("\n")) this.#names.value = names;
    const expiry = this.#members.nextExpiry(now);
    this.#calledOff = expiry === undefined ? undefined : this.#timers.after(expiry - now, this.#refresh);
  };
}
