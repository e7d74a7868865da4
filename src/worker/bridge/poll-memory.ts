/** What the held polls of one instance of the Worker batch together (SPEC FLOW-7). */

/** Past this in sum each is answered with what it has. */
export const MAX_BATCHED_BYTES_IN_ALL = 8 * 1024 * 1024;

export class PollMemory {
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Counts bytes that a poll batches; false, and nothing, if there is no room for them. */
  reserve(bytes: number): boolean {
    if (this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    return true;
  }

  /** The poll is answered. */
  release(bytes: number): void {
    this.bytes -= bytes;
  }
}

/** That of this instance. */
export const pollMemory = new PollMemory(MAX_BATCHED_BYTES_IN_ALL);
