/** Deleting a message of your own: gone for you at once, for everybody once you can no longer bring it back. */
import type { RoomApi } from "../../client/api.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export const UNDO_MS = 6_000;

export interface PendingDeletesParts {
  readonly room: RoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onError: (reason: unknown) => void;
}

export class PendingDeletes {
  readonly #parts: PendingDeletesParts;
  /** by seq, what calls its deletion off */
  readonly #cancels = new Map<number, () => void>();

  constructor(parts: PendingDeletesParts) {
    this.#parts = parts;
    // Another log: what has this seq now is another message.
    parts.room.on("reset", () => {
      for (const cancel of this.#cancels.values()) cancel();
      this.#cancels.clear();
      parts.timeline.applyOverlay({ pendingDeletes: new Set() });
    });
  }

  /** Deletes message `seq` after a while, in which {@link undo} brings it back. */
  delete(seq: number): void {
    if (this.#cancels.has(seq)) return;
    this.#set(seq, true);
    this.#cancels.set(
      seq,
      this.#parts.timers.after(UNDO_MS, () => void this.#send(seq)),
    );
  }

  /** Brings message `seq` back; too late once it is deleted for everybody. */
  undo(seq: number): void {
    const cancel = this.#cancels.get(seq);
    if (cancel === undefined) return;
    cancel();
    this.#cancels.delete(seq);
    this.#set(seq, false);
  }

  /** Deletes now what was to be deleted: the page may be about to go. */
  flush(): void {
    for (const [seq, cancel] of this.#cancels) {
      cancel();
      void this.#send(seq);
    }
  }

  async #send(seq: number): Promise<void> {
    const { room, onError } = this.#parts;
    this.#cancels.delete(seq);
    try {
      await room.delete(seq);
    } catch (reason) {
      this.#set(seq, false);
      onError(reason);
    }
  }

  #set(seq: number, isPending: boolean): void {
    const { timeline } = this.#parts;
    const pendingDeletes = new Set(timeline.overlay.pendingDeletes);
    if (isPending) pendingDeletes.add(seq);
    else pendingDeletes.delete(seq);
    timeline.applyOverlay({ pendingDeletes });
  }
}
