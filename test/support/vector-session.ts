/** Runs a script of `test/vectors/sessions.json` against the SDK: the script plays the room, step by step. */
import { expect } from "vitest";
import type { RoomClient } from "../../src/client/room-client.ts";
import { RoomError } from "../../src/client/room-error.ts";
import { PING_FRAME } from "../../src/protocol/heartbeat.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import type { FakeSocket, FakeTicketRequest, SocketHost } from "./fake-socket.ts";
import { fakeTicketKey, ticketOf } from "./tickets.ts";
import { FakeWorld, ROOM_URL } from "./fake-world.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Publishes {
  readonly publishes: string;
  readonly text: string;
  /** how often the text is repeated */
  readonly times?: number;
  readonly replyTo?: number;
}

/** One step: an action, or what is expected since the previous step of its kind. */
export type SessionStep =
  /** a socket was opened: by a ticket for that token, or as a new guest of that name */
  | {
      readonly joins: {
        readonly name: string | null;
        readonly token: string | null;
        readonly position: string | null;
      };
    }
  /** the room sends a welcome, with these fields replacing the defaults */
  | { readonly welcomed: { readonly [name: string]: Json } }
  /** the room sends this frame */
  | { readonly hears: Json }
  /** the application publishes; `$` and the name stand for the message's id from now on */
  | Publishes
  /** exactly these commands were sent; a name with `$` that is new stands for whatever id is there */
  | { readonly sends: readonly Json[] }
  /** this many pings were sent */
  | { readonly pings: number }
  /** the application got these events, or a reset */
  | { readonly delivers: readonly (number | "reset")[] }
  /** exactly these messages were stored, with this seq, or failed with this code */
  | { readonly settles: Readonly<Record<string, number | string>> }
  | { readonly is: string }
  /** the connection ends: with a close frame, or cut off */
  | { readonly loses: { readonly code: number; readonly reason: string } | null }
  /** no frame is delivered any more, and neither side is notified */
  | { readonly falls: "silent" }
  | { readonly waits: number };

export interface SessionVectors {
  readonly welcome: Readonly<Record<string, Json>>;
  readonly scripts: readonly {
    readonly name: string;
    /** the SDK that this script is for; all if absent */
    readonly only?: string;
    readonly steps: readonly SessionStep[];
  }[];
}

/** The script plays the room. */
class ScriptHost implements SocketHost {
  /** the name of the new guest that was created for the next join */
  createdName: string | null = null;
  /** the id of the member whom the script welcomes next */
  nextMember = "";

  opened(): void {}
  received(): void {}
  closed(): void {}

  grantTicket({ token, name = "" }: FakeTicketRequest): TicketGrant {
    if (token === undefined) this.createdName = name;
    const ticketKey = fakeTicketKey(token ?? "t0");
    const self = { id: this.nextMember, name, role: "guest", token: token ?? "t0", ticketKey } as const;
    return { ticket: ticketOf(ticketKey, 0), at: 0, self };
  }
}

export class VectorSession {
  private readonly host = new ScriptHost();
  private readonly world = new FakeWorld(this.host);
  private readonly client: RoomClient;
  private readonly ids = new Map<string, string>();
  private delivered: (number | "reset")[] = [];
  private settled: Record<string, number | string> = {};
  private sockets = 0;
  private sent = 0;
  private pings = 0;
  private hasJoined = false;

  constructor(private readonly welcome: Readonly<Record<string, Json>>) {
    this.client = this.world.start({ url: ROOM_URL, name: "Ana" });
    this.client.on("event", ({ seq }) => this.delivered.push(seq));
    this.client.on("reset", () => this.delivered.push("reset"));
  }

  async run(steps: readonly SessionStep[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      this.host.nextMember = this.nextMember(steps.slice(index));
      await this.world.settle();
      await this.runStep(step, `step ${index + 1}: ${JSON.stringify(step)}`);
      await this.world.settle();
    }
    this.client.close();
  }

