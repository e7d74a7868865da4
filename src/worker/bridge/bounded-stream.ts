/** A response stream with a bounded buffer, for readers that may be slow or gone (SPEC SSE-4). */

/**
 * A write ends the stream if more than this is still buffered. The room cannot see this buffer: the Worker bounds it.
 */
export const MAX_BUFFERED_BYTES = 256 * 1024;

const encoder = new TextEncoder();

export class BoundedStream {
  readonly readable: ReadableStream<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  private bufferedBytes = 0;
  private isClosed = false;

  /** `onClose` is called once, whichever side ends the stream; `onDrain` each time the buffer becomes empty. */
  constructor(private readonly callbacks: { readonly onClose: () => void; readonly onDrain: () => void }) {
    const { readable, writable } = new IdentityTransformStream();
    this.readable = readable;
    this.writer = writable.getWriter();
    this.writer.closed.catch(() => this.end());
  }

  write(text: string): void {
    if (this.isClosed) return;
    // Checked before the new bytes are added: one replay alone may fill the buffer, and must not end the stream.
    if (this.bufferedBytes > MAX_BUFFERED_BYTES) return this.end();
    const bytes = encoder.encode(text);
    this.bufferedBytes += bytes.length;
    this.writer.write(bytes).then(
      () => this.onWritten(bytes.length),
      () => this.end(),
    );
  }

  /** Ends the stream. Buffered text is lost; the reader recovers it by position. Idempotent. */
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    // A slow reader would see a clean end only behind the whole buffer: abort instead.
    const closing = this.bufferedBytes === 0 ? this.writer.close() : this.writer.abort();
    closing.catch(() => {});
    this.callbacks.onClose();
  }

  private onWritten(bytes: number): void {
    this.bufferedBytes -= bytes;
    if (this.bufferedBytes === 0 && !this.isClosed) this.callbacks.onDrain();
  }
}
