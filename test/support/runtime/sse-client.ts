/** A reader of server-sent events. Parses them with a library, which checks the format independently of the product. */
import { createParser } from "eventsource-parser";
import type { EventType } from "../../../src/protocol/traits.ts";
import type { EventOf } from "../../../src/protocol/events.ts";
import { fetchWorker } from "./worker-requests.ts";

export interface SseEvent {
  readonly event: string;
  /** undefined if the event does not change the reader's position */
  readonly id: string | undefined;
  readonly data: string;
}

const READ_TIMEOUT_MS = 8_000;

export class SseClient {
  readonly events: SseEvent[] = [];
  readonly comments: string[] = [];
  /** everything received, undecoded */
  raw = "";
  hasEnded = false;
  private readonly decoder = new TextDecoder();
  private readCount = 0;
  private readonly parser = createParser({
    onEvent: ({ event = "message", id, data }) => this.events.push({ event, id, data }),
    onComment: (comment) => this.comments.push(comment),
  });

  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  static async open(path: string, init?: RequestInit): Promise<SseClient> {
    const response = await fetchWorker(path, init);
    if (response.status !== 200 || response.body === null)
      throw new Error(`refused: ${await response.text()}`);
    return new SseClient(response, response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>);
  }

  /** The next event of that name that was not returned before; skips events of other names. */
  async next(event: string): Promise<SseEvent> {
    for (;;) {
      for (; this.readCount < this.events.length;) {
        const events = this.events[this.readCount++];
        if (events?.event === event) return events;
      }
      if (!(await this.read())) throw new Error(`the stream ended before "${event}" was received`);
    }
  }

  async nextOf<Type extends EventType>(type: Type): Promise<EventOf<Type>> {
    return JSON.parse((await this.next(type)).data) as EventOf<Type>;
  }

  /** Reads until `condition` holds. @throws Error if the stream ends before */
  async readUntil(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (!(await this.read())) throw new Error(`the stream ended early; last: ${this.raw.slice(-200)}`);
    }
  }

  /** Reads to the end of the stream, clean or not. */
  async readToEnd(): Promise<void> {
    while (await this.read());
  }

  cancel(): Promise<void> {
    return this.reader.cancel();
  }

  /** Reads a chunk; false at the end. */
  async read(): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`nothing received; so far: ${this.raw.slice(-500)}`)),
        READ_TIMEOUT_MS,
      );
    });
    const chunk = this.reader.read().catch(() => ({ done: true, value: undefined }));
    const { done, value } = await Promise.race([chunk, late]);
    clearTimeout(timer);
    if (value !== undefined) this.receive(this.decoder.decode(value, { stream: true }));
    this.hasEnded = done;
    return !done;
  }

  private receive(text: string): void {
    this.raw += text;
    this.parser.feed(text);
  }
}
