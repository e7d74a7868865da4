/** Loads pages of history around the reader's position. */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Page } from "../../protocol/events/page.ts";
import { stepsAfter, stepsBefore, type LogStep } from "../models/page-steps.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export type FetchState = "idle" | "loading" | "failed";

const PAGE_MESSAGES = 50;

export interface HistoryParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
}

export class History {
  readonly #room: BaseRoomApi;
  readonly #timeline: Timeline;
  readonly #timers: Timers;
  readonly #older = signal<FetchState>("idle");
  readonly #newer = signal<FetchState>("idle");
  /** incremented by a reset, which makes pages in flight stale */
  #generation = 0;

  constructor({ room, timeline, timers }: HistoryParts) {
    this.#room = room;
    this.#timeline = timeline;
    this.#timers = timers;
  }

  get older(): ReadonlySignal<FetchState> {
    return this.#older;
  }

  get newer(): ReadonlySignal<FetchState> {
    return this.#newer;
  }

  /** The log was reset: pages in flight are discarded. */
  reset(): void {
    this.#generation++;
    this.#older.value = "idle";
    this.#newer.value = "idle";
  }

  /** Fetches the page before the window. */
  async loadOlder(): Promise<void> {
    if (!this.#timeline.older.value) return;
    // Also of an empty window: the newest page may have none of the messages (SPEC HIST-5).
    await this.#fetch(this.#older, this.#timeline.firstSeq, stepsBefore);
  }

  /**
   * Fetches the page after the window. History is read backwards, so the request starts as many seqs further on as a
   * page has messages: it cannot leave a gap.
   */
  async loadNewer(): Promise<void> {
    if (!this.#timeline.newer.value) return;
    const before = this.#timeline.lastSeq + PAGE_MESSAGES + 1;
    await this.#fetch(this.#newer, before, (page) => stepsAfter(page, before));
  }

  /** Moves the window to the latest messages. */
  async toLatest(): Promise<void> {
    if (!this.#timeline.newer.value) return;
    // A page in flight belongs to the previous window.
    this.reset();
    await this.#fetch(this.#newer, undefined, (page) => [(log) => log.show(page)]);
  }

  /**
   * Moves the window to message `seq` and its context; leaves it where it is if there is no such message, or the room no
   * longer keeps it.
   *
   * @throws RoomError if the page could not be fetched
   */
  async loadAround(seq: number): Promise<"found" | "none" | "pruned"> {
    if (this.#timeline.message(seq) !== undefined) return "found";
    const page = await this.#room.history({ before: seq + PAGE_MESSAGES / 2 + 1, limit: PAGE_MESSAGES });
    if (!page.events.some((event) => event.type === "message" && event.seq === seq))
      return seq < (page.events[0]?.seq ?? this.#timeline.newestSeq + 1) ? "pruned" : "none";
    // A page in flight belongs to the previous window.
    this.reset();
    this.#timeline.change((log) => log.show(page));
    return "found";
  }

  async #fetch(
    fetching: Signal<FetchState>,
    before: number | undefined,
    steps: (page: Page) => readonly LogStep[],
  ): Promise<void> {
    if (fetching.value === "loading") return;
    fetching.value = "loading";
    const generation = this.#generation;
    try {
      const page = await this.#room.history({
        limit: PAGE_MESSAGES,
        ...(before === undefined ? {} : { before }),
      });
      for (const step of steps(page)) {
        await this.#timers.nextTask();
        if (generation !== this.#generation) return;
        this.#timeline.change(step);
      }
      fetching.value = "idle";
    } catch {
      if (generation === this.#generation) fetching.value = "failed";
    }
  }
}
