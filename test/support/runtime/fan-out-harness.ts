/** A fan-out whose sockets, time and timers a test controls. */
import { inflateSync } from "fflate";
import type { RoomEvent } from "../../../src/protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/protocol/limits.ts";
import type { Codec } from "../../../src/protocol/subprotocols.ts";
import { utf8Bytes } from "../../../src/text/lengths.ts";
import { Backlog } from "../../../src/transport/backlog.ts";
import { Connections, type Connection } from "../../../src/transport/connections.ts";
import { FanOut } from "../../../src/transport/fan-out.ts";
import type { PlainOptions } from "../../../src/transport/plain-options.ts";

export class FakeSocket {
  readyState: number = WebSocket.OPEN;
  readonly received: (string | Uint8Array<ArrayBuffer>)[] = [];
  /** false for a peer that leaves everything unread */
  isRead = true;
  bufferedAmount = 0;

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== WebSocket.OPEN) throw new Error("not open");
    this.received.push(frame);
    if (!this.isRead) this.bufferedAmount += payloadBytes(frame);
  }

  serializeAttachment(): void {}

  /** The texts of all frames, of the compressed ones too. */
  get frames(): string[] {
    return this.received.map((frame) =>
      typeof frame === "string" ? frame : new TextDecoder().decode(inflateSync(frame)),
    );
  }

  /** The payloads of the compressed ones. */
  get binaryFrames(): Uint8Array[] {
    return this.received.filter((frame) => typeof frame !== "string");
  }

  /** The ids of the messages in each frame. */
  get receivedIds(): string[][] {
    return this.frames.map((frame) => {
      const value = JSON.parse(frame) as { id?: string } | { id?: string }[];
      return [value].flat().map(({ id }) => id ?? "?");
    });
  }
}

interface Joined {
  readonly socket: FakeSocket;
  readonly connection: Connection;
}

/** A fan-out with fake sockets and a manual clock. */
export class FanOutHarness {
  readonly connections = new Connections();
  readonly slow: Connection[] = [];
  onSlow: (connection: Connection) => void = () => {};
  onWindowEnd: () => void = () => {};
  readonly fanOut: FanOut;
  private readonly turnEnds: (() => void)[] = [];
  private steps: (() => boolean)[] = [];
  private timers: { run: () => void; at: number }[] = [];
  private now = 0;
  private joined = 0;
  private flowCount = 0;

  constructor(limits: Partial<Limits> = {}) {
    const allLimits = { ...DEFAULT_LIMITS, ...limits };
    this.fanOut = new FanOut({
      limits: allLimits,
      connections: this.connections,
      backlog: new Backlog(allLimits, this.connections, (run) => void this.turnEnds.push(run)),
      now: () => this.now,
      newId: () => `flow-${++this.flowCount}`,
      positionAt: (seq) => `abcd.${seq}`,
      repeat: (step) => void this.steps.push(step),
      setTimer: (run, ms) => void this.timers.push({ run, at: this.now + ms }),
      onWindowEnd: () => this.onWindowEnd(),
      onSlow: (connection) => {
        this.slow.push(connection);
        this.connections.remove(connection);
        this.onSlow(connection);
      },
    });
  }

  get pendingTimers(): number {
    return this.timers.length;
  }

  join(
    codec: Codec = "json",
    {
      deflates,
      address,
      ...plain
    }: PlainOptions & { readonly deflates?: boolean; readonly address?: string | undefined } = {},
  ): Joined {
    const socket = new FakeSocket();
    const connection = `c${++this.joined}`;
    const session = {
      connection,
      member: connection,
      name: "Ana",
      role: "guest",
      address,
    } as const;
    const added = this.connections.add({
      socket: socket as unknown as WebSocket,
      session,
      codec,
      stream: undefined,
      plain,
      deflates,
      joinedAt: 0,
    });
    this.fanOut.skipQueued(added);
    return { socket, connection: added };
  }

  joinMany(count: number, deflates = false): Joined[] {
    return Array.from({ length: count }, () => this.join("json", { deflates }));
  }

  /** Begins a turn, which sends more of what was too much for the one before; false if nothing is left. */
  nextTurn(): boolean {
    for (const endTurn of this.turnEnds.splice(0)) endTurn();
    const steps = this.steps.splice(0);
    this.steps.unshift(...steps.filter((step) => !step()));
    return this.steps.length > 0;
  }

  /** Lets time pass: each timer fires when it is due. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      for (const endTurn of this.turnEnds.splice(0)) endTurn();
      const [next] = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = until;
  }

  /** Lets time pass in which the room has other work: no timer fires. */
  block(ms: number): void {
    this.now += ms;
  }
}

export function message(id: string, text = "hi"): RoomEvent {
  return { type: "message", seq: 1, at: 1, from: { id: "m", name: "Ana" }, id, text };
}

export const DURABLE = { at: 1, from: { id: "m", name: "Ana" }, id: "x" };

export function numbered(seq: number): RoomEvent {
  return { type: "message", seq, text: `${seq}`, ...DURABLE };
}

export function arrival(id: string, count: number): RoomEvent {
  return { type: "presence", count, joined: [{ id, name: id, role: "guest" }] };
}

export function departure(id: string, count: number): RoomEvent {
  return { type: "presence", count, left: [{ id, name: id }] };
}

/** As counted on the wire. */
export function payloadBytes(frame: string | Uint8Array): number {
  return typeof frame === "string" ? utf8Bytes(frame) : frame.length;
}
