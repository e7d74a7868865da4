/**
 * Readers of a room who have HTTP and nothing else, by SPEC.md and without any code of the product: one of server-sent
 * events, one who polls. Each comes back by its position when it was cut off, and remembers all that it was told.
 */
import { get, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { ClientLog, Entry, Join } from "./auditor.ts";
import { pause } from "./eventually.ts";
import type { WireEvent } from "./raw-socket.ts";

const RETRY_MS = 20;
const DURABLE = new Set(["message", "edit", "delete", "reaction", "settings"]);

interface Span {
  readonly joins: Join[];
  readonly entries: Entry[];
}

/** What a reader holds, for the auditor. */
class Memory {
  readonly spans: Span[] = [];
  /** the last seq that was told */
  reached = 0;

  /** The room said where it stands, and whether what follows is a recovery. */
  join(asked: number | undefined, recovered: boolean, reached: number): void {
    if (!recovered || this.spans.length === 0) this.spans.push({ joins: [], entries: [] });
    this.spans.at(-1)?.joins.push({ asked, recovered, reached });
  }

  hold(event: WireEvent): void {
    const { seq, type, from, id = "", text } = event;
    if (seq === undefined || !DURABLE.has(type)) return;
    this.spans.at(-1)?.entries.push({ seq, type, member: from?.id ?? "", id, text });
    this.reached = seq;
  }
}

export interface ReaderOptions {
  /** `http://…/r/{room}` */
  readonly url: string;
  readonly name: string;
  /** `name=` in the query makes them a guest; they are invisible without it */
  readonly query?: string;
}

/** Where somebody is who was told `position`. */
function seqOf(position: string | undefined): number {
  return Number(position?.split(".")[1] ?? 0);
}

export class SseReader {
  readonly events: WireEvent[] = [];
  readonly memory = new Memory();
  /** streams that ended, cleanly or not */
  losses = 0;
  lastId: string | undefined;
  private isWanted = true;
  private socket: Socket | undefined;
  private response: IncomingMessage | undefined;
  private buffer = "";

  constructor(private readonly options: ReaderOptions) {}

  /** Opens the stream, and opens it again whenever it ends. */
  start(): this {
    this.connect();
    return this;
  }

  get log(): ClientLog {
    return { client: this.options.name, spans: this.memory.spans };
  }

  /** Stops reading: what comes waits in the kernel, and then with the sender. */
  pause(): void {
    this.response?.pause();
  }

  resume(): void {
    this.response?.resume();
  }

  /** Hangs up without a word, and does not come back. */
  stop(): void {
    this.isWanted = false;
    this.socket?.destroy();
  }

  private connect(): void {
    const headers = this.lastId === undefined ? {} : { "Last-Event-ID": this.lastId };
    const asked = this.lastId === undefined ? undefined : seqOf(this.lastId);
    const request = get(`${this.options.url}/events?${this.options.query ?? ""}`, { headers, agent: false });
    request.on("socket", (socket) => (this.socket = socket));
    request.on("error", () => this.comeBack());
    request.on("response", (response) => {
      this.response = response;
      this.buffer = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => this.take(text, asked));
      response.on("error", () => undefined);
      response.on("close", () => this.comeBack());
    });
  }

  private comeBack(): void {
    if (!this.isWanted) return;
    this.losses++;
    void pause(RETRY_MS).then(() => this.isWanted && this.connect());
  }

  private take(text: string, asked: number | undefined): void {
    const blocks = (this.buffer + text).split("\n\n");
    this.buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const data = field("data");
      if (data === undefined) continue;
      this.takeEvent(JSON.parse(data) as WireEvent, asked);
      this.lastId = field("id") ?? this.lastId;
    }
  }

  private takeEvent(event: WireEvent, asked: number | undefined): void {
    this.events.push(event);
    const { type, recovered = false, position, events = [] } = event;
    if (type === "welcome") this.memory.join(asked, recovered, seqOf(position));
    if (type === "page") for (const message of events) this.memory.hold(message);
    this.memory.hold(event);
  }
}

interface PollAnswer {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly WireEvent[];
}

export class PollReader {
  readonly memory = new Memory();
  /** polls that were answered */
  answers = 0;
  /** polls that came to nothing */
  losses = 0;
  position = "";
  private token: string | undefined;
  private isWanted = true;
  private readonly hangUp = new AbortController();

  constructor(private readonly options: ReaderOptions) {}

  /** Polls on and on. */
  start(): this {
    void this.pollOn();
    return this;
  }

  get log(): ClientLog {
    return { client: this.options.name, spans: this.memory.spans };
  }

  stop(): void {
    this.isWanted = false;
    this.hangUp.abort();
  }

  private async pollOn(): Promise<void> {
    while (this.isWanted) {
      try {
        this.take(await this.poll());
      } catch {
        this.losses++;
        await pause(RETRY_MS);
      }
    }
  }

  private async poll(): Promise<PollAnswer> {
    const { url, query = "" } = this.options;
    const who = this.token === undefined ? query : "";
    const headers = this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
    const { signal } = this.hangUp;
    const answer = await fetch(`${url}/messages?after=${this.position}&wait=25&${who}`, { headers, signal });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as PollAnswer;
  }

  private take({ position, recovered, events }: PollAnswer): void {
    this.answers++;
    const asked = this.position === "" ? undefined : seqOf(this.position);
    this.memory.join(asked, recovered, seqOf(position));
    for (const event of events) this.memory.hold(event);
    this.token = events.find(({ type }) => type === "welcome")?.self?.token ?? this.token;
    this.position = position;
  }
}
