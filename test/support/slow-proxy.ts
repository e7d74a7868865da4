/** A slow network: a TCP proxy on loopback with latency and limited bandwidth. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { pause } from "./eventually.ts";

export interface NetworkProfile {
  readonly roundTripMs: number;
  readonly downBytesPerSecond: number;
  readonly upBytesPerSecond: number;
}

/** As Lighthouse and WebPageTest define it: 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
export const SLOW_4G: NetworkProfile = {
  roundTripMs: 150,
  downBytesPerSecond: 200_000,
  upBytesPerSecond: 93_750,
};

/** The bandwidth of one direction, shared by all connections. */
class BandwidthLimit {
  readonly #bytesPerSecond: number;
  readonly #delayMs: number;
  #freeAt = 0;

  constructor(bytesPerSecond: number, delayMs: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#delayMs = delayMs;
  }

  /** Time until the last of `bytes` sent now arrives, in ms. */
  arrivalMs(bytes: number): number {
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.#bytesPerSecond) * 1_000;
    return this.#freeAt - now + this.#delayMs;
  }
}

export class SlowProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #profile: NetworkProfile;
  readonly #down: BandwidthLimit;
  readonly #up: BandwidthLimit;

  private constructor(server: Server, port: number, profile: NetworkProfile) {
    this.#server = server;
    this.port = port;
    this.#profile = profile;
    const delayMs = profile.roundTripMs / 2;
    this.#down = new BandwidthLimit(profile.downBytesPerSecond, delayMs);
    this.#up = new BandwidthLimit(profile.upBytesPerSecond, delayMs);
  }

  static async start(targetPort: number, profile: NetworkProfile): Promise<SlowProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const proxy = new SlowProxy(server, address.port, profile);
    server.on("connection", (socket) => proxy.#tunnel(socket, targetPort));
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  close(): void {
    this.#server.close();
  }

  /** Delays the first bytes by a round trip, which the TCP handshake would take on a real network. */
  #tunnel(socket: Socket, targetPort: number): void {
    const target = connect(targetPort, "localhost");
    socket.pause();
    setTimeout(() => {
      pipeDelayed(socket, target, this.#up);
      pipeDelayed(target, socket, this.#down);
    }, this.#profile.roundTripMs);
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
  }
}

/** Pipes with delays. A chain of promises keeps the order, which timers of different lengths would not. */
function pipeDelayed(from: Socket, to: Socket, limit: BandwidthLimit): void {
  let arrived = Promise.resolve();
  const schedule = (bytes: number, arrive: () => void): void => {
    const due = pause(limit.arrivalMs(bytes));
    arrived = arrived.then(() => due).then(arrive);
  };
  from.on("data", (chunk: Buffer) => schedule(chunk.length, () => void (to.writable && to.write(chunk))));
  from.on("end", () => schedule(0, () => to.end()));
  from.on("close", () => schedule(0, () => to.destroy()));
  from.resume();
}