  private nextMember(steps: readonly SessionStep[]): string {
    const welcomed = steps.flatMap((step) => ("welcomed" in step ? [step.welcomed] : []))[0];
    const self = (welcomed?.["self"] ?? this.welcome["self"]) as { readonly id: string };
    return self.id;
  }

  private async runStep(step: SessionStep, what: string): Promise<void> {
    if ("joins" in step) this.expectJoin(step.joins, what);
    else if ("welcomed" in step) this.deliver({ ...this.welcome, ...step.welcomed });
    else if ("hears" in step) this.deliver(step.hears);
    else if ("publishes" in step) this.publish(step);
    else if ("sends" in step) this.expectSent(step.sends, what);
    else if ("pings" in step) {
      expect(this.countPings() - this.pings, what).toBe(step.pings);
      this.pings = this.countPings();
    } else if ("delivers" in step) {
      expect(this.delivered.splice(0), what).toEqual(step.delivers);
    } else if ("settles" in step) {
      expect(this.settled, what).toEqual(step.settles);
      this.settled = {};
    } else if ("is" in step) expect(this.client.state.name, what).toBe(step.is);
    else if ("loses" in step) this.disconnect(step.loses);
    else if ("falls" in step) this.world.socket.isSilent = true;
    else await this.world.advance(step.waits);
  }

  private expectJoin(asked: { readonly [name: string]: string | null }, what: string): void {
    expect(this.world.sockets.length, what).toBe(++this.sockets);
    const { query, token } = this.world.socket;
    // A session of one's own, whose attempts are counted up (SPEC READ-2).
    const previous = this.world.sockets.at(-2)?.query ?? query;
    expect(query.get("session"), what).toBe(previous.get("session"));
    if (previous !== query)
      expect(Number(query.get("generation"))).toBeGreaterThan(Number(previous.get("generation")));
    const name = this.host.createdName;
    this.host.createdName = null;
    const offered = name === null ? (token ?? null) : null;
    expect({ name, token: offered, position: query.get("position") }, what).toEqual(asked);
    this.sent = 0;
    this.pings = 0;
    this.hasJoined = true;
  }

  private deliver(frame: Json): void {
    this.world.socket.toClient.push(JSON.stringify(this.resolveIds(frame)));
  }

  private publish({ publishes, text, times = 1, replyTo }: Publishes): void {
    const { id, stored } = this.client.publish(text.repeat(times), replyTo === undefined ? {} : { replyTo });
    this.ids.set(`$${publishes}`, id);
    stored.then(
      ({ seq }) => (this.settled[publishes] = seq),
      (error: unknown) => (this.settled[publishes] = error instanceof RoomError ? error.code : String(error)),
    );
  }

  private expectSent(expected: readonly Json[], what: string): void {
    const commands = this.commands(this.world.socket);
    const newCommands = commands.slice(this.sent);
    this.sent = commands.length;
    for (const [index, command] of expected.entries()) this.recordId(command, newCommands[index]);
    expect(newCommands, what).toEqual(this.resolveIds(expected));
  }

  private commands({ sent }: FakeSocket): Record<string, Json>[] {
    return sent
      .filter((frame) => frame !== PING_FRAME)
      .map((frame) => JSON.parse(frame) as Record<string, Json>);
  }

  private countPings(): number {
    return this.hasJoined ? this.world.socket.sent.filter((frame) => frame === PING_FRAME).length : 0;
  }

  private recordId(expected: Json, command: Record<string, Json> | undefined): void {
    const name = (expected as { readonly id?: string }).id;
    const id = command?.["id"];
    if (name?.startsWith("$") && !this.ids.has(name) && typeof id === "string") this.ids.set(name, id);
  }

  private disconnect(close: { readonly code: number; readonly reason: string } | null): void {
    if (close === null) this.world.cut();
    else this.world.socket.end({ ...close, wasClean: true });
  }

  /** Replaces the names with `$` by the ids they stand for. */
  private resolveIds(value: Json): Json {
    if (typeof value === "string") return this.ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map((entry: Json) => this.resolveIds(entry));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.resolveIds(entry)]));
  }
}
