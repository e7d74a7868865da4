/** Somebody who has HTTP and nothing else, and is heard: what was not answered is sent again until it is. */
import type { Ack } from "./auditor.ts";
import { pause } from "./eventually.ts";
import type { WireEvent } from "./raw-socket.ts";

const RETRY_MS = 20;
const BATCH = 5;

export interface WriterOptions {
  /** `http://…/r/{room}` */
  readonly url: string;
  readonly name: string;
  /** by `POST /messages`, one at a time, or by `POST /commands`, several in one request */
  readonly by: "messages" | "commands";
}

export class HttpWriter {
  /** in the order in which they were said */
  readonly acks: Ack[] = [];
  /** requests that came to nothing and were sent again */
  repeats = 0;
  /** answers that it is stored already */
  known = 0;
  private said = 0;
  private isWanted = true;
  private readonly talk: Promise<void>;

  private constructor(
    private readonly options: WriterOptions,
    private readonly self: { readonly id: string; readonly token: string },
  ) {
    this.talk = this.talkOn();
  }

  /** Gets a token by a first poll, and talks on and on. */
  static async start(options: WriterOptions): Promise<HttpWriter> {
    const answer = await fetch(`${options.url}/messages?after=&name=${options.name}`);
    const { events } = (await answer.json()) as { events: WireEvent[] };
    const { self } = events[0] ?? {};
    if (self === undefined) throw new Error("no welcome came");
    return new HttpWriter(options, self);
  }

  /** Says nothing new, and waits until all that was said is answered. */
  finish(): Promise<void> {
    this.isWanted = false;
    return this.talk;
  }

  private async talkOn(): Promise<void> {
    while (this.isWanted) await (this.options.by === "messages" ? this.sayOne() : this.saySeveral());
  }

  private async sayOne(): Promise<void> {
    const { id, text } = this.nextMessage();
    const answer = await this.insist(
      "/messages",
      { "Idempotency-Key": id, "Content-Type": "text/plain" },
      text,
    );
    const { seq = 0 } = (await answer.json()) as WireEvent;
    if (answer.status === 200) this.known++;
    this.acks.push({ member: this.self.id, id, seq, text });
  }

  private async saySeveral(): Promise<void> {
    const batch = Array.from({ length: BATCH }, () => ({ type: "publish", ...this.nextMessage() }));
    const answer = await this.insist(
      "/commands",
      { "Content-Type": "application/json" },
      JSON.stringify(batch),
    );
    const told = (await answer.json()) as WireEvent[];
    for (const [index, { id, text }] of batch.entries()) {
      const { type, seq = 0, id: answered } = told[index] ?? { type: "nothing" };
      if (answered !== id) throw new Error(`${id} was answered by ${type} for ${answered}`);
      if (type === "stored") this.known++;
      this.acks.push({ member: this.self.id, id, seq, text });
    }
  }

  private nextMessage(): { readonly id: string; readonly text: string } {
    const number = ++this.said;
    return { id: `${this.options.name}-${number}`, text: `${this.options.name} says ${number}` };
  }

  /** Sends it until it is answered: by the room, not by whatever died on the way. */
  private async insist(path: string, headers: Record<string, string>, body: string): Promise<Response> {
    const { url } = this.options;
    for (;;) {
      try {
        const answer = await fetch(`${url}${path}`, {
          method: "POST",
          headers: { Authorization: `Bearer ${this.self.token}`, ...headers },
          body,
        });
        // Read in full here, so that an answer that is cut off is no answer.
        const text = await answer.text();
        if (answer.ok) return new Response(text, { status: answer.status });
        if (answer.status < 500) throw new Error(`refused: ${text}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith("refused")) throw error;
      }
      this.repeats++;
      await pause(RETRY_MS);
    }
  }
}
