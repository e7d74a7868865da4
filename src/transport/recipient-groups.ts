/** Connections that are sent the same of the queued events: their frame is made once, whatever their number. */
import type { Codec } from "../protocol/subprotocols.ts";
import type { Connection } from "./connections.ts";
import type { EncodedEvent } from "./encoded-event.ts";
import { MAX_QUEUED_BYTES } from "./window.ts";

/** True for the connections that receive an event; undefined for all. */
export type Recipients = ((connection: Connection) => boolean) | undefined;

export interface QueuedEvent {
  readonly event: EncodedEvent;
  /** of its JSON, in UTF-8 */
  readonly bytes: number;
  readonly recipients: Recipients;
}

export interface RecipientGroup {
  readonly codec: Codec;
  /** in order; none where all were for others */
  readonly events: readonly EncodedEvent[];
  readonly connections: readonly Connection[];
}

/** Every connection is in one of the groups. */
export function recipientGroupsOf(
  queue: readonly QueuedEvent[],
  connections: Iterable<Connection>,
): Iterable<RecipientGroup> {
  const restricted = queue.filter(({ recipients }) => recipients !== undefined);
  const groups = new Map<string, RecipientGroup & { readonly connections: Connection[] }>();
  for (const connection of connections) {
    const key = keyOf(connection, restricted);
    const group = groups.get(key);
    if (group !== undefined) group.connections.push(connection);
    else {
      const { codec } = connection;
      groups.set(key, { codec, events: eventsFor(connection, queue), connections: [connection] });
    }
  }
  return groups.values();
}

/** Those of the queued events that a connection is still to be sent. */
export function eventsFor(connection: Connection, queue: readonly QueuedEvent[]): EncodedEvent[] {
  if (connection.queueOffset === queue.length) return [];
  return queue
    .slice(connection.queueOffset)
    .filter(({ recipients }) => recipients === undefined || recipients(connection))
    .map(({ event }) => event);
}

function keyOf(connection: Connection, restricted: readonly QueuedEvent[]): string {
  const { codec, queueOffset } = connection;
  let key = queueOffset === 0 ? codec : `${codec}${queueOffset}:`;
  for (const { recipients } of restricted) key += recipients?.(connection) === true ? "1" : "0";
  return key;
}

/** How many of the queued events make one frame: no more than a window may batch, however many have come since. */
export function roundLengthOf(queue: readonly QueuedEvent[]): number {
  let total = 0;
  const last = queue.findIndex(({ bytes }) => (total += bytes) > MAX_QUEUED_BYTES);
  return last === -1 ? queue.length : last + 1;
}

export function bytesOf(events: readonly QueuedEvent[]): number {
  return events.reduce((total, { bytes }) => total + bytes, 0);
}
