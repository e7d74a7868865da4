/** Reactions of your own: shown at once, and taken back where the room refuses them. */
import type { RoomApi } from "../../client/api.ts";
import { withEntry, type Wishes } from "../models/overlay.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export interface ReactingParts {
  readonly room: RoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
  readonly onRefused: (reason: unknown) => void;
}

/** The room's answer is drawn with a later frame of the page: the wish holds its place until then. */
const DRAWN_MS = 250;
const NONE: Wishes = new Map();

export class Reacting {
  readonly #parts: ReactingParts;
  /** the newest wish for an emoji on a message: an older one no longer matters */
  readonly #newest = new Map<string, symbol>();

  constructor(parts: ReactingParts) {
    this.#parts = parts;
    parts.room.on("reset", () => {
      this.#newest.clear();
      parts.timeline.lay({ wishes: new Map() });
    });
  }

  /** Joins in with `emoji`, or withdraws if you had joined in already. */
  toggle(seq: number, emoji: string): void {
    const wish = this.#wishes(seq).get(emoji);
    const reactions = this.#parts.timeline.message(seq)?.reactions ?? [];
    const mine = wish ?? reactions.some((one) => one.emoji === emoji && one.mine === true);
    void this.#ask(seq, emoji, !mine);
  }

  async #ask(seq: number, emoji: string, on: boolean): Promise<void> {
    const { room, timers, onRefused } = this.#parts;
    const key = `${seq} ${emoji}`;
    const wish = Symbol(key);
    const fulfil = () => {
      if (this.#newest.get(key) !== wish) return;
      this.#newest.delete(key);
      this.#set(seq, emoji, undefined);
    };
    this.#newest.set(key, wish);
    this.#set(seq, emoji, on);
    try {
      await room.react(seq, emoji, on);
      timers.after(DRAWN_MS, fulfil);
    } catch (reason) {
      fulfil();
      onRefused(reason);
    }
  }

  #wishes(seq: number): Wishes {
    return this.#parts.timeline.overlay.wishes.get(seq) ?? NONE;
  }

  #set(seq: number, emoji: string, on: boolean | undefined): void {
    const { timeline } = this.#parts;
    const wishes = withEntry(this.#wishes(seq), emoji, on);
    timeline.lay({
      wishes: withEntry(timeline.overlay.wishes, seq, wishes.size === 0 ? undefined : wishes),
    });
  }
}
