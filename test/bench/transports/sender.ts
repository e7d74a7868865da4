/** The one who speaks. */
import { once } from "node:events";
import { eventually, pause } from "../../support/eventually.ts";
import { textFor } from "./delivery-record.ts";

/** Says things at their times, whatever comes back, and notes how many were stored. */
export class MessageSender {
  stored = 0;
  private sent = 0;
  private readonly socket: WebSocket;

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace(/^http/, "ws")}/socket?name=Speaker`, "majlis.v1");
    this.socket.addEventListener("message", ({ data }) => this.receive(String(data)));
  }

  async join(): Promise<void> {
    await once(this.socket, "message");
  }

  /** Speaks for `ms`, and returns when all of it is stored. */
  async sendFor(ratePerSecond: number, ms: number): Promise<void> {
    const startedAt = performance.now();
    const messages = Math.round((ratePerSecond * ms) / 1_000);
    for (let message = 0; message < messages; message++) {
      const dueAt = startedAt + (message * 1_000) / ratePerSecond;
      await pause(Math.max(0, dueAt - performance.now()));
      this.socket.send(JSON.stringify({ type: "publish", id: `m${this.sent++}`, text: textFor(dueAt) }));
    }
    await pause(Math.max(0, startedAt + ms - performance.now()));
    await eventually("everything is stored", () => this.stored >= this.sent);
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
