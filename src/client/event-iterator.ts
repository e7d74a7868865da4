/** Durable events for one `for await` loop. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import { clientError, type RoomError } from "./room-error.ts";

/** A loop that falls further behind than this fails with `reader_too_slow`: a hole would go unnoticed. */
export const MAX_UNREAD_EVENTS = 10_000;

type NextResult = IteratorResult<DurableEvent, undefined>;
const DONE: NextResult = { done: true, value: undefined };

export class EventIterator implements AsyncIterableIterator<DurableEvent> {
  #unread: DurableEvent[] = [];
  #readers: PromiseWithResolvers<NextResult>[] = [];
  #error: RoomError | undefined;
  #isEnded = false;
  readonly #onEnd: (stream: EventIterator) => void;

  constructor(onEnd: (stream: EventIterator) => void) {
    this.#onEnd = onEnd;
  }

  push(event: DurableEvent): void {
    if (this.#isEnded) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader.resolve({ done: false, value: event });
    if (this.#unread.length < MAX_UNREAD_EVENTS) return void this.#unread.push(event);
    this.#error = clientError("reader_too_slow");
    this.end();
  }

  /** No more will come; what is unread can still be read. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const reader of this.#readers.splice(0)) reader.resolve(DONE);
    this.#onEnd(this);
  }

  next(): Promise<NextResult> {
    const event = this.#unread.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#isEnded) return Promise.resolve(DONE);
    const reader = Promise.withResolvers<NextResult>();
    this.#readers.push(reader);
    return reader.promise;
  }

  /** The loop was left. */
  return(): Promise<NextResult> {
    this.#unread = [];
    this.end();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
