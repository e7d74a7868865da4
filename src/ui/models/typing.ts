/** Who is writing, and telling others that you are (SPEC EPH-1). */
import type { TypingEvent } from "../../protocol/events/typing.ts";

/** Somebody who says nothing more for this long has stopped. */
export const TYPING_EXPIRES_MS = 5_000;

/** Your own writing is told at most this often. */
export const TYPING_INTERVAL_MS = 3_000;

/** The others who are writing now. */
export class TypingMembers {
  readonly #writing = new Map<string, { readonly name: string; readonly until: number }>();

  onTyping({ from, on }: TypingEvent, now: number): void {
    if (on) this.#writing.set(from.id, { name: from.name, until: now + TYPING_EXPIRES_MS });
    else this.#writing.delete(from.id);
  }

  /** They sent what they were writing, or left. Returns false if they were not writing. */
  remove(memberId: string): boolean {
    return this.#writing.delete(memberId);
  }

  /** Nobody's last word is known after a lost connection. */
  clear(): void {
    this.#writing.clear();
  }

  /** Their names, in the order in which they began. */
  names(now: number): string[] {
    return this.#current(now).map(({ name }) => name);
  }

  /** When the names next change by themselves. */
  nextExpiry(now: number): number | undefined {
    const times = this.#current(now).map(({ until }) => until);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #current(now: number) {
    return [...this.#writing.values()].filter(({ until }) => until > now);
  }
}

/** Tells the room that you are writing, sparingly. */
export class TypingSender {
  readonly #send: (on: boolean) => void;
  readonly #now: () => number;
  #sentAt: number | undefined;

  constructor(send: (on: boolean) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  /** The text changed; `writing` is false once nothing of it is left. */
  onInput(isTyping: boolean): void {
    if (!isTyping) this.#stop();
    else if (this.#sentAt === undefined || this.#now() - this.#sentAt >= TYPING_INTERVAL_MS) {
      this.#sentAt = this.#now();
      this.#send(true);
    }
  }

  /** The message went out: that says it all. */
  onSent(): void {
    this.#sentAt = undefined;
  }

  #stop(): void {
    if (this.#sentAt === undefined) return;
    this.#sentAt = undefined;
    this.#send(false);
  }
}
