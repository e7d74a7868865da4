/** Typing indicators: of the other members, and sending your own (SPEC EPH-1). */
import type { TypingEvent } from "../../protocol/events/typing.ts";

/** A member whose typing is not repeated within this time has stopped. */
export const TYPING_EXPIRES_MS = 5_000;

/** Your own typing is sent at most this often. */
export const TYPING_INTERVAL_MS = 3_000;

/** The other members who are typing. */
export class TypingMembers {
  readonly #writing = new Map<string, { readonly name: string; readonly until: number }>();

  onTyping({ from, on }: TypingEvent, now: number): void {
    if (on) this.#writing.set(from.id, { name: from.name, until: now + TYPING_EXPIRES_MS });
    else this.#writing.delete(from.id);
  }

  /** The member sent a message, or left. Returns false if they were not typing. */
  remove(memberId: string): boolean {
    return this.#writing.delete(memberId);
  }

  /** Clears all: after a lost connection their state is unknown. */
  clear(): void {
    this.#writing.clear();
  }

  /** Their names, in the order in which they started. */
  names(now: number): string[] {
    return this.#current(now).map(({ name }) => name);
  }

  /** When the first of them expires, in ms since 1970. */
  nextExpiry(now: number): number | undefined {
    const times = this.#current(now).map(({ until }) => until);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #current(now: number) {
    return [...this.#writing.values()].filter(({ until }) => until > now);
  }
}

/** Throttles the typing commands of the user. */
export class TypingSender {
  readonly #send: (on: boolean) => void;
  readonly #now: () => number;
  #sentAt: number | undefined;

  constructor(send: (on: boolean) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  /** The text changed; `writing` is false once it is empty. */
  onInput(isTyping: boolean): void {
    if (!isTyping) this.#stop();
    else if (this.#sentAt === undefined || this.#now() - this.#sentAt >= TYPING_INTERVAL_MS) {
      this.#sentAt = this.#now();
      this.#send(true);
    }
  }

  /** The message was sent, which ends typing without another command. */
  onSent(): void {
    this.#sentAt = undefined;
  }

  #stop(): void {
    if (this.#sentAt === undefined) return;
    this.#sentAt = undefined;
    this.#send(false);
  }
}
