/** Durable events for one `for await` loop. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import { clientError, type RoomError } from "./room-error.ts";

/** A loop that falls further behind than this fails with `reader_too_slow`: a hole would go unnoticed. */
export const MAX_UNREAD_EVENTS = 10_000;

type Next = IteratorResult<DurableEvent, undefined>;
const DONE: Next = { done: true, value: undefined };

export class EventStream implements AsyncIterableIterator<DurableEvent> {
  #unread: DurableEvent[] = [];
  #readers: PromiseWithResolvers<Next>[] = [];
  #error: RoomError | undefined;
  #isOver = false;
  readonly #onOver: (stream: EventStream) => void;

  constructor(onOver: (stream: EventStream) => void) {
    this.#onOver = onOver;
  }

  push(event: DurableEvent): void {
    if (this.#isOver) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader.resolve({ done: false, value: event });
    if (this.#unread.length < MAX_UNREAD_EVENTS) return void this.#unread.push(event);
    this.#error = clientError("reader_too_slow");
    this.end();
  }

  /** No more will come; what is unread can still be read. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const reader of this.#readers.splice(0)) reader.resolve(DONE);
    this.#onOver(this);
  }

  next(): Promise<Next> {
    const event = this.#unread.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#isOver) return Promise.resolve(DONE);
    const reader = Promise.withResolvers<Next>();
    this.#readers.push(reader);
    return reader.promise;
  }

  /** The loop was left. */
  return(): Promise<Next> {
    this.#unread = [];
    this.end();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
