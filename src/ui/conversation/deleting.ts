/** Deleting a message of your own: gone for you at once, for everybody once you can no longer bring it back. */
import type { RoomApi } from "../../client/api.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export const UNDO_MS = 6_000;

export interface DeletingParts {
  readonly room: RoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onRefused: (reason: unknown) => void;
}

export class Deleting {
  readonly #parts: DeletingParts;
  /** by seq, what calls its deletion off */
  readonly #waiting = new Map<number, () => void>();

  constructor(parts: DeletingParts) {
    this.#parts = parts;
    // Another log: what has this seq now is another message.
    parts.room.on("reset", () => {
      for (const callOff of this.#waiting.values()) callOff();
      this.#waiting.clear();
      parts.timeline.lay({ withdrawn: new Set() });
    });
  }

  /** Deletes message `seq` after a while, in which {@link undo} brings it back. */
  delete(seq: number): void {
    if (this.#waiting.has(seq)) return;
    this.#set(seq, true);
    this.#waiting.set(
      seq,
      this.#parts.timers.after(UNDO_MS, () => void this.#send(seq)),
    );
  }

  /** Brings message `seq` back; too late once it is deleted for everybody. */
  undo(seq: number): void {
    const callOff = this.#waiting.get(seq);
    if (callOff === undefined) return;
    callOff();
    this.#waiting.delete(seq);
    this.#set(seq, false);
  }

  /** Deletes now what was to be deleted: the page may be about to go. */
  flush(): void {
    for (const [seq, callOff] of this.#waiting) {
      callOff();
      void this.#send(seq);
    }
  }

  async #send(seq: number): Promise<void> {
    const { room, onRefused } = this.#parts;
    this.#waiting.delete(seq);
    try {
      await room.delete(seq);
    } catch (reason) {
      this.#set(seq, false);
      onRefused(reason);
    }
  }

  #set(seq: number, isWithdrawn: boolean): void {
    const { timeline } = this.#parts;
    const withdrawn = new Set(timeline.overlay.withdrawn);
    if (isWithdrawn) withdrawn.add(seq);
    else withdrawn.delete(seq);
    timeline.lay({ withdrawn });
  }
}
