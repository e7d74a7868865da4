/** A response stream with a bounded buffer, for readers that may be slow or gone (SPEC SSE-4). */

/**
 * A write ends the stream if more than this is still buffered. The room cannot see this buffer: the Worker bounds it.
 */
export const MAX_BUFFERED_BYTES = 256 * 1024;

/** The streams of one instance of the Worker share its memory: past this in sum, the one with most ends. */
export const MAX_BUFFERED_BYTES_IN_ALL = 16 * 1024 * 1024;

/**
 * At most so much is handed to the runtime at once: what it is writing it keeps until the reader takes it or the
 * connection ends, also of a stream that the Worker has ended.
 */
export const MAX_PIECE_BYTES = 32 * 1024;

const encoder = new TextEncoder();

/** What the open streams of this instance buffer together. */
export class StreamMemory {
  private readonly streams = new Set<BoundedStream>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Counts bytes that `stream` buffers more, or fewer; ends the largest ones while there are too many. */
  add(stream: BoundedStream, bytes: number): void {
    this.streams.add(stream);
    this.bytes += bytes;
    while (this.bytes > this.maxBytes) this.largest()?.end();
  }

  remove(stream: BoundedStream): void {
    if (this.streams.delete(stream)) this.bytes -= stream.buffered;
  }

  private largest(): BoundedStream | undefined {
    return [...this.streams].reduce<BoundedStream | undefined>(
      (largest, stream) => (stream.buffered > (largest?.buffered ?? 0) ? stream : largest),
      undefined,
    );
  }
}

const sharedMemory = new StreamMemory(MAX_BUFFERED_BYTES_IN_ALL);

export class BoundedStream {
  readonly readable: ReadableStream<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  private bufferedBytes = 0;
  /** not yet handed to the runtime, in order */
  private readonly unwritten: Uint8Array[] = [];
  private isWriting = false;
  private isClosed = false;

  /** `onClose` is called once, whichever side ends the stream; `onDrain` each time the buffer becomes empty. */
  constructor(
    private readonly callbacks: { readonly onClose: () => void; readonly onDrain: () => void },
    private readonly memory = sharedMemory,
  ) {
    const { readable, writable } = new IdentityTransformStream();
    this.readable = readable;
    this.writer = writable.getWriter();
    this.writer.closed.catch(() => this.end());
  }

  /** bytes written that the reader has not taken */
  get buffered(): number {
    return this.bufferedBytes;
  }

  write(text: string): void {
    if (this.isClosed) return;
    // Checked before the new bytes are added: one replay alone may fill the buffer, and must not end the stream.
    if (this.bufferedBytes > MAX_BUFFERED_BYTES) return this.end();
    const bytes = encoder.encode(text);
    this.bufferedBytes += bytes.length;
    this.unwritten.push(bytes);
    this.memory.add(this, bytes.length);
    if (!this.isWriting) this.writePiece();
  }

  /** Ends the stream. Buffered text is lost; the reader recovers it by position. Idempotent. */
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.memory.remove(this);
    this.unwritten.length = 0;
    // A slow reader would see a clean end only behind the whole buffer: abort instead.
    const closing = this.bufferedBytes === 0 ? this.writer.close() : this.writer.abort();
    closing.catch(() => {});
    this.callbacks.onClose();
  }

  private writePiece(): void {
    const [first] = this.unwritten;
    this.isWriting = first !== undefined;
    if (first === undefined) return;
    // A copy: a part of the bytes would keep all of them in memory.
    const piece = first.slice(0, MAX_PIECE_BYTES);
    if (piece.length === first.length) this.unwritten.shift();
    else this.unwritten[0] = first.subarray(piece.length);
    this.writer.write(piece).then(
      () => this.onWritten(piece.length),
      () => this.end(),
    );
  }

  private onWritten(bytes: number): void {
    this.bufferedBytes -= bytes;
    if (this.isClosed) return;
    this.memory.add(this, -bytes);
    this.writePiece();
    if (this.bufferedBytes === 0) this.callbacks.onDrain();
  }
}
