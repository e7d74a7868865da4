/** Publishes at full speed over the bare protocol, without the SDK's pacing. */
import { eventually } from "./eventually.ts";

export class Publisher {
  readonly #socket: WebSocket;
  /** the text of the newest message received */
  lastText: string | undefined;
  /** the seq of that message */
  lastSeq = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async join(url: string): Promise<Publisher> {
    const socket = new WebSocket(url.replace(/^http/u, "ws"), "majlis.v1");
    const publisher = new Publisher(socket);
    socket.addEventListener("message", ({ data }) => publisher.#receive(String(data)));
    await eventually("a publisher has joined", () => publisher.lastText !== undefined);
    return publisher;
  }

  publish(text: string): void {
    this.#socket.send(JSON.stringify({ type: "publish", id: crypto.randomUUID(), text }));
  }

  leave(): void {
    this.#socket.close();
  }

  #receive(frame: string): void {
    const events = [JSON.parse(frame)].flat() as {
      readonly type: string;
      readonly text?: string;
      readonly seq?: number;
      readonly id?: string;
    }[];
    for (const { type, text, seq, id } of events) {
      // The room requires its readers to acknowledge (SPEC FLOW-1).
      if (type === "flow") this.#socket.send(JSON.stringify({ type: "flow", id, position: "0.0" }));
      this.lastText = text ?? this.lastText ?? "";
      this.lastSeq = seq ?? this.lastSeq;
    }
  }
}
