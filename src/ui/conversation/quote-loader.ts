/** Fetches quoted messages that are outside the window, one after another, each once. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { messageAfter } from "../../client/amend.ts";
import type { Quoted } from "../models/overlay.ts";
import { withEntry } from "../models/with-entry.ts";
import type { Timeline } from "../models/timeline.ts";

const MAX_ATTEMPTS = 3;

export class QuoteLoader {
  readonly #room: BaseRoomApi;
  readonly #timeline: Timeline;
  readonly #queue = new Set<number>();
  /** could not be fetched, mostly as the page showed its messages before it was connected */
  readonly #missed = new Set<number>();
  #isFetching = false;

  constructor(room: BaseRoomApi, timeline: Timeline) {
    this.#room = room;
    this.#timeline = timeline;
    room.on("event", (event) => {
      for (const [seq, quoted] of timeline.overlay.quoted) {
        const current = quoted === "gone" ? quoted : messageAfter(quoted, event, room.self?.id);
        if (current !== quoted) this.#set(seq, current);
      }
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#requestAgain(this.#missed);
    });
    room.on("reset", () => {
      const wanted = new Set([...this.#queue, ...this.#missed, ...timeline.overlay.quoted.keys()]);
      this.#queue.clear();
      timeline.applyOverlay({ quoted: new Map() });
      // Those who quote them may be in view still, as they were before the page was connected.
      this.#requestAgain(wanted);
    });
  }

  /** A reply to message `seq` came into view. */
  request(seq: number): void {
    if (this.#quoted(seq) !== undefined || this.#timeline.message(seq) !== undefined) return;
    this.#queue.add(seq);
    if (!this.#isFetching) void this.#fetchAll();
  }

  #requestAgain(wanted: ReadonlySet<number>): void {
    const all = [...wanted];
    this.#missed.clear();
    for (const seq of all) this.request(seq);
  }

  async #fetchAll(): Promise<void> {
    this.#isFetching = true;
    for (const seq of this.#queue) {
      await this.#fetch(seq);
      this.#queue.delete(seq);
    }
    this.#isFetching = false;
  }

  async #fetch(seq: number, attempts = MAX_ATTEMPTS): Promise<void> {
    try {
      const { events } = await this.#room.history({ before: seq + 1, limit: 1 });
      // Another log, or one that was cleared meanwhile.
      if (!this.#queue.has(seq)) return;
      const message = events.find((event) => event.type === "message" && event.seq === seq);
      this.#set(seq, message?.type === "message" ? message : "gone");
    } catch {
      // A request may be rejected as the page joins; else the quote stays "an earlier message" until the next connection.
      if (attempts > 1) return this.#fetch(seq, attempts - 1);
      if (this.#queue.has(seq)) this.#missed.add(seq);
    }
  }

  #quoted(seq: number): Quoted | undefined {
    return this.#timeline.overlay.quoted.get(seq);
  }

  #set(seq: number, quoted: Quoted): void {
    this.#timeline.applyOverlay({ quoted: withEntry(this.#timeline.overlay.quoted, seq, quoted) });
  }
}
