/** A guest connected through the Worker's fetch handler, inside the Workers runtime. */
import { exports } from "cloudflare:workers";
import { inflateSync } from "fflate";
import type { Command } from "../../../src/protocol/commands.ts";
import { FrameDecoder } from "../../../src/protocol/frame-decoder.ts";
import type { EventType } from "../../../src/protocol/traits.ts";
import { EVENTS, type EventOf, type RoomEvent } from "../../../src/protocol/events.ts";

export interface GuestOptions {
  readonly name?: string;
  readonly position?: string;
  readonly token?: string;
  readonly protocols?: readonly string[];
  /** further parameters of the URL */
  readonly query?: Readonly<Record<string, string>>;
}

/** Only ends a test that fails, as in eventually.ts: a busy machine may take seconds for 900 frames. */
const TIMEOUT_MS = 60_000;

export const ORIGIN = "https://majlis.test";

/** Requests an upgrade of `path`; the socket in the response is not accepted yet. */
export async function openSocket(
  path: string,
  protocols: readonly string[],
  token?: string,
): Promise<Response> {
  const headers = new Headers({ Upgrade: "websocket" });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (protocols.length > 0) headers.set("Sec-WebSocket-Protocol", protocols.join(", "));
  return exports.default.fetch(`${ORIGIN}${path}`, { headers });
}

export class Guest {
  /** the texts of all frames, of the compressed ones too */
  readonly frames: string[] = [];
  /** how many of them were compressed */
  compressedFrames = 0;
  closed: { code: number; reason: string } | undefined;
  private readCount = 0;
  private notify: (() => void) | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => {
      this.frames.push(this.textOf(data));
      this.notify?.();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.notify?.();
    });
    socket.binaryType = "arraybuffer";
    socket.accept();
  }

  static async join(room: string, options: GuestOptions = {}): Promise<Guest> {
    const query = new URLSearchParams(options.query);
    if (options.name !== undefined) query.set("name", options.name);
    if (options.position !== undefined) query.set("position", options.position);
    const path = `/r/${encodeURIComponent(room)}/socket?${query}`;
    const { webSocket } = await openSocket(path, options.protocols ?? ["majlis.v1"], options.token);
    if (webSocket === null || webSocket === undefined) throw new Error("the upgrade was refused");
    return new Guest(webSocket);
  }

  private textOf(data: unknown): string {
    if (typeof data === "string") return data;
    if (!(data instanceof ArrayBuffer)) throw new TypeError("neither a text nor a binary frame");
    this.compressedFrames += 1;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      inflateSync(new Uint8Array(data)),
    );
  }

  send(command: Command): void {
    this.socket.send(JSON.stringify(command));
  }

  /** All events received so far. Each has exactly the fields of its schema, which clients do not check. */
  get events(): RoomEvent[] {
    const decoder = new FrameDecoder();
    const events = this.frames.flatMap((frame) => decoder.decode(frame));
    for (const event of events) EVENTS[event.type].schema.parse(event, { mode: "strict" });
    return events;
  }

  /** The next event of that type that was not returned before; skips events of other types. */
  async next<Type extends EventType>(type: Type): Promise<EventOf<Type>> {
    for (;;) {
      const { events } = this;
      for (; this.readCount < events.length; this.readCount++) {
        const event = events[this.readCount];
        if (event?.type !== type) continue;
        this.readCount++;
        return event as EventOf<Type>;
      }
      await this.waitForFrame(`no "${type}" received`);
    }
  }

  /** The next raw frame, for plain text. */
  async nextFrame(): Promise<string> {
    while (this.readCount >= this.frames.length) await this.waitForFrame("no frame received");
    return this.frames[this.readCount++] ?? "";
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    while (this.closed === undefined) await this.waitForFrame("the socket stayed open");
    return this.closed;
  }

  private async waitForFrame(failure: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new Error(`${failure}; got ${JSON.stringify(this.frames)}`)),
      TIMEOUT_MS,
    );
    this.notify = resolve;
    await promise;
    clearTimeout(timer);
  }
}

let rooms = 0;

/** A room name that no other test uses: all files of a runtime share this module. */
export function uniqueRoomName(): string {
  return `room-${++rooms}`;
}
