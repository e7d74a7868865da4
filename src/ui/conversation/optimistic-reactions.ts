/** Optimistic reactions: your own are shown at once, and rolled back if the room refuses them. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { OptimisticReactionMap } from "../models/overlay.ts";
import { withEntry } from "../models/with-entry.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export interface OptimisticReactionsParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onError: (reason: unknown) => void;
  readonly onReacted: (seq: number, emoji: string) => void;
}

/** The confirmed reaction is drawn in a later frame: the optimistic one stays until then. */
const RENDER_MS = 250;
const NONE: OptimisticReactionMap = new Map();

export class OptimisticReactions {
  readonly #parts: OptimisticReactionsParts;
  /** the latest request per message and emoji: answers to earlier ones are ignored */
  readonly #latest = new Map<string, symbol>();

  constructor(parts: OptimisticReactionsParts) {
    this.#parts = parts;
    parts.room.on("reset", () => {
      this.#latest.clear();
      parts.timeline.applyOverlay({ optimisticReactions: new Map() });
    });
  }

  /** Adds your reaction, or removes it if it is there. */
  toggle(seq: number, emoji: string): void {
    const optimistic = this.#optimistic(seq).get(emoji);
    const reactions = this.#parts.timeline.message(seq)?.reactions ?? [];
    const mine = optimistic ?? reactions.some((one) => one.emoji === emoji && one.mine === true);
    void this.#send(seq, emoji, !mine);
  }

  async #send(seq: number, emoji: string, on: boolean): Promise<void> {
    const { room, timers, onError } = this.#parts;
    const key = `${seq} ${emoji}`;
    const request = Symbol(key);
    const settle = () => {
      if (this.#latest.get(key) !== request) return;
      this.#latest.delete(key);
      this.#set(seq, emoji, undefined);
    };
    this.#latest.set(key, request);
    this.#set(seq, emoji, on);
    if (on) this.#parts.onReacted(seq, emoji);
    try {
      await room.react(seq, emoji, on);
      timers.after(RENDER_MS, settle);
    } catch (reason) {
      settle();
      onError(reason);
    }
  }

  #optimistic(seq: number): OptimisticReactionMap {
    return this.#parts.timeline.overlay.optimisticReactions.get(seq) ?? NONE;
  }

  #set(seq: number, emoji: string, on: boolean | undefined): void {
    const { timeline } = this.#parts;
    const optimistic = withEntry(this.#optimistic(seq), emoji, on);
    timeline.applyOverlay({
      optimisticReactions: withEntry(
        timeline.overlay.optimisticReactions,
        seq,
        optimistic.size === 0 ? undefined : optimistic,
      ),
    });
  }
}
