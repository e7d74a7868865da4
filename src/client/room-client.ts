/** The public face of the SDK. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import { BaseRoomClient } from "./base-room-client.ts";
import { EventIterator } from "./event-iterator.ts";

/**
 * One room, joined. Use `joinRoom` to create and start one.
 *
 * Iterating yields the durable events from now on, replayed or live, each once and in order, until the room is closed.
 * A loop that falls more than 10,000 events behind fails with `reader_too_slow`. A `reset` is not an event: an
 * application that keeps a copy of the messages listens to it too.
 */
export class RoomClient extends BaseRoomClient implements AsyncIterable<DurableEvent> {
  [Symbol.asyncIterator](): AsyncIterableIterator<DurableEvent> {
    const iterator = new EventIterator();
    if (this.state.name === "closed") iterator.end();
    else iterator.subscribe(this);
    return iterator;
  }
}

/** A started room, as applications see it. */
export type RoomApi = Omit<RoomClient, "start">;
