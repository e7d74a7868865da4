/** A response stream with a bounded buffer, for readers that may be slow or gone (SPEC SSE-4, HTTP-28). */
import { streamMemory, type StreamMemory } from "./stream-memory.ts";

/**
 * A write ends the stream if more than this is still buffered. The room cannot see this buffer: the Worker bounds it.
 */
export const MAX_BUFFERED_BYTES = 256 * 1024;

/**
 * At most so much is handed to the runtime at once: what it is writing it keeps until the reader takes it or the
 * connection ends, also of a stream that the Worker has ended.
 */
export const MAX_PIECE_BYTES = 8 * 1024;

const encoder = new TextEncoder();

export interface StreamCallbacks {
  /** called once, whichever side ends the stream */
  readonly onClose: () => void;
  /** called each time the buffer becomes empty */
  readonly onDrain: () => void;
}

export interface StreamOptions {
  /** of the reader */
  readonly address: string | undefined;
  /** of known length where the answer has a `Content-Length` */
  readonly stream?: IdentityTransformStream;
  readonly memory?: StreamMemory;
}

export class BoundedStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly address: string | undefined;
  /** when the reader last took something, or had taken all before more came; ms since 1970 */
  progressAt = Date.now();
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  private readonly memory: StreamMemory;
  private bufferedBytes = 0;
  /** not yet handed to the runtime, in order */
  private readonly unwritten: Uint8Array[] = [];
  private isWriting = false;
  private isClosed = false;
  private isEvicted = false;
  private readonly evicted = Promise.withResolvers<void>();

  constructor(
    private readonly callbacks: StreamCallbacks,
    { address, stream = new IdentityTransformStream(), memory = streamMemory }: StreamOptions,
  ) {
    this.address = address;
    this.memory = memory;
    this.readable = stream.readable;
    this.writer = stream.writable.getWriter();
    this.writer.closed.catch(() => this.end());
    void this.evicted.promise.then(() => this.end());
  }

  /** bytes written that the reader has not taken */
  get buffered(): number {
    return this.bufferedBytes;
  }

  write(text: string): void {
    if (this.isClosed || this.isEvicted) return;
    // Checked before the new bytes are added: one replay alone may fill the buffer, and must not end the stream.
    if (this.bufferedBytes > MAX_BUFFERED_BYTES) return this.end();
    if (this.bufferedBytes === 0) this.progressAt = Date.now();
    const pieces = piecesOf(text);
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    this.unwritten.push(...pieces);
    this.bufferedBytes += bytes;
    this.memory.add(this, bytes);
    if (!this.isWriting) this.writePiece();
  }

  /** Ends the stream. Buffered text is lost; the reader recovers it by position. Idempotent. */
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.memory.remove(this);
    this.unwritten.length = 0;
    // A slow reader would see a clean end only behind the whole buffer: abort instead.
    const closing = this.bufferedBytes === 0 ? this.writer.close() : this.writer.abort("left unread");
    closing.catch(() => {});
    this.callbacks.onClose();
  }

  /**
   * Frees what is buffered, and ends the stream soon after: the runtime lets no request touch the stream of another, but
   * continues a promise in the request that waits for it.
   */
  evict(): void {
    this.isEvicted = true;
    this.memory.remove(this);
    this.unwritten.length = 0;
    this.evicted.resolve();
  }

  private writePiece(): void {
    const piece = this.unwritten.shift();
    this.isWriting = piece !== undefined;
    if (piece === undefined) return;
    this.writer.write(piece).then(
      () => this.onWritten(piece.length),
      () => this.end(),
    );
  }

  private onWritten(bytes: number): void {
    this.bufferedBytes -= bytes;
    if (this.isClosed || this.isEvicted) return;
    this.progressAt = Date.now();
    this.memory.add(this, -bytes);
    this.writePiece();
    if (this.bufferedBytes === 0) this.callbacks.onDrain();
  }
}

/** Into which each piece is encoded: one of its own for each write would be most of what a stream of short events allocates. */
const buffer = new Uint8Array(MAX_PIECE_BYTES);

/** UTF-8, in pieces of their own: a part of the bytes would keep all of them in memory. */
function piecesOf(text: string): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < text.length;) {
    const { read, written } = encoder.encodeInto(text.slice(start, start + MAX_PIECE_BYTES), buffer);
    pieces.push(buffer.slice(0, written));
    start += read;
  }
  return pieces;
}
