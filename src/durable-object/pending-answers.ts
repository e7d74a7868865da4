/**
 * Requests whose command waits to be stored (SPEC STATE-3). For the room each is a connection, whose one event answers it.
 * They are as many as the sets that wait (SPEC FLOW-7).
 */
import type { Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { errorEvent } from "../room/outcome.ts";

/** The events that answer one command of a request. */
export type HttpAnswer = readonly RoomEvent[] | Promise<readonly RoomEvent[]>;

interface PendingAnswer {
  /** of the command */
  readonly id: string;
  readonly resolve: (events: readonly RoomEvent[]) => void;
}

export class PendingAnswers {
  private readonly pending = new Map<string, PendingAnswer>();
  private count = 0;

  /** The id of a connection that no socket has. */
  newConnection(): string {
    return `request ${++this.count}`;
  }

  /** What answers the command `id` of that connection. */
  wait(connection: string, id: string): Promise<readonly RoomEvent[]> {
    return new Promise((resolve) => this.pending.set(connection, { id, resolve }));
  }

  answer(connection: string, event: RoomEvent): void {
    this.pending.get(connection)?.resolve([event]);
    this.pending.delete(connection);
  }

  /** Answers all of them that they failed. */
  fail(failed: Failure): void {
    for (const [connection, { id }] of this.pending) this.answer(connection, errorEvent(id, failed));
  }
}
