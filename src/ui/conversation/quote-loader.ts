/** Fetches quoted messages that are outside the window, one after another, each once. */
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import { messageAfter } from "../../client/amend.ts";
import { SendRateLimiter } from "../../client/send-rate-limiter.ts";
import { MAX_MESSAGES } from "../models/message-log.ts";
import type { Quoted } from "../models/overlay.ts";
import type { Timeline } from "../models/timeline.ts";
import { oncePerFrame, type Timers } from "../timers.ts";

const MAX_ATTEMPTS = 3;

/**
 * As many as a window may show at once, and then few: who replies to another old message ten times a second would make each
 * page of the room read as often.
 */
const RATE = { perSecond: 2, burst: 30 };

/** Beyond this those that no message in the window quotes are forgotten. */
const MAX_QUOTED = 2 * MAX_MESSAGES;

export class QuoteLoader {
  readonly #room: BaseRoomApi;
  readonly #timeline: Timeline;
  readonly #queue = new Set<number>();
  /** could not be fetched, mostly as the page showed its messages before it was connected */
  readonly #missed = new Set<number>();
  /** as they are after the latest event: those of the overlay are of the last frame */
  readonly #quoted = new Map<number, Quoted>();
  readonly #timers: Timers;
  readonly #limiter = new SendRateLimiter();
  #isFetching = false;

  constructor(room: BaseRoomApi, timeline: Timeline, timers: Timers) {
    this.#room = room;
    this.#timeline = timeline;
    this.#timers = timers;
    this.#limiter.setRate(RATE, timers.now());
    // Each change of the overlay builds all rows again.
    const showNextFrame = oncePerFrame(timers, () => this.#show());
    room.on("event", (event) => {
      if (this.#follow(event)) showNextFrame();
    });
    room.on("state", ({ to }) => {
      if (to.name === "online") this.#requestAgain(this.#missed);
    });
    room.on("reset", () => {
      const wanted = new Set([...this.#queue, ...this.#missed, ...this.#quoted.keys()]);
      this.#queue.clear();
      this.#quoted.clear();
      this.#show();
      // Those who quote them may be in view still, as they were before the page was connected.
      this.#requestAgain(wanted);
    });
  }

  /** A reply to message `seq` came into view. */
  request(seq: number): void {
    if (this.#quoted.has(seq) || this.#timeline.message(seq) !== undefined) return;
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
      await this.#waitForTurn();
      // It may have left the window meanwhile.
      if (this.#quotedSeqs.has(seq)) await this.#fetch(seq);
      this.#queue.delete(seq);
    }
    this.#isFetching = false;
  }

  async #waitForTurn(): Promise<void> {
    const waitMs = this.#limiter.waitMs(this.#timers.now());
    if (waitMs > 0) await new Promise<void>((resolve) => this.#timers.after(waitMs, resolve));
  }

  /** Those that messages in the window reply to. */
  get #quotedSeqs(): ReadonlySet<number | undefined> {
    const rows = this.#timeline.rows.peek();
    return new Set(rows.map((row) => (row.kind === "message" ? row.replyTo : undefined)));
  }

  async #fetch(seq: number, attempts = MAX_ATTEMPTS): Promise<void> {
    this.#limiter.take();
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

  /** Applies the event to the quotes; returns whether it changed one. */
  #follow(event: DurableEvent): boolean {
    let isChanged = false;
    for (const [seq, quoted] of this.#quoted) {
      const current = quoted === "gone" ? quoted : messageAfter(quoted, event, this.#room.self?.id);
      isChanged ||= current !== quoted;
      this.#quoted.set(seq, current);
    }
    return isChanged;
  }

  #set(seq: number, quoted: Quoted): void {
    if (this.#quoted.size >= MAX_QUOTED) this.#forgetUnused();
    this.#quoted.set(seq, quoted);
    this.#show();
  }

  #forgetUnused(): void {
    const used = this.#quotedSeqs;
    for (const seq of this.#quoted.keys()) if (!used.has(seq)) this.#quoted.delete(seq);
  }

  #show(): void {
    this.#timeline.applyOverlay({ quoted: new Map(this.#quoted) });
  }
}
