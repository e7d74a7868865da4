/** What the streams and large answers of one instance of the Worker buffer together (SPEC HTTP-28). */

/** Past this in sum the worst stream or answer ends. */
export const MAX_BUFFERED_BYTES_IN_ALL = 16 * 1024 * 1024;

export interface BufferingStream {
  /** bytes that the reader has not taken */
  readonly buffered: number;
  /** of the reader */
  readonly address: string | undefined;
  /** when the reader last took something, ms since 1970 */
  readonly progressAt: number;
  /** frees what is buffered, and ends the stream */
  evict(): void;
}

export class StreamMemory {
  private readonly streams = new Set<BufferingStream>();
  private bytes = 0;

  constructor(
    private readonly maxBytes: number,
    /** ms since 1970 */
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts bytes that `stream` buffers more, or fewer; ends the worst ones while there are too many. */
  add(stream: BufferingStream, bytes: number): void {
    this.streams.add(stream);
    this.bytes += bytes;
    for (let worst; this.bytes > this.maxBytes && (worst = this.worst()) !== undefined;) worst.evict();
  }

  remove(stream: BufferingStream): void {
    if (this.streams.delete(stream)) this.bytes -= stream.buffered;
  }

  /**
   * The one whose reader took nothing for longest, times what its address left: a reader who has just asked, or reads slowly, comes
   * after one who does not read, and one who asks again and again before one who asked once.
   */
  private worst(): BufferingStream | undefined {
    const now = this.now();
    const ofAddress = new Map<string | undefined, number>();
    for (const { address, buffered } of this.streams)
      ofAddress.set(address, (ofAddress.get(address) ?? 0) + buffered);
    let worst: BufferingStream | undefined;
    let most = 0;
    for (const stream of this.streams) {
      if (stream.buffered === 0) continue;
      const unreadMs = now - stream.progressAt + 1;
      const score = unreadMs * (ofAddress.get(stream.address) ?? 0);
      if (score <= most) continue;
      most = score;
      worst = stream;
    }
    return worst;
  }
}

/** That of this instance. */
export const streamMemory = new StreamMemory(MAX_BUFFERED_BYTES_IN_ALL);
