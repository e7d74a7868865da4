/**
 * What was read and what is new. A line stands before the first message that came since somebody last looked, and
 * stays there until they look away again: a line that moves while one reads towards it helps nobody.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ReadMarker } from "../models/read-marker.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

const SAVE_AFTER_MS = 400;

export interface ReadTrackerParts {
  readonly readMarker: ReadMarker;
  readonly timeline: Timeline;
  readonly timers: Timers;
  /** true while somebody can see the page */
  readonly isPageVisible: () => boolean;
}

export class ReadTracker {
  readonly #parts: ReadTrackerParts;
  /** the last message read; undefined on a first visit, where nothing is news */
  #read: number | undefined;
  #cancelSave: (() => void) | undefined;
  readonly #isUnreadLineMissed = signal(true);

  constructor(parts: ReadTrackerParts) {
    this.#parts = parts;
    this.#read = parts.readMarker.seq;
    parts.timeline.setReadUpTo(this.#read);
  }

  /** True while there may be a line that the reader has not come to see: it is offered to go there. */
  get isUnreadLineMissed(): ReadonlySignal<boolean> {
    return this.#isUnreadLineMissed;
  }

  /** The joined room was drawn, or the reader came to its end: what stands there is read, if anybody sees it. */
  markRead(reader: "follow" | "read"): void {
    const { timeline, isPageVisible } = this.#parts;
    if (reader === "read" || timeline.newer.value || !isPageVisible()) return;
    const { lastSeq } = timeline;
    // Of a log that began again nothing was read before.
    if (this.#read !== undefined && timeline.newestSeq < this.#read) timeline.setReadUpTo(undefined);
    if (this.#read === lastSeq) return;
    this.#read = lastSeq;
    this.#cancelSave ??= this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** Keeps the mark now: the page may be about to go. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    if (this.#read !== undefined) this.#parts.readMarker.save(this.#read);
  }

  /** The reader looks elsewhere: what comes from now on is new when they are back. */
  onPageBlur(): void {
    if (this.#read === undefined) return;
    this.save();
    this.#isUnreadLineMissed.value = true;
    this.#parts.timeline.setReadUpTo(this.#read);
  }

  /** The reader is back. What they read in another tab meanwhile is no news. */
  onPageFocus(): void {
    const stored = this.#parts.readMarker.seq;
    if (stored === undefined || this.#read === undefined || stored <= this.#read) return;
    this.#read = stored;
    this.#parts.timeline.setReadUpTo(stored);
  }

  /** The reader leaves the end of the list: what comes now is new to them, unless a line stands already. */
  onScrollAway(): void {
    if (this.#read !== undefined && !this.#parts.timeline.hasUnread.value)
      this.#parts.timeline.setReadUpTo(this.#read);
  }

  /** The line was seen. */
  onUnreadLineSeen(): void {
    this.#isUnreadLineMissed.value = false;
  }
}
