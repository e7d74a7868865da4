/** The lines that screen readers announce. Those about the conversation are `event-announcer.ts`'s. */
import { signal, type ReadonlySignal } from "@preact/signals";

export interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** Lines kept in the live region; each is announced when it is added. */
const MAX_LINES = 5;

export class Announcements {
  readonly #lines = signal<readonly Announcement[]>([]);
  #count = 0;

  get lines(): ReadonlySignal<readonly Announcement[]> {
    return this.#lines;
  }

  /** Removes the lines that were announced: they may have a text that a moderator removed. */
  clear(): void {
    this.#lines.value = [];
  }

  /** Announces `text`. */
  announce(text: string): void {
    this.#lines.value = [...this.#lines.peek(), { id: this.#count++, text }].slice(-MAX_LINES);
  }
}
