/** Fetches quoted messages that are outside the window, one after another, each once. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { amend, isAmendment } from "../models/amend.ts";
import { withEntry, type Quoted } from "../models/overlay.ts";
import type { Timeline } from "../models/timeline.ts";

export class QuoteLoader {
  readonly #room: BaseRoomApi;
  readonly #timeline: Timeline;
  readonly #queue = new Set<number>();
  #isFetching = false;

  constructor(room: BaseRoomApi, timeline: Timeline) {
    this.#room = room;
    this.#timeline = timeline;
    room.on("event", (event) => {
      if (!isAmendment(event)) return;
      const quoted = this.#quoted(event.target);
      if (quoted !== undefined && quoted !== "gone")
        this.#set(event.target, amend(quoted, event, room.self?.id));
    });
    room.on("reset", () => {
      this.#queue.clear();
      timeline.applyOverlay({ quoted: new Map() });
    });
  }

  /** A reply to message `seq` came into view. */
  request(seq: number): void {
    if (this.#quoted(seq) !== undefined || this.#timeline.message(seq) !== undefined) return;
    this.#queue.add(seq);
    if (!this.#isFetching) void this.#fetchAll();
  }

  async #fetchAll(): Promise<void> {
    this.#isFetching = true;
    for (const seq of this.#queue) {
      await this.#fetch(seq);
      this.#queue.delete(seq);
    }
    this.#isFetching = false;
  }

  async #fetch(seq: number): Promise<void> {
    try {
      const { events } = await this.#room.history({ before: seq + 1, limit: 1 });
      const message = events.find((event) => event.type === "message" && event.seq === seq);
      this.#set(seq, message?.type === "message" ? message : "gone");
    } catch {
      // Without a connection the quote stays "an earlier message"; scrolled into view again, it is requested again.
    }
  }

  #quoted(seq: number): Quoted | undefined {
    return this.#timeline.overlay.quoted.get(seq);
  }

  #set(seq: number, quoted: Quoted): void {
    this.#timeline.applyOverlay({ quoted: withEntry(this.#timeline.overlay.quoted, seq, quoted) });
  }
}
