/**
 * Messages of a busy room that wait to be taken in. What is said while a window is open is told at its end anyway: taken
 * in then as well, all of it is stored in one commit, where each commit would have the disk waited for.
 */
import type { Publish } from "../protocol/commands/publish.ts";
import type { Connection } from "../transport/connections.ts";

/** Past it nothing waits longer, so that a flood of long texts fills no memory. */
const MAX_QUEUED_CHARACTERS = 512 * 1024;

export class PublishQueue {
  private queue: { readonly connection: Connection; readonly command: Publish }[] = [];
  private queuedCharacters = 0;

  /** `take` is called with each message, in the order in which they came. */
  constructor(private readonly execute: (connection: Connection, command: Publish) => void) {}

  add(connection: Connection, command: Publish): void {
    this.queue.push({ connection, command });
    this.queuedCharacters += command.text.length;
    if (this.queuedCharacters > MAX_QUEUED_CHARACTERS) this.flush();
  }

  /**
   * Takes in all that waits. Taking one in may end its sender, whose own others must come before that: they are taken
   * in by the release that this leads to.
   */
  flush(): void {
    this.queuedCharacters = 0;
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift())
      this.execute(next.connection, next.command);
  }
}
