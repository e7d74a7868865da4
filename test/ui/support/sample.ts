/** Sample members, messages and a fake clock. */
import type { Message } from "../../../src/protocol/events/message.ts";
import type { Author, Self } from "../../../src/protocol/member.ts";

export const ana: Self = { id: "a1", name: "Ana", role: "guest", token: "t" };
export const badr: Author = { id: "b2", name: "بدر" };

export const NOON = Date.UTC(2026, 10, 17, 12);
export const MINUTE = 60_000;

/** Message `seq` of Badr, one minute after the previous one; `more` overrides fields. */
export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    type: "message",
    seq,
    at: NOON + seq * MINUTE,
    from: badr,
    id: `id${seq}`,
    text: `message ${seq}`,
    ...more,
  };
}

/** Messages `from` to `to`, both included. */
export function messages(from: number, to: number): Message[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

export const FRAME_MS = 16;

/** A fake clock that tests advance. */
export class FakeTimers {
  #now = NOON;
  #waiting: { at: number; callback: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const entry = { at: this.#now + ms, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  };

  readonly frame = (callback: () => void): void => void this.after(FRAME_MS, callback);

  readonly nextTask = (): Promise<void> => Promise.resolve();

  /** Advances the clock by `ms` and runs the due callbacks in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = until;
  }
}
