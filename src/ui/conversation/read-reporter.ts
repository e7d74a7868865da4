/** Reports to the others how far the user has read, if they want to show it (SPEC EPH-3). */
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";

/** What is read within this time is one report. */
const REPORT_AFTER_MS = 1_000;
const MIN_INTERVAL_MS = 2_000;

export interface ReadReporterParts {
  readonly conversation: Pick<Conversation, "room" | "limits" | "readTracker" | "timeline">;
  readonly timers: Timers;
  /** whether the user wants to show others what they have read */
  readonly isShown: ReadonlySignal<boolean>;
}

export class ReadReporter {
  readonly #parts: ReadReporterParts;
  /** what the others know of; 0 for nothing */
  #reported = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(parts: ReadReporterParts) {
    this.#parts = parts;
  }

  /** Subscribes to what is read, and to the room, which may be joined already. */
  start(): void {
    const { conversation, isShown } = this.#parts;
    const { room, readTracker } = conversation;
    effect(() => {
      if (isShown.value) this.#schedule(readTracker.read.value);
      else this.#takeBack();
    });
    // The room knows nothing of a connection that has just joined.
    room.on("welcome", () => (this.#reported = 0));
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#schedule(readTracker.read.peek());
    });
    // The first other member is here, or the room is small enough again.
    room.on("presence", () => this.#schedule(readTracker.read.peek()));
  }

  #schedule(read = 0): void {
    if (this.#cancel !== undefined || read <= this.#reported || !this.#canReport) return;
    const { timers } = this.#parts;
    const waitMs = Math.max(REPORT_AFTER_MS, this.#lastAt + MIN_INTERVAL_MS - timers.now());
    this.#cancel = timers.after(waitMs, () => this.#report());
  }

  #report(): void {
    this.#cancel = undefined;
    const { conversation, timers } = this.#parts;
    const { room, readTracker, timeline } = conversation;
    const { value: read = 0 } = readTracker.read;
    if (read <= this.#reported || !this.#canReport) return;
    // The author of a message has read it.
    const isOwn = timeline.message(read)?.from.id === room.self?.id;
    this.#reported = read;
    if (isOwn) return;
    this.#lastAt = timers.now();
    room.markRead(read);
  }

  #takeBack(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#reported > 0) this.#parts.conversation.room.markRead(0);
    this.#reported = 0;
  }

  get #canReport(): boolean {
    const { conversation, isShown } = this.#parts;
    const { room, limits } = conversation;
    const { self, state, roster } = room;
    // A member who may only read may not report it either (SPEC ID-8).
    const isAllowed = isShown.peek() && state.name === "online" && self?.role !== "reader";
    return isAllowed && roster.count > 1 && roster.count <= limits.peek().readMembers;
  }
}
