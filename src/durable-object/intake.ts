/**
 * Messages of a busy room that wait to be taken in. What is said while a window is open is told at its end anyway: taken
 * in then as well, all of it is stored in one commit, where each commit would have the disk waited for.
 */
import type { Publish } from "../protocol/commands/publish.ts";
import type { Connection } from "../transport/connections.ts";

/** Past it nothing waits longer, so that a flood of long texts fills no memory. */
const MAX_HELD_CHARACTERS = 512 * 1024;

export class Intake {
  private held: { readonly from: Connection; readonly command: Publish }[] = [];
  private heldCharacters = 0;

  /** `take` is called with each message, in the order in which they came. */
  constructor(private readonly take: (from: Connection, command: Publish) => void) {}

  hold(from: Connection, command: Publish): void {
    this.held.push({ from, command });
    this.heldCharacters += command.text.length;
    if (this.heldCharacters > MAX_HELD_CHARACTERS) this.release();
  }

  /**
   * Takes in all that waits. Taking one in may end its sender, whose own others must come before that: they are taken
   * in by the release that this leads to.
   */
  release(): void {
    this.heldCharacters = 0;
    for (let next = this.held.shift(); next !== undefined; next = this.held.shift())
      this.take(next.from, next.command);
  }
}
