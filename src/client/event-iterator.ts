/** The durable events of a room for one `for await` loop. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { BaseRoomClient } from "./base-room-client.ts";
import type { Cancel } from "./platform.ts";
import { clientError, type RoomError } from "./room-error.ts";

/** A loop that falls further behind than this fails with `reader_too_slow`: a gap would go unnoticed. */
const MAX_UNREAD_EVENTS = 10_000;

type NextResult = IteratorResult<DurableEvent, undefined>;
const DONE: NextResult = { done: true, value: undefined };

export class EventIterator implements AsyncIterableIterator<DurableEvent> {
  #unread: DurableEvent[] = [];
  #readers: PromiseWithResolvers<NextResult>[] = [];
  #error: RoomError | undefined;
  #isEnded = false;
  #subscriptions: Cancel[] = [];

  /** Collects the events from now on, until the room is closed. */
  subscribe(room: Pick<BaseRoomClient, "on">): void {
    this.#subscriptions = [
      room.on("event", (event) => this.#push(event)),
      room.on("state", ({ to }) => {
        if (to.name === "closed") this.end();
      }),
    ];
  }

  /** Collects no more; what is unread can still be read. */
  end(): void {
    this.#isEnded = true;
    for (const cancel of this.#subscriptions) cancel();
    for (const reader of this.#readers.splice(0)) reader.resolve(DONE);
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

  /** Called when the loop is left. */
  return(): Promise<NextResult> {
    this.#unread = [];
    this.end();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #push(event: DurableEvent): void {
    if (this.#isEnded) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader.resolve({ done: false, value: event });
    if (this.#unread.length < MAX_UNREAD_EVENTS) return void this.#unread.push(event);
    this.#error = clientError("reader_too_slow");
    this.end();
  }
}
