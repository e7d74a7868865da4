/** Text on its way to a reader who may be slow, or gone (SPEC SSE-4). */

/** What may wait for a reader when there is more to write: the room cannot see it, so it is bounded here. */
export const MAX_WAITING_BYTES = 256 * 1024;

const encoder = new TextEncoder();

export class Outflow {
  readonly readable: ReadableStream<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  private waiting = 0;
  private isOver = false;

  /** `onOver` is called once, whoever ends it; `onDrained` each time that nothing waits any more. */
  constructor(private readonly on: { readonly over: () => void; readonly drained: () => void }) {
    const { readable, writable } = new IdentityTransformStream();
    this.readable = readable;
    this.writer = writable.getWriter();
    this.writer.closed.catch(() => this.end());
  }

  write(text: string): void {
    if (this.isOver) return;
    // Judged before what is new is added: a replay is as large as all that may wait, and nobody would ever get past one.
    if (this.waiting > MAX_WAITING_BYTES) return this.end();
    const bytes = encoder.encode(text);
    this.waiting += bytes.length;
    this.writer.write(bytes).then(
      () => this.taken(bytes.length),
      () => this.end(),
    );
  }

  /** Ends the stream. What still waits is lost, and recovered by position. Safe to call twice. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    // A reader who is slow would never see a clean end behind all that waits.
    const ended = this.waiting === 0 ? this.writer.close() : this.writer.abort();
    ended.catch(() => {});
    this.on.over();
  }

  private taken(bytes: number): void {
    this.waiting -= bytes;
    if (this.waiting === 0 && !this.isOver) this.on.drained();
  }
}
