/**
 * What was read and what is new. A line stands before the first message that came since somebody last looked, and
 * stays there until they look away again: a line that moves while one reads towards it helps nobody.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ReadMark } from "../models/read-mark.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

const SAVE_AFTER_MS = 400;

export interface ReadingParts {
  readonly mark: ReadMark;
  readonly timeline: Timeline;
  readonly timers: Timers;
  /** true while somebody can see the page */
  readonly isSeen: () => boolean;
}

export class Reading {
  readonly #parts: ReadingParts;
  /** the last message read; undefined on a first visit, where nothing is news */
  #read: number | undefined;
  #saveLater: (() => void) | undefined;
  readonly #missed = signal(true);

  constructor(parts: ReadingParts) {
    this.#parts = parts;
    this.#read = parts.mark.seq;
    parts.timeline.setReadUpTo(this.#read);
  }

  /** True while there may be a line that the reader has not come to see: it is offered to go there. */
  get missed(): ReadonlySignal<boolean> {
    return this.#missed;
  }

  /** The joined room was drawn, or the reader came to its end: what stands there is read, if anybody sees it. */
  drawn(reader: "follow" | "read"): void {
    const { timeline, isSeen } = this.#parts;
    if (reader === "read" || timeline.newer.value || !isSeen()) return;
    const { lastSeq } = timeline;
    // Of a log that began again nothing was read before.
    if (this.#read !== undefined && timeline.newestSeq < this.#read) timeline.setReadUpTo(undefined);
    if (this.#read === lastSeq) return;
    this.#read = lastSeq;
    this.#saveLater ??= this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** Keeps the mark now: the page may be about to go. */
  save(): void {
    this.#saveLater?.();
    this.#saveLater = undefined;
    if (this.#read !== undefined) this.#parts.mark.save(this.#read);
  }

  /** The reader looks elsewhere: what comes from now on is new when they are back. */
  lookedAway(): void {
    if (this.#read === undefined) return;
    this.save();
    this.#missed.value = true;
    this.#parts.timeline.setReadUpTo(this.#read);
  }

  /** The reader is back. What they read in another tab meanwhile is no news. */
  lookedAgain(): void {
    const elsewhere = this.#parts.mark.seq;
    if (elsewhere === undefined || this.#read === undefined || elsewhere <= this.#read) return;
    this.#read = elsewhere;
    this.#parts.timeline.setReadUpTo(elsewhere);
  }

  /** The reader leaves the end of the list: what comes now is new to them, unless a line stands already. */
  left(): void {
    if (this.#read !== undefined && !this.#parts.timeline.hasUnread.value)
      this.#parts.timeline.setReadUpTo(this.#read);
  }

  /** The line was seen. */
  lineSeen(): void {
    this.#missed.value = false;
  }
}
