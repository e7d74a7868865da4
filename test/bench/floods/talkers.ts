/** Members who talk while others attack, each from an address of their own: how long until the next one reads it. */
import { RawSocket, type WireEvent } from "../../support/raw-socket.ts";

/** Below the rate of a member, so that none is refused. */
const MESSAGES_PER_SECOND = 8;
/** A message that takes longer than this counts as lost. */
export const PATIENCE_MS = 5_000;

export interface TalkFigures {
  readonly lost: number;
  /** of all messages; {@link PATIENCE_MS} for those that were lost */
  readonly latenciesMs: readonly number[];
}

export class Talkers {
  private readonly sentAt = new Map<string, number>();
  private latencies: number[] = [];
  private sent = 0;

  private readonly sockets: readonly RawSocket[];

  private constructor(sockets: readonly RawSocket[]) {
    this.sockets = sockets;
  }

  static async join(port: number, path: string, count: number): Promise<Talkers> {
    const sockets = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        RawSocket.open({
          port,
          path: `${path}?name=Talker%20${index}`,
          protocols: ["majlis.v1"],
          headers: { "CF-Connecting-IP": `198.51.100.${index + 1}` },
        }),
      ),
    );
    const talkers = new Talkers(sockets);
    sockets.forEach((socket, index) => talkers.listen(socket, index));
    return talkers;
  }

  /** Talks for that long, each at that rate, and waits for the last message. */
  async talk(durationMs: number, messagesPerSecond = MESSAGES_PER_SECOND): Promise<TalkFigures> {
    this.latencies = [];
    this.sent = 0;
    const timers = this.sockets.map((socket, index) =>
      setInterval(() => this.say(socket, index), 1_000 / messagesPerSecond),
    );
    await pause(durationMs);
    for (const timer of timers) clearInterval(timer);
    const deadline = performance.now() + PATIENCE_MS;
    while (this.sentAt.size > 0 && performance.now() < deadline) await pause(20);
    const lost = this.sentAt.size;
    this.sentAt.clear();
    return { lost, latenciesMs: [...this.latencies, ...Array<number>(lost).fill(PATIENCE_MS)] };
  }

  leave(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private say(socket: RawSocket, index: number): void {
    const id = `${index}-${++this.sent}-${Math.round(performance.now())}`;
    this.sentAt.set(id, performance.now());
    socket.sendJson({ type: "publish", id, text: "كيف حالكم؟ All well here 🙂" });
  }

  /** A message has arrived when the next talker reads it. */
  private listen(socket: RawSocket, index: number): void {
    const speaker = (index + this.sockets.length - 1) % this.sockets.length;
    socket.listen((text) => {
      for (const event of [JSON.parse(text) as WireEvent | WireEvent[]].flat()) {
        if (event.type === "flow") socket.sendJson({ type: "flow", id: event.id, position: "0.0" });
        else if (event.type === "message" && event.id?.startsWith(`${speaker}-`)) this.receive(event.id);
      }
    });
  }

  private receive(id: string): void {
    const at = this.sentAt.get(id);
    if (at === undefined) return;
    this.sentAt.delete(id);
    this.latencies.push(performance.now() - at);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
