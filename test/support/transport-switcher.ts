/** A reader that switches transports mid-stream, and carries over only its position and token. */
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { isDurable } from "../../src/protocol/traits.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { openAuthorizedSocket } from "./authorized-socket.ts";
import { within } from "./eventually.ts";

export const SWITCH_TRANSPORTS = ["websocket", "events", "long_poll", "short_poll"] as const;
export type SwitchTransport = (typeof SWITCH_TRANSPORTS)[number];

const READ_TIMEOUT_MS = 60_000;

interface PollResponse {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly RoomEvent[];
}

export class TransportSwitcher {
  /** the durable events received, in order */
  readonly read: DurableEvent[] = [];
  /** how often the room could not recover from the reader's position */
  resets = 0;
  private readonly url: string;
  private position: string;
  private token: string | undefined;
  private targetCount = 0;

  /** `url` is the room's, `http://…/r/…`; `position` the start. */
  constructor(url: string, position: string) {
    this.url = url;
    this.position = position;
  }

  get seq(): number {
    return Number(this.position.split(".")[1]);
  }

  /** Reads at least `count` durable events over one transport, then disconnects. */
  async readOver(transport: SwitchTransport, count: number): Promise<void> {
    this.targetCount = this.read.length + count;
    const reading = {
      websocket: () => this.readSocket(),
      events: () => this.readStream(),
      long_poll: () => this.readPolls(25),
      short_poll: () => this.readPolls(0),
    }[transport]();
    await within(`${count} events on ${transport} after ${this.position}`, reading, READ_TIMEOUT_MS);
  }

  private get hasEnough(): boolean {
    return this.read.length >= this.targetCount;
  }

  /** Records events until there are enough; the rest of a frame is left for the next transport. */
  private receive(events: readonly RoomEvent[], source: "pushed" | "fetched" = "pushed"): void {
    for (const event of events) {
      if (event.type === "welcome") {
        this.token = event.self.token;
        if (!event.recovered) this.resets += 1;
      }
      if (!isDurable(event) || this.hasEnough) continue;
      // A socket's live events may be ahead of the `history` pages, which will fill the gap.
      if (event.seq > this.seq + 1) return;
      // A page may also have events that were broadcast since it was requested.
      if (event.seq <= this.seq && source === "fetched") continue;
      if (event.seq <= this.seq) throw new Error(`${event.seq} received again after ${this.position}`);
      this.read.push(event);
      this.position = `${this.position.split(".")[0]}.${event.seq}`;
    }
  }

  private async readSocket(): Promise<void> {
    const query = new URLSearchParams({ position: this.position, name: "Switcher" });
    const url = `${this.url.replace(/^http/, "ws")}/socket?${query.toString()}`;
    const socket = openAuthorizedSocket(url, this.token);
    await new Promise<void>((done, failed) => {
      socket.addEventListener("close", () => failed(new Error("the socket closed")));
      socket.addEventListener("message", ({ data }) => {
        const events = [JSON.parse(String(data))].flat() as RoomEvent[];
        try {
          for (const event of events) {
            if (event.type === "page") this.receive((event as Page).events, "fetched");
            else this.receive([event]);
          }
        } catch (error) {
          failed(error as Error);
        }
        if (events.some(({ type }) => type === "more" || type === "page") && !this.hasEnough) {
          socket.send(JSON.stringify({ type: "history", id: "h", after: this.seq, limit: 200 }));
        }
        if (this.hasEnough) done();
      });
    });
    socket.close();
  }

  private async readStream(): Promise<void> {
    const controller = new AbortController();
    const answer = await fetch(`${this.url}/events?session=switcher&name=Switcher`, {
      headers: { ...this.authorization, "Last-Event-ID": this.position },
      signal: controller.signal,
    });
    const events = answer.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { data } of events ?? []) {
      this.receive([JSON.parse(data) as RoomEvent]);
      if (this.hasEnough) break;
    }
    controller.abort();
  }

  private async readPolls(wait: number): Promise<void> {
    while (!this.hasEnough) {
      const query = new URLSearchParams({
        after: this.position,
        wait: String(wait),
        session: "switcher",
        name: "Switcher",
      });
      const answer = await fetch(`${this.url}/messages?${query.toString()}`, { headers: this.authorization });
      const { recovered, events } = (await answer.json()) as PollResponse;
      if (!recovered) this.resets += 1;
      this.receive(events);
    }
  }

  private get authorization(): Record<string, string> {
    return this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` };
  }
}
