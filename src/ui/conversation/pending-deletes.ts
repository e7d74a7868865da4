/** Deletes with undo: sent at once, and for a while undone by the room (SPEC DEL-3). */
import type { ModerateOptions } from "../../client/api.ts";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Message } from "../../protocol/events/message.ts";
import { withEntry } from "../models/with-entry.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

/** How long a deletion can be undone on the page: shorter than in the room, so that the command arrives in time. */
export const UNDO_MS = 6_000;

/** A restored message is drawn in a later frame: the remembered one is shown until then. */
const RENDER_MS = 250;

export interface PendingDeletesParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onError: (reason: unknown) => void;
  /** called with a message whose deletion could not be undone: its text is kept nowhere else */
  readonly onUndoFailed: (message: Message) => void;
}

/** Why a moderator deletes another's message. */
type DeleteOptions = Pick<ModerateOptions, "reason">;

interface Deletion {
  /** as it was deleted */
  readonly message: Message;
  readonly options: DeleteOptions;
  /**
   * - `unsent`: there is no connection; it is sent once there is one.
   * - `doubtful`: the connection was lost before the answer. Its event shows that it was stored.
   */
  state: "unsent" | "sent" | "doubtful" | "deleted";
  isUndone: boolean;
}

export class PendingDeletes {
  readonly #parts: PendingDeletesParts;
  readonly #deletions = new Map<number, Deletion>();

  constructor(parts: PendingDeletesParts) {
    this.#parts = parts;
    const { room } = parts;
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#sendUnsent();
    });
    room.on("event", (event) => {
      if (event.type === "delete") this.#onDeleted(event.target);
    });
    // In another log the seq is of another message.
    room.on("reset", () => {
      this.#deletions.clear();
      parts.timeline.applyOverlay({ pendingDeletes: new Set(), restored: new Map() });
    });
  }

  /** Deletes message `seq`, now or once there is a connection. */
  delete(seq: number, options: DeleteOptions = {}): void {
    const message = this.#parts.timeline.message(seq);
    const state = this.#deletions.get(seq)?.state ?? "doubtful";
    if (message === undefined || state !== "doubtful") return;
    this.#deletions.set(seq, { message, options, state: "unsent", isUndone: false });
    this.#setPending(seq, true);
    this.#sendUnsent();
  }

  /** Undoes the deletion of message `seq`; does nothing once it can no longer be undone. */
  undo(seq: number): void {
    const deletion = this.#deletions.get(seq);
    if (deletion === undefined || deletion.isUndone) return;
    deletion.isUndone = true;
    this.#setPending(seq, false);
    if (deletion.state === "unsent") this.#deletions.delete(seq);
    else this.#setRestored(seq, deletion.message);
    if (deletion.state === "deleted") void this.#restore(seq, deletion);
  }

  #sendUnsent(): void {
    if (this.#parts.room.state.name !== "online") return;
    for (const [seq, deletion] of this.#deletions)
      if (deletion.state === "unsent") void this.#send(seq, deletion);
  }

  async #send(seq: number, deletion: Deletion): Promise<void> {
    const { room, onError } = this.#parts;
    deletion.state = "sent";
    try {
      await room.delete(seq, deletion.options);
      // Also without an event: another tab may have deleted it.
      this.#onDeleted(seq);
    } catch (reason) {
      if (this.#deletions.get(seq) !== deletion) return;
      this.#setPending(seq, false);
      this.#setRestored(seq, undefined);
      if (isDoubtful(reason)) deletion.state = "doubtful";
      else this.#deletions.delete(seq);
      onError(reason);
    }
  }

  #onDeleted(seq: number): void {
    const deletion = this.#deletions.get(seq);
    if (deletion === undefined || deletion.state === "deleted") return;
    deletion.state = "deleted";
    if (deletion.isUndone) {
      this.#setRestored(seq, deletion.message);
      void this.#restore(seq, deletion);
      return;
    }
    this.#setPending(seq, true);
    this.#parts.timers.after(UNDO_MS, () => {
      if (this.#deletions.get(seq) !== deletion || deletion.isUndone) return;
      this.#deletions.delete(seq);
      this.#setPending(seq, false);
    });
  }

  async #restore(seq: number, deletion: Deletion): Promise<void> {
    const { room, timers, onUndoFailed } = this.#parts;
    try {
      await room.restore(seq);
      timers.after(RENDER_MS, () => this.#setRestored(seq, undefined));
    } catch {
      this.#setRestored(seq, undefined);
      onUndoFailed(deletion.message);
    }
    if (this.#deletions.get(seq) === deletion) this.#deletions.delete(seq);
  }

  #setPending(seq: number, isPending: boolean): void {
    const { timeline } = this.#parts;
    const pendingDeletes = new Set(timeline.overlay.pendingDeletes);
    if (isPending) pendingDeletes.add(seq);
    else pendingDeletes.delete(seq);
    timeline.applyOverlay({ pendingDeletes });
  }

  #setRestored(seq: number, message: Message | undefined): void {
    const { timeline } = this.#parts;
    timeline.applyOverlay({ restored: withEntry(timeline.overlay.restored, seq, message) });
  }
}

/** True if the room may have stored the deletion all the same. */
function isDoubtful(reason: unknown): boolean {
  const { code } = Object(reason) as { readonly code?: unknown };
  return code === "connection_lost" || code === "timeout";
}
