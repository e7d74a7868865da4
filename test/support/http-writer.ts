/** A writer over HTTP that retries each request until it is answered. */
import type { Ack } from "./auditor.ts";
import { pause } from "./eventually.ts";
import type { WireEvent } from "./raw-socket.ts";

const RETRY_MS = 20;
const BATCH = 5;

export interface WriterOptions {
  /** `http://…/r/{room}` */
  readonly url: string;
  readonly name: string;
  /** `POST /messages` sends one message per request, `POST /commands` a batch */
  readonly endpoint: "messages" | "commands";
}

export class HttpWriter {
  /** in the order of sending */
  readonly acks: Ack[] = [];
  /** how many requests failed and were sent again */
  retries = 0;
  /** how many answers reported a message as stored before */
  duplicates = 0;
  private sentCount = 0;
  private isRunning = true;
  private readonly loop: Promise<void>;

  private constructor(
    private readonly options: WriterOptions,
    private readonly self: { readonly id: string; readonly token: string },
  ) {
    this.loop = this.publishLoop();
  }

  /** Gets a token by a first poll, and publishes continuously. */
  static async start(options: WriterOptions): Promise<HttpWriter> {
    const answer = await fetch(`${options.url}/messages?after=&name=${options.name}`);
    const { events } = (await answer.json()) as { events: WireEvent[] };
    const { self } = events[0] ?? {};
    if (self === undefined) throw new Error("no welcome received");
    return new HttpWriter(options, self);
  }

  /** Stops publishing, and waits until every message is answered. */
  finish(): Promise<void> {
    this.isRunning = false;
    return this.loop;
  }

  private async publishLoop(): Promise<void> {
    while (this.isRunning)
      await (this.options.endpoint === "messages" ? this.publishOne() : this.publishBatch());
  }

  private async publishOne(): Promise<void> {
    const { id, text } = this.nextMessage();
    const answer = await this.postWithRetry(
      "/messages",
      { "Idempotency-Key": id, "Content-Type": "text/plain" },
      text,
    );
    const { seq = 0 } = (await answer.json()) as WireEvent;
    if (answer.status === 200) this.duplicates++;
    this.acks.push({ member: this.self.id, id, seq, text });
  }

  private async publishBatch(): Promise<void> {
    const batch = Array.from({ length: BATCH }, () => ({ type: "publish", ...this.nextMessage() }));
    const answer = await this.postWithRetry(
      "/commands",
      { "Content-Type": "application/json" },
      JSON.stringify(batch),
    );
    const replies = (await answer.json()) as WireEvent[];
    for (const [index, { id, text }] of batch.entries()) {
      const { type, seq = 0, id: repliedId } = replies[index] ?? { type: "nothing" };
      if (repliedId !== id) throw new Error(`${id} was answered by ${type} for ${repliedId}`);
      if (type === "stored") this.duplicates++;
      this.acks.push({ member: this.self.id, id, seq, text });
    }
  }

  private nextMessage(): { readonly id: string; readonly text: string } {
    const number = ++this.sentCount;
    return { id: `${this.options.name}-${number}`, text: `message ${number} from ${this.options.name}` };
  }

  /** Sends a request until the room answers it. */
  private async postWithRetry(
    path: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Response> {
    const { url } = this.options;
    for (;;) {
      try {
        const answer = await fetch(`${url}${path}`, {
          method: "POST",
          headers: { Authorization: `Bearer ${this.self.token}`, ...headers },
          body,
        });
        // Reads the whole body, so that a response that is cut off counts as failed.
        const text = await answer.text();
        if (answer.ok) return new Response(text, { status: answer.status });
        if (answer.status < 500) throw new Error(`refused: ${text}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith("refused")) throw error;
      }
      this.retries++;
      await pause(RETRY_MS);
    }
  }
}
