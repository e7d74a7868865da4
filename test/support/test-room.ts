/** A room with its guests in plain Node: the real rules and SQL, with a manual clock and seeded randomness. */
import { DatabaseSync } from "node:sqlite";
import type { CloseName } from "../../src/protocol/close-codes.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { EventType } from "../../src/protocol/traits.ts";
import type { Failure } from "../../src/protocol/errors.ts";
import type { EventOf, RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/protocol/limits.ts";
import { failureOf, httpAnswer, type Effect, type Outcome } from "../../src/room/outcome.ts";
import type { ClientKey } from "../../src/room/session.ts";
import { Room } from "../../src/room/room.ts";
import type { RoomStore } from "../../src/room/store.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseRoomName, type RoomName } from "../../src/text/room-names.ts";
import { fail, ok, type Result } from "../../src/text/result.ts";
import { nodeSql } from "./node-sql.ts";

export const NOON = Date.UTC(2026, 10, 23, 12);

export interface TestRoomOptions {
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  readonly database?: DatabaseSync;
  /** seed of the room's random source */
  readonly seed?: number;
  /** wraps the store with a bug, to show that a test detects it */
  readonly sabotage?: (store: RoomStore) => RoomStore;
  /** another bug: connections that were replaced are still listened to */
  readonly keepsReplaced?: boolean;
}

export class TestRoom {
  readonly database: DatabaseSync;
  readonly limits: Limits;
  now = NOON;
  room: Room;
  private readonly name: RoomName;
  private readonly guests = new Map<string, TestGuest>();
  private connections = 0;
  private posted = 0;
  private seed: number;
  private readonly keepsReplaced: boolean;
  private readonly sabotage: (store: RoomStore) => RoomStore;

  constructor(options: TestRoomOptions = {}) {
    const name = parseRoomName(options.name ?? "tea");
    if (!name.ok) throw new Error("invalid room name");
    this.name = name.value;
    this.database = options.database ?? new DatabaseSync(":memory:");
    this.sabotage = options.sabotage ?? ((store) => store);
    this.seed = options.seed ?? 1;
    this.keepsReplaced = options.keepsReplaced ?? false;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.room = this.open();
  }

  /** Discards the room's memory, as an eviction does; connections stay. */
  evict(): void {
    this.room = this.open();
    for (const { session } of this.guests.values()) this.room.resume(session);
  }

  join(name?: string, options: JoinOptions = {}): TestGuest {
    const guest = this.tryJoin(name, options);
    if (guest instanceof TestGuest) return guest;
    throw new Error(`refused: ${guest}`);
  }

  tryJoin(
    name: string | undefined,
    { token, position, address, client }: JoinOptions = {},
  ): TestGuest | CloseName {
    const connection = `c${++this.connections}`;
    const joined = this.room.join({ connection, name, token, position, address, client });
    if (!joined.ok) return joined.failure;
    const guest = new TestGuest(this, joined.value.session);
    this.guests.set(connection, guest);
    this.perform(joined.value.outcome, guest);
    return guest;
  }

  /** Joins an anonymous reader, at `position` or with the newest page. */
  joinInvisible(position?: string): TestGuest {
    const connection = `c${++this.connections}`;
    const joined = this.room.join({
      connection,
      name: undefined,
      token: undefined,
      position,
      address: undefined,
      invisible: true,
    });
    if (!joined.ok) throw new Error(`refused: ${joined.failure}`);
    const guest = new TestGuest(this, joined.value.session);
    this.guests.set(connection, guest);
    this.perform(joined.value.outcome, guest);
    return guest;
  }

  /**
   * Executes one command over HTTP and returns its answer; the others receive its effects. `own` is the sender's own
   * stream or poll.
   */
  sendOverHttp(token: string, command: Command, { own, address }: HttpSendOptions = {}): RoomEvent[] {
    const origin = this.room.identifyRequest({ token, name: undefined, address, idSource: "command" });
    if (!origin.ok) throw new Error(`refused: ${origin.failure.code}`);
    if (origin.value.kind !== "http") throw new Error("a token makes an HTTP origin");
    const sender = { ...origin.value.sender, connection: own?.session.connection ?? "" };
    const outcome = this.room.execute({ ...origin.value, sender }, command);
    // A sender without a stream is no member's session: a stand-in keeps them out of the recipients.
    this.performEffects(outcome.effects, own ?? new TestGuest(this, sender));
    return httpAnswer(outcome);
  }

  /** POSTs a message and returns its answer, or the failure. */
  post(text: string, { name, token, key, replyTo, address }: PostOptions = {}): Result<RoomEvent, Failure> {
    const origin = this.room.identifyRequest({
      token,
      name,
      address,
      idSource: key === undefined ? "generated" : "idempotency_key",
    });
    if (!origin.ok) return origin;
    const outcome = this.room.execute(origin.value, {
      type: "publish",
      id: key ?? `posted-${++this.posted}`,
      text,
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    this.performEffects(outcome.effects, undefined);
    const [event] = httpAnswer(outcome);
    if (event === undefined) throw new Error("a POST was not answered");
    return event.type === "error" ? fail(failureOf(event)) : ok(event);
  }

  joinAll<Names extends readonly string[]>(...names: Names): { [Key in keyof Names]: TestGuest } {
    return names.map((name) => this.join(name)) as { [Key in keyof Names]: TestGuest };
  }

  leave(guest: TestGuest): void {
    this.guests.delete(guest.session.connection);
    this.perform(this.room.leave(guest.session.connection), undefined);
  }

  perform({ answer, effects }: Outcome, sender: TestGuest | undefined): void {
    sender?.received.push(...answer);
    this.performEffects(effects, sender);
  }

  private performEffects(effects: readonly Effect[], sender: TestGuest | undefined): void {
    for (const effect of effects) {
      if (effect.to === "session") this.guests.get(effect.session.connection)?.updateSession(effect.session);
      else if (effect.to === "replaced") this.replace(effect.connection);
      else if (effect.to === "close") sender?.close(effect.close);
      else
        for (const guest of this.guests.values()) {
          if (isRecipient(effect, guest, sender)) guest.received.push(effect.event);
        }
    }
  }

  private replace(connection: string): void {
    if (!this.keepsReplaced) this.guests.get(connection)?.close("replaced");
  }

  private open(): Room {
    return new Room({
      name: this.name,
      limits: this.limits,
      clock: { now: () => this.now },
      random: { bytes: (count) => Uint8Array.from({ length: count }, () => this.nextByte()) },
      store: this.sabotage(new SqlRoomStore(nodeSql(this.database))),
    });
  }

  /** A linear congruential generator (Numerical Recipes): the same bytes in every run. */
  private nextByte(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed >>> 24;
  }
}

interface JoinOptions {
  readonly token?: string;
  readonly position?: string;
  readonly address?: string;
  readonly client?: ClientKey;
}

interface PostOptions {
  readonly name?: string;
  readonly token?: string;
  /** the Idempotency-Key */
  readonly key?: string;
  readonly replyTo?: number;
  readonly address?: string;
}

interface HttpSendOptions {
  readonly own?: TestGuest;
  readonly address?: string;
}

type Session = TestGuest["session"];
type DeliveryEffect = Exclude<Effect, { to: "session" | "replaced" | "close" }>;

function isRecipient(effect: DeliveryEffect, guest: TestGuest, sender: TestGuest | undefined): boolean {
  switch (effect.to) {
    case "everyone":
      return true;
    case "other_sessions":
      return guest !== sender;
    case "other_members":
      return guest.session.member !== sender?.session.member;
    case "invisible":
      return guest.session.invisible === true;
    case "member":
      return guest !== sender && guest.session.member === effect.member;
  }
}

let commands = 0;

export class TestGuest {
  readonly received: RoomEvent[] = [];
  closed: CloseName | undefined;

  constructor(
    private readonly testRoom: TestRoom,
    public session: {
      connection: string;
      member: string;
      name: string;
      role: "owner" | "moderator" | "member" | "guest" | "reader";
      address: string | undefined;
      client?: ClientKey;
      invisible?: true;
    },
  ) {}

  updateSession(session: Session): void {
    this.session = session;
  }

  close(name: CloseName): void {
    this.closed = name;
    this.testRoom.leave(this);
  }

  /** Sends a command and returns the events that the sender receives. */
  send(command: Command): RoomEvent[] {
    const before = this.received.length;
    const origin = { kind: "session", connection: this.session.connection, idSource: "command" } as const;
    this.testRoom.perform(this.testRoom.room.execute(origin, command), this);
    return this.received.slice(before);
  }

  publish(
    text: string,
    more: { id?: string; replyTo?: number; since?: number; previous?: string } = {},
  ): RoomEvent[] {
    return this.send({ type: "publish", id: `${this.session.member}-${++commands}`, text, ...more });
  }

  all<Type extends EventType>(type: Type): EventOf<Type>[] {
    return this.received.filter((event): event is EventOf<Type> => event.type === type);
  }

  last<Type extends EventType>(type: Type): EventOf<Type> {
    const event = this.all(type).at(-1);
    if (event === undefined) throw new Error(`${this.session.name} received no ${type}`);
    return event;
  }

  /** The texts of the messages received, in order. */
  get texts(): string[] {
    return this.all("message").map(({ text }) => text);
  }
}
