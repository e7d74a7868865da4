/** Text on its way to a reader who may be slow, or gone (SPEC SSE-4). */

/** What may wait for a reader when there is more to write: the room cannot see it, so it is bounded here. */
export const MAX_BUFFERED_BYTES = 256 * 1024;

const encoder = new TextEncoder();

export class BoundedStream {
  readonly readable: ReadableStream<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  private bufferedBytes = 0;
  private isClosed = false;

  /** `onOver` is called once, whoever ends it; `onDrained` each time that nothing waits any more. */
  constructor(private readonly callbacks: { readonly onClose: () => void; readonly onDrain: () => void }) {
    const { readable, writable } = new IdentityTransformStream();
    this.readable = readable;
    this.writer = writable.getWriter();
    this.writer.closed.catch(() => this.end());
  }

  write(text: string): void {
    if (this.isClosed) return;
    // Judged before what is new is added: a replay is as large as all that may wait, and nobody would ever get past one.
    if (this.bufferedBytes > MAX_BUFFERED_BYTES) return this.end();
    const bytes = encoder.encode(text);
    this.bufferedBytes += bytes.length;
    this.writer.write(bytes).then(
      () => this.onWritten(bytes.length),
      () => this.end(),
    );
  }

  /** Ends the stream. What still waits is lost, and recovered by position. Safe to call twice. */
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    // A reader who is slow would never see a clean end behind all that waits.
    const closing = this.bufferedBytes === 0 ? this.writer.close() : this.writer.abort();
    closing.catch(() => {});
    this.callbacks.onClose();
  }

  private onWritten(bytes: number): void {
    this.bufferedBytes -= bytes;
    if (this.bufferedBytes === 0 && !this.isClosed) this.callbacks.onDrain();
  }
}
