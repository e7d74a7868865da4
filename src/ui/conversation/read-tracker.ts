/**
 * Tracks the read position. The unread separator is placed before the first message that arrived since the page was last
 * in the foreground, and stays there until the page loses focus again, so that it does not move while it is read.
 */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ReadMarker } from "../models/read-marker.ts";
import type { Timeline } from "../models/timeline.ts";
import type { Timers } from "../timers.ts";

const SAVE_AFTER_MS = 400;

export interface ReadTrackerParts {
  readonly readMarker: ReadMarker;
  readonly timeline: Timeline;
  readonly timers: Timers;
  /** true while the page is active (page-focus.ts) */
  readonly isPageActive: () => boolean;
}

export class ReadTracker {
  readonly #parts: ReadTrackerParts;
  readonly #read: Signal<number | undefined>;
  #cancelSave: (() => void) | undefined;
  readonly #isUnreadLineMissed = signal(true);

  constructor(parts: ReadTrackerParts) {
    this.#parts = parts;
    this.#read = signal(parts.readMarker.seq);
    parts.timeline.setReadUpTo(this.#read.peek());
  }

  /** The seq of the last message read; undefined on a first visit, on which nothing is unread. */
  get read(): ReadonlySignal<number | undefined> {
    return this.#read;
  }

  /** True while the unread separator may be unseen: the page then offers to jump to it. */
  get isUnreadLineMissed(): ReadonlySignal<boolean> {
    return this.#isUnreadLineMissed;
  }

  /** Marks the latest message as read, if the reader is at the end of the list and the page is active. */
  markRead(reader: "follow" | "read"): void {
    const { timeline, isPageActive } = this.#parts;
    if (reader === "read" || timeline.newer.value || !isPageActive()) return;
    const { lastSeq } = timeline;
    const read = this.#read.peek();
    // The log was reset: the stored position is of another one.
    if (read !== undefined && timeline.newestSeq < read) timeline.setReadUpTo(undefined);
    if (read === lastSeq) return;
    this.#read.value = lastSeq;
    this.#cancelSave ??= this.#parts.timers.after(SAVE_AFTER_MS, () => this.save());
  }

  /** Stores the position at once: the page may be about to unload. */
  save(): void {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    const read = this.#read.peek();
    if (read !== undefined) this.#parts.readMarker.save(read);
  }

  /** The page lost focus: later messages are unread when the reader returns. */
  onPageBlur(): void {
    const read = this.#read.peek();
    if (read === undefined) return;
    this.save();
    this.#isUnreadLineMissed.value = true;
    this.#parts.timeline.setReadUpTo(read);
  }

  /** The page has focus again. Messages that were read in another tab meanwhile are not unread. */
  onPageFocus(): void {
    const stored = this.#parts.readMarker.seq;
    const read = this.#read.peek();
    if (stored === undefined || read === undefined || stored <= read) return;
    this.#read.value = stored;
    this.#parts.timeline.setReadUpTo(stored);
  }

  /** The reader scrolled away from the end: later messages are unread, unless there is a separator already. */
  onScrollAway(): void {
    const read = this.#read.peek();
    if (read !== undefined && !this.#parts.timeline.hasUnread.value) this.#parts.timeline.setReadUpTo(read);
  }

  /** The unread separator was scrolled into view. */
  onUnreadLineSeen(): void {
    this.#isUnreadLineMissed.value = false;
  }
}
