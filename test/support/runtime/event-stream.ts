/** A reader of server-sent events, by the rules of HTML §9.2 and nothing of ours. */
import type { EventOf, EventType } from "../../../src/protocol/events.ts";
import { ask } from "./front-door.ts";

export interface Told {
  readonly event: string;
  /** undefined where the event does not move the reader */
  readonly id: string | undefined;
  readonly data: string;
}

const PATIENCE_MS = 8_000;

export class EventStream {
  readonly told: Told[] = [];
  readonly comments: string[] = [];
  /** all that came, as it came */
  raw = "";
  hasEnded = false;
  private readonly decoder = new TextDecoder();
  private taken = 0;
  private line = "";
  private fields: Record<string, string> = {};

  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  static async open(path: string, init?: RequestInit): Promise<EventStream> {
    const response = await ask(path, init);
    if (response.status !== 200 || response.body === null)
      throw new Error(`refused: ${await response.text()}`);
    return new EventStream(response, response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>);
  }

  /** The next event of that name that was not returned before; earlier ones of other names are passed over. */
  async next(event: string): Promise<Told> {
    for (;;) {
      for (; this.taken < this.told.length;) {
        const told = this.told[this.taken++];
        if (told?.event === event) return told;
      }
      if (!(await this.read())) throw new Error(`the stream ended before "${event}" came`);
    }
  }

  async nextOf<Type extends EventType>(type: Type): Promise<EventOf<Type>> {
    return JSON.parse((await this.next(type)).data) as EventOf<Type>;
  }

  /** Reads on until `condition` holds. @throws Error if the stream ends before */
  async readUntil(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (!(await this.read())) throw new Error(`the stream ended early; last: ${this.raw.slice(-200)}`);
    }
  }

  /** Reads on to the end, clean or not. */
  async untilEnd(): Promise<void> {
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
        () => reject(new Error(`nothing came; so far: ${this.raw.slice(-500)}`)),
        PATIENCE_MS,
      );
    });
    const chunk = this.reader.read().catch(() => ({ done: true, value: undefined }));
    const { done, value } = await Promise.race([chunk, late]);
    clearTimeout(timer);
    if (value !== undefined) this.take(this.decoder.decode(value, { stream: true }));
    this.hasEnded = done;
    return !done;
  }

  private take(text: string): void {
    this.raw += text;
    const lines = (this.line + text).split("\n");
    this.line = lines.pop() ?? "";
    for (const line of lines) this.takeLine(line);
  }

  private takeLine(line: string): void {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return void this.comments.push(line.slice(1));
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    this.fields[name] =
      name === "data" && this.fields["data"] !== undefined ? `${this.fields["data"]}\n${value}` : value;
  }

  private dispatch(): void {
    const { data, event = "message", id } = this.fields;
    this.fields = {};
    if (data !== undefined) this.told.push({ event, id, data });
  }
}
