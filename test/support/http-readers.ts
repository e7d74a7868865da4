/**
 * Readers over HTTP by SPEC.md, independent of the product's code: one of server-sent events, one that polls. Each
 * reconnects with its position, and records what it receives for the auditor.
 */
import { get, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { createParser } from "eventsource-parser";
import type { ClientLog, LogEntry, JoinRecord } from "./auditor.ts";
import { pause } from "./eventually.ts";
import type { WireEvent } from "./raw-socket.ts";

const RETRY_MS = 20;

interface Span {
  readonly joins: JoinRecord[];
  readonly entries: LogEntry[];
}

/** What a reader received, for the auditor. */
class SpanLog {
  readonly spans: Span[] = [];
  /** the last seq received */
  reached = 0;

  /** Records a welcome or poll response: whether it recovered, and the room's seq. */
  join(asked: number | undefined, recovered: boolean, reached: number): void {
    if (!recovered || this.spans.length === 0) this.spans.push({ joins: [], entries: [] });
    this.spans.at(-1)?.joins.push({ asked, recovered, reached });
  }

  record(event: WireEvent): void {
    const { seq, type, from, id = "", text } = event;
    // `stored` names the seq of another event; every other event with a seq is durable (LOG-1, EVT-2).
    if (seq === undefined || type === "stored") return;
    this.spans.at(-1)?.entries.push({ seq, type, member: from?.id ?? "", id, text });
    this.reached = seq;
  }
}

export interface ReaderOptions {
  /** `http://…/r/{room}` */
  readonly url: string;
  readonly name: string;
  /** with `name=` the reader is a guest, without it invisible */
  readonly query?: string;
}

/** The seq of a position; 0 if there is none. */
function seqOf(position: string | undefined): number {
  return Number(position?.split(".")[1] ?? 0);
}

export class SseReader {
  readonly events: WireEvent[] = [];
  readonly spanLog = new SpanLog();
  /** how many streams ended, cleanly or not */
  disconnects = 0;
  lastId: string | undefined;
  private isRunning = true;
  private socket: Socket | undefined;
  private response: IncomingMessage | undefined;

  constructor(private readonly options: ReaderOptions) {}

  /** Opens the stream, and reopens it whenever it ends. */
  start(): this {
    this.connect();
    return this;
  }

  get log(): ClientLog {
    return { client: this.options.name, spans: this.spanLog.spans };
  }

  /** Stops reading: events wait in kernel buffers, then at the sender. */
  pause(): void {
    this.response?.pause();
  }

  resume(): void {
    this.response?.resume();
  }

  /** Destroys the connection and does not reconnect. */
  stop(): void {
    this.isRunning = false;
    this.socket?.destroy();
  }

  private connect(): void {
    const headers = this.lastId === undefined ? {} : { "Last-Event-ID": this.lastId };
    const asked = this.lastId === undefined ? undefined : seqOf(this.lastId);
    const request = get(`${this.options.url}/events?${this.options.query ?? ""}`, { headers, agent: false });
    request.on("socket", (socket) => (this.socket = socket));
    request.on("error", () => this.reconnect());
    request.on("response", (response) => {
      this.response = response;
      const parser = createParser({
        onEvent: ({ data, id }) => {
          this.receiveEvent(JSON.parse(data) as WireEvent, asked);
          this.lastId = id ?? this.lastId;
        },
      });
      response.setEncoding("utf8");
      response.on("data", (text: string) => parser.feed(text));
      response.on("error", () => undefined);
      response.on("close", () => this.reconnect());
    });
  }

  private reconnect(): void {
    if (!this.isRunning) return;
    this.disconnects++;
    void pause(RETRY_MS).then(() => this.isRunning && this.connect());
  }

  private receiveEvent(event: WireEvent, asked: number | undefined): void {
    this.events.push(event);
    const { type, recovered = false, position, events = [] } = event;
    if (type === "welcome") this.spanLog.join(asked, recovered, seqOf(position));
    if (type === "page") for (const message of events) this.spanLog.record(message);
    this.spanLog.record(event);
  }
}

interface PollResponse {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly WireEvent[];
}

export class PollReader {
  readonly spanLog = new SpanLog();
  /** how many polls were answered */
  answers = 0;
  /** how many polls failed */
  disconnects = 0;
  position = "";
  private token: string | undefined;
  private isRunning = true;
  private readonly abortController = new AbortController();

  constructor(private readonly options: ReaderOptions) {}

  /** Polls continuously. */
  start(): this {
    void this.pollLoop();
    return this;
  }

  get log(): ClientLog {
    return { client: this.options.name, spans: this.spanLog.spans };
  }

  stop(): void {
    this.isRunning = false;
    this.abortController.abort();
  }

  private async pollLoop(): Promise<void> {
    while (this.isRunning) {
      try {
        this.receive(await this.poll());
      } catch {
        this.disconnects++;
        await pause(RETRY_MS);
      }
    }
  }

  private async poll(): Promise<PollResponse> {
    const { url, query = "" } = this.options;
    const nameQuery = this.token === undefined ? query : "";
    const headers = this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    const { signal } = this.abortController;
    const answer = await fetch(`${url}/messages?after=${this.position}&wait=25&${nameQuery}`, {
      headers,
      signal,
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as PollResponse;
  }

  private receive({ position, recovered, events }: PollResponse): void {
    this.answers++;
    const asked = this.position === "" ? undefined : seqOf(this.position);
    this.spanLog.join(asked, recovered, seqOf(position));
    for (const event of events) this.spanLog.record(event);
    this.token = events.find(({ type }) => type === "welcome")?.self?.token ?? this.token;
    this.position = position;
  }
}
