/**
 * Backpressure for a busy room: messages that arrive over sockets while a window is open (SPEC FAN-5) are executed at
 * its end, when they would be broadcast anyway. All of them are then stored in one commit instead of one each.
 */
import type { CommandOf } from "../protocol/commands.ts";
import type { Connection } from "../transport/connections.ts";

/** Past this the queue is flushed at once, which bounds its memory. */
export const MAX_QUEUED_CHARACTERS = 512 * 1024;

/** A command in memory beside its text: a one-letter message takes much more than a letter. */
const COMMAND_CHARACTERS = 256;

export class PublishQueue {
  private queue: { readonly connection: Connection; readonly command: CommandOf<"publish"> }[] = [];
  private queuedCharacters = 0;

  /** `execute` is called with each message, in the order of arrival, and the time at which all of a flush are executed. */
  constructor(
    private readonly execute: (connection: Connection, command: CommandOf<"publish">, now: number) => void,
    private readonly now: () => number,
  ) {}

  add(connection: Connection, command: CommandOf<"publish">): void {
    this.queue.push({ connection, command });
    this.queuedCharacters += COMMAND_CHARACTERS + command.text.length;
    if (this.queuedCharacters > MAX_QUEUED_CHARACTERS) this.flush();
  }

  /**
   * Executes all queued messages, all at one time, which a frame of them then has to hold once. Executing one may close its
   * sender, which flushes the queue again: the loop shifts, so each message is executed once and in order.
   */
  flush(): void {
    this.queuedCharacters = 0;
    const now = this.now();
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift())
      this.execute(next.connection, next.command, now);
  }
}
