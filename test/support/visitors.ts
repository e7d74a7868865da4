/** Visitors who send invalid input to a room in which a control pair must stay unaffected. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Limits } from "../../src/protocol/limits.ts";
import { ControlPair } from "./control-pair.ts";
import { RawSocket, type WireEvent } from "./raw-socket.ts";
import { Workerd } from "./workerd.ts";

export const JSON_PROTOCOL = ["majlis.v1"];

export interface VisitorOptions {
  readonly name?: string;
  readonly position?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** a path in place of the room's */
  readonly path?: string;
}

/**
 * Starts a runtime for the file, and a new room with a control pair for each test. Call it at top level. `limits`
 * replace the defaults.
 */
export function setUpVisitors(limits: Partial<Limits> = {}): Visitors {
  const visitors = new Visitors(limits);
  beforeAll(() => visitors.start());
  beforeEach(() => visitors.enterRoom());
  afterEach(() => visitors.leaveRoom());
  afterAll(() => visitors.stop());
  return visitors;
}

export class Visitors {
  /** the name of the test's room */
  room = "";
  private workerd: Workerd | undefined;
  private pair: ControlPair | undefined;
  private roomCount = 0;
  private readonly sockets: RawSocket[] = [];

  constructor(private readonly limits: Partial<Limits>) {}

  get runtime(): Workerd {
    if (this.workerd === undefined) throw new Error("the runtime has not started");
    return this.workerd;
  }

  get controlPair(): ControlPair {
    if (this.pair === undefined) throw new Error("the control pair has not joined");
    return this.pair;
  }

  async start(): Promise<void> {
    this.workerd = await Workerd.start({ variables: { LIMITS: JSON.stringify(this.limits) } });
  }

  async stop(): Promise<void> {
    await this.workerd?.stop();
  }

  async enterRoom(): Promise<void> {
    this.room = `room-${++this.roomCount}`;
    this.pair = await ControlPair.join(this.runtime.port, this.room);
  }

  leaveRoom(): void {
    this.pair?.leave();
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }

  /** The room's URL over HTTP, followed by `rest`. */
  url(rest = ""): string {
    return `${this.runtime.origin}/r/${this.room}${rest}`;
  }

  /** Opens a socket to the room, in plain text unless `protocols` are offered. */
  async open({ name = "Mallory", position, path, ...handshake }: VisitorOptions = {}): Promise<RawSocket> {
    const query = new URLSearchParams({ name, ...(position === undefined ? {} : { position }) });
    const visitor = await RawSocket.open({
      port: this.runtime.port,
      path: `${path ?? `/r/${this.room}/socket`}?${query}`,
      ...handshake,
    });
    this.sockets.push(visitor);
    return visitor;
  }

  /** Opens a JSON socket and waits for its welcome. */
  async join(options: VisitorOptions = {}): Promise<RawSocket> {
    const visitor = await this.open({ protocols: JSON_PROTOCOL, ...options });
    await welcomeOf(visitor);
    return visitor;
  }
}

export function welcomeOf(visitor: RawSocket): Promise<WireEvent> {
  return visitor.waitForEvent("welcome", isType("welcome"));
}

export function isType(type: string): (event: WireEvent) => boolean {
  return (event) => event.type === type;
}

export function errorsOf(visitor: RawSocket): WireEvent[] {
  return visitor.events.filter(isType("error"));
}

/** The error that answers the invalid command `id`, or a frame without an id. */
export function waitForError(visitor: RawSocket, id?: string): Promise<WireEvent> {
  return visitor.waitForEvent("an error", (event) => event.type === "error" && event.id === id);
}
