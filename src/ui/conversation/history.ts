/** Loads pages of history around the reader's position. */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { loadPart } from "../load-error.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

export type FetchState = "idle" | "loading" | "failed";

/** What they are made of is not needed for the first messages; the page loads it once they are shown. */
export const loadPages = () => import("./history-pages.ts");

export interface HistoryParts {
  readonly room: BaseRoomApi;
  readonly timeline: Timeline;
  readonly timers: Timers;
}

export class History {
  readonly #parts: HistoryParts;
  readonly #older = signal<FetchState>("idle");
  readonly #newer = signal<FetchState>("idle");
  /** incremented by a reset, which makes pages in flight stale */
  #generation = 0;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
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
    if (this.#parts.timeline.older.value) await this.#fetch(this.#older, "older");
  }

  /** Fetches the page after the window. */
  async loadNewer(): Promise<void> {
    if (this.#parts.timeline.newer.value) await this.#fetch(this.#newer, "newer");
  }

  /** Moves the window to the latest messages. */
  async toLatest(): Promise<void> {
    if (!this.#parts.timeline.newer.value) return;
    // A page in flight belongs to the previous window.
    this.reset();
    await this.#fetch(this.#newer, "latest");
  }

  /**
   * Moves the window to message `seq` and its context; leaves it where it is if there is no such message, or the room no
   * longer keeps it.
   *
   * @throws RoomError if the page could not be fetched
   */
  async loadAround(seq: number): Promise<"found" | "none" | "pruned"> {
    const { timeline } = this.#parts;
    if (timeline.message(seq) !== undefined) return "found";
    const { around } = await loadPart(loadPages);
    const found = await around(this.#parts, seq);
    if (typeof found === "string") return found;
    // A page in flight belongs to the previous window.
    this.reset();
    timeline.change(found);
    return "found";
  }

  async #fetch(fetching: Signal<FetchState>, which: "older" | "newer" | "latest"): Promise<void> {
    if (fetching.value === "loading") return;
    fetching.value = "loading";
    const generation = this.#generation;
    try {
      const pages = await loadPages();
      for (const step of await pages[which](this.#parts)) {
        await this.#parts.timers.nextTask();
        if (generation !== this.#generation) return;
        this.#parts.timeline.change(step);
      }
      fetching.value = "idle";
    } catch {
      if (generation === this.#generation) fetching.value = "failed";
    }
  }
}
