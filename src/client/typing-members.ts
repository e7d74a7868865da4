/** Typing indicators of the other members (SPEC EPH-1). */
import type { TypingEvent } from "../protocol/events/typing.ts";

/** A member whose typing is not repeated within this time has stopped. */
export const TYPING_EXPIRES_MS = 5_000;

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
