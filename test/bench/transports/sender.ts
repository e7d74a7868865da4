/** Publishes the messages of a transports run. */
import { once } from "node:events";
import { eventually, pause } from "../../support/eventually.ts";
import { textFor } from "./delivery-record.ts";

/** An open loop: sends each message when it is due, and counts those that are stored. */
export class MessageSender {
  stored = 0;
  private sent = 0;
  private readonly socket: WebSocket;

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace(/^http/, "ws")}/socket?name=Sender`, "majlis.v1");
    this.socket.addEventListener("message", ({ data }) => this.receive(String(data)));
  }

  async join(): Promise<void> {
    await once(this.socket, "message");
  }

  /** Sends for `ms`; resolves when every message is stored. */
  async sendFor(ratePerSecond: number, ms: number): Promise<void> {
    const startedAt = performance.now();
    const messages = Math.round((ratePerSecond * ms) / 1_000);
    for (let message = 0; message < messages; message++) {
      const dueAt = startedAt + (message * 1_000) / ratePerSecond;
      await pause(Math.max(0, dueAt - performance.now()));
      const text = textFor(dueAt, this.sent);
      this.socket.send(JSON.stringify({ type: "publish", id: `m${this.sent++}`, text }));
    }
    await pause(Math.max(0, startedAt + ms - performance.now()));
    await eventually("every message is stored", () => this.stored >= this.sent);
  }

  private receive(frame: string): void {
    for (const event of [JSON.parse(frame)].flat() as { type: string; seq: number; id: string }[]) {
      if (event.type === "message") this.stored = event.seq;
      if (event.type === "flow") {
        this.socket.send(JSON.stringify({ type: "flow", id: event.id, position: "" }));
      }
    }
  }
}
