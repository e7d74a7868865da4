/** Deletes with undo: hidden for the author at once, deleted in the room once the undo period is over. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

/** Short: until it is over the others still read the message, and a deletion that the room has stored cannot be undone. */
export const UNDO_MS = 3_000;

export interface PendingDeletesParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onError: (reason: unknown) => void;
}

export class PendingDeletes {
  readonly #parts: PendingDeletesParts;
  /** the functions that cancel a deletion, by seq */
  readonly #cancels = new Map<number, () => void>();

  constructor(parts: PendingDeletesParts) {
    this.#parts = parts;
    // In another log the seq is of another message.
    parts.room.on("reset", () => {
      for (const cancel of this.#cancels.values()) cancel();
      this.#cancels.clear();
      parts.timeline.applyOverlay({ pendingDeletes: new Set() });
    });
  }

  /** Deletes message `seq` after {@link UNDO_MS}, in which {@link undo} restores it. */
  delete(seq: number): void {
    if (this.#cancels.has(seq)) return;
    this.#set(seq, true);
    this.#cancels.set(
      seq,
      this.#parts.timers.after(UNDO_MS, () => void this.#send(seq)),
    );
  }

  /** Restores message `seq`; does nothing once it is deleted in the room. */
  undo(seq: number): void {
    const cancel = this.#cancels.get(seq);
    if (cancel === undefined) return;
    cancel();
    this.#cancels.delete(seq);
    this.#set(seq, false);
  }

  /** Sends all pending deletes at once: the page may be about to unload. */
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
