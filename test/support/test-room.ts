/** A room with its guests in plain Node: the real rules and SQL, with a manual clock and seeded randomness. */
import { DatabaseSync } from "node:sqlite";
import type { CloseName } from "../../src/protocol/close-codes.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { EventType } from "../../src/protocol/traits.ts";
import type { Failure } from "../../src/protocol/errors.ts";
import type { EventOf, RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/protocol/limits.ts";
import { failureOf, httpAnswer, type Effect, type Outcome } from "../../src/room/outcome.ts";
import { isAtLeast, type Role } from "../../src/protocol/roles.ts";
import type { RoomKey, RoomKeyInfo } from "../../src/protocol/room-keys.ts";
import type { LinkRequest } from "../../src/protocol/room-link.ts";
import type { TokenRevocation } from "../../src/protocol/token-revocation.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import type { Link } from "../../src/room/authority/links.ts";
import { commandIdOf } from "../../src/room/commands/index.ts";
import type { RequestOrigin } from "../../src/room/origin.ts";
import type { VouchedClaims } from "../../src/room/identity/vouched-claims.ts";
import type { ClientKey } from "../../src/room/session.ts";
import type { JoinRefusal } from "../../src/room/admission.ts";
import { ANONYMOUS_READER, type Reader } from "../../src/room/reader.ts";
import { NO_POLICY, type RoomPolicy } from "../../src/room/ports.ts";
import { Room } from "../../src/room/room.ts";
import type { RoomCore } from "../../src/room/room-core.ts";
import type { RoomReader } from "../../src/room/room-reader.ts";
import type { RoomSeed, RoomStore } from "../../src/room/store.ts";
import { SqlRoomStore } from "../../src/storage/sql-room-store.ts";
import { parseRoomName, type RoomName } from "../../src/text/room-names.ts";
import { fail, ok, type Result } from "../../src/text/result.ts";
import { isFor } from "../../src/transport/signal-frames.ts";
import { nodeSql } from "./node-sql.ts";

export const NOON = Date.UTC(2026, 10, 23, 12);

/** The room does not read it: it was verified before. */
export const SITE_TOKEN = "a.b.c";

export interface TestRoomOptions {
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  readonly policy?: RoomPolicy;
  readonly database?: DatabaseSync;
  /** seed of the room's random source */
  readonly seed?: number;
  /** wraps the store with a bug, to show that a test detects it */
  readonly sabotage?: (store: RoomStore) => RoomStore;
  /** another bug: connections that were replaced are still listened to */
  readonly keepsReplaced?: boolean;
  /** another bug: a client that comes back with a position is not asked whether it is banned */
  readonly admitsBannedOnRecovery?: boolean;
}

export class TestRoom {
  readonly database: DatabaseSync;
  readonly limits: Limits;
  private readonly policy: RoomPolicy;
  now = NOON;
  /** the fingerprints of the keys with which sites vouch for members here */
  readonly siteKeys = new Set<string>();
  /** the issuers of the deployment's keys */
  readonly siteIssuers = new Set<string>();
  room: Room;
  private readonly name: RoomName;
  private readonly guests = new Map<string, TestGuest>();
  /** what answers commands over HTTP that wait, by {@link HttpSendOptions.request} */
  readonly answered = new Map<string, RoomEvent[]>();
  private connections = 0;
  private posted = 0;
  private seed: number;
  private readonly keepsReplaced: boolean;
  private readonly admitsBannedOnRecovery: boolean;
  private readonly sabotage: (store: RoomStore) => RoomStore;

  constructor(options: TestRoomOptions = {}) {
    const name = parseRoomName(options.name ?? "tea");
    if (!name.ok) throw new Error("invalid room name");
    this.name = name.value;
    this.database = options.database ?? new DatabaseSync(":memory:");
    this.sabotage = options.sabotage ?? ((store) => store);
    this.seed = options.seed ?? 1;
    this.keepsReplaced = options.keepsReplaced ?? false;
    this.admitsBannedOnRecovery = options.admitsBannedOnRecovery ?? false;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.policy = options.policy ?? NO_POLICY;
    this.room = this.open();
  }

  /** Discards the room's memory, as an eviction does; connections stay. */
  evict(): void {
    this.room = this.open();
    for (const { session, seed } of this.guests.values()) this.room.resume(session, seed);
    this.runDueState();
  }

  /** Loses the room's memory and all connections at once, as a crash does. */
  crash(): void {
    this.guests.clear();
    this.evict();
  }

  /** Lets time pass, and does what is due of the shared state meanwhile. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (
      let dueAt = this.room.stateDueAt;
      dueAt !== undefined && dueAt <= until;
      dueAt = this.room.stateDueAt
    ) {
      this.now = Math.max(this.now, dueAt);
      this.runDueState();
    }
    this.now = until;
  }

  private runDueState(): void {
    this.performEffects(this.room.runDueState().effects, undefined);
  }

  /** Creates the room with an owner, and returns the owner's key. */
  own(settings: RoomSettings = {}, address?: string): string {
    const created = this.room.createOwned({ address, settings });
    if (!created.ok) throw new Error(`refused: ${created.failure.code}`);
    this.performEffects(created.value.effects, undefined);
    return created.value.ownerKey;
  }

  /** Reads without joining, for an anonymous reader. */
  get read(): RoomReader {
    return this.readAs({});
  }

  readAs(reader: Partial<Reader>): RoomReader {
    const opened = this.room.read({ ...ANONYMOUS_READER, ...reader });
    if (!opened.ok) throw new Error(`refused: ${opened.failure.code}`);
    return opened.value;
  }

  /** Gives a member a role, with the owner's key. */
  giveRole(ownerKey: string, member: string, role: Role): RoomEvent[] {
    return this.sendOverHttp(ownerKey, { type: "role", id: `role-${++this.posted}`, member, role });
  }

  /** Makes a link with a token or the owner's key, and returns it with its key. */
  makeLink(token: string, request: LinkRequest): Link {
    const link = this.room.manage.createLink(this.originOf(token), request);
    if (!link.ok) throw new Error(`refused: ${link.failure.code}`);
    return link.value;
  }

  /** Adds a key of the room, with a token or the owner's key. */
  putKey(token: string, key: RoomKey): Result<RoomKeyInfo, Failure> {
    const added = this.room.manage.putKey(this.originOf(token), key);
    if (!added.ok) return added;
    this.performEffects(added.value.effects, undefined);
    return ok(added.value.info);
  }

  removeKey(token: string, kid: string): Result<void, Failure> {
    const removed = this.room.manage.removeKey(this.originOf(token), kid);
    if (!removed.ok) return removed;
    return ok(this.performEffects(removed.value, undefined));
  }

  /** Revokes a token of a site, with a token or the owner's key. */
  revokeSiteToken(token: string, request: TokenRevocation): Result<void, Failure> {
    const revoked = this.room.manage.revokeSiteToken(this.originOf(token), request);
    return revoked.ok ? ok(this.performEffects(revoked.value, undefined)) : revoked;
  }

  /** Where a request with that token comes from. */
  originOf(token: string): RequestOrigin {
    const origin = this.room.identifyRequest({
      token,
      name: undefined,
      address: undefined,
      idSource: "generated",
    });
    if (!origin.ok) throw new Error(`refused: ${origin.failure.code}`);
    return origin.value;
  }

  /** Runs the room's alarm: deletes the room if it is over and no client is connected, else prunes it (SPEC ROOM-4). */
  runAlarm(): void {
    if (this.room.isOver() && this.guests.size === 0) {
      const tables = this.database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      for (const { name } of tables) this.database.exec(`DROP TABLE "${String(name)}"`);
      this.room = this.open();
    } else while (this.room.prune());
  }

  join(name?: string, options: JoinOptions = {}): TestGuest {
    const guest = this.tryJoin(name, options);
    if (guest instanceof TestGuest) return guest;
    throw new Error(`refused: ${guest}`);
  }

  tryJoin(name: string | undefined, options: JoinOptions = {}): TestGuest | CloseName {
    const joined = this.attemptJoin(name, options);
    return joined.ok ? joined.value : joined.failure.close;
  }

  attemptJoin(
    name: string | undefined,
    { ticket, token, vouched, position, address, client, stream, invisible = false }: JoinOptions = {},
  ): Result<TestGuest, JoinRefusal> {
    const connection = `c${++this.connections}`;
    const core = Reflect.get(this.room, "core") as RoomCore;
    if (this.admitsBannedOnRecovery && position !== undefined) core.exclusionOf = () => undefined;
    const joined = this.room.join({
      connection,
      name,
      ticket,
      token: vouched === undefined ? token : SITE_TOKEN,
      vouched: vouched && ok(vouched),
      position,
      address,
      client,
      stream,
      invisible,
    });
    Reflect.deleteProperty(core, "exclusionOf");
    if (!joined.ok) return joined;
    const guest = new TestGuest(this, joined.value.session, this.room.seed);
    this.guests.set(connection, guest);
    this.perform(joined.value.outcome, guest);
    return ok(guest);
  }

  /** Joins an anonymous reader, at `position` or with the newest page. */
  joinInvisible(position?: string): TestGuest {
    const joined = this.attemptJoin(undefined, { position, invisible: true });
    if (!joined.ok) throw new Error(`refused: ${joined.failure.close}`);
    return joined.value;
  }

  /**
   * Executes one command over HTTP and returns its answer; the others receive its effects. `own` is the sender's own
   * stream or poll.
   */
  sendOverHttp(
    token: string,
    command: Command,
    { own, address, name, vouched, request }: HttpSendOptions = {},
  ): RoomEvent[] {
    const credentials = { token, name, vouched: vouched && ok(vouched) };
    const origin = this.room.identifyRequest({ ...credentials, address, idSource: "command" });
    if (!origin.ok) throw new Error(`refused: ${origin.failure.code}`);
    if (origin.value.kind !== "http") throw new Error("a token makes an HTTP origin");
    const sender = { ...origin.value.sender, connection: request ?? own?.session.connection ?? "" };
    const outcome = this.room.execute({ ...origin.value, sender }, command);
    // A sender without a stream is no member's session: a stand-in keeps them out of the recipients.
    this.performEffects(outcome.effects, own ?? new TestGuest(this, sender));
    return httpAnswer(outcome, sender.member, commandIdOf(command));
  }

  /** POSTs a message and returns its answer, or the failure. */
  post(text: string, options: PostOptions = {}): Result<RoomEvent, Failure> {
    const { name, token, key, replyTo, address, isProgram } = options;
    const origin = this.room.identifyRequest({
      token,
      name,
      address,
      isProgram,
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
    const [event] = httpAnswer(outcome, undefined, undefined);
    if (event === undefined) throw new Error("a POST was not answered");
    return event.type === "error" ? fail(failureOf(event)) : ok(event);
  }

  joinAll<Names extends readonly string[]>(...names: Names): { [Key in keyof Names]: TestGuest } {
    return names.map((name) => this.join(name)) as { [Key in keyof Names]: TestGuest };
  }

  leave(guest: TestGuest): void {
    this.guests.delete(guest.session.connection);
    this.perform(this.room.leave(guest.session.connection), undefined);
    this.runDueState();
  }

  perform({ answer, effects }: Outcome, sender: TestGuest | undefined): void {
    sender?.received.push(...answer);
    this.performEffects(effects, sender);
  }

  private performEffects(effects: readonly Effect[], sender: TestGuest | undefined): void {
    for (const effect of effects) {
      if (effect.to === "session") this.guests.get(effect.session.connection)?.updateSession(effect.session);
      else if (effect.to === "replaced") this.replace(effect.connection);
      else if (effect.to === "connection") this.sendTo(effect.connection, effect.event);
      else if (effect.to === "log") throw effect.error;
      else if (effect.to === "close") sender?.close(effect.close);
      else if (effect.to === "connections")
        for (const connection of effect.connections) this.guests.get(connection)?.close(effect.close);
      else if (effect.to === "sessions_of") {
        for (const guest of this.guests.values())
          if (guest.session.member === effect.member) guest.close(effect.close);
      } else
        for (const guest of this.guests.values()) {
          if (isRecipient(effect, guest, sender)) guest.received.push(copyFor(effect, guest));
        }
    }
  }

  private sendTo(connection: string, event: RoomEvent): void {
    const guest = this.guests.get(connection);
    if (guest !== undefined) guest.received.push(event);
    else this.answered.set(connection, [...(this.answered.get(connection) ?? []), event]);
  }

  private replace(connection: string): void {
    if (!this.keepsReplaced) this.guests.get(connection)?.close("replaced");
  }

  private open(): Room {
    return new Room({
      name: this.name,
      limits: this.limits,
      policy: this.policy,
      clock: { now: () => this.now },
      random: { bytes: (count) => Uint8Array.from({ length: count }, () => this.nextByte()) },
      store: this.sabotage(new SqlRoomStore(nodeSql(this.database))),
      deploymentKeys: {
        any: this.siteKeys.size > 0,
        includes: (key) => this.siteKeys.has(key),
        hasIssuer: (iss) => this.siteIssuers.has(iss),
      },
    });
  }

  /** A linear congruential generator (Numerical Recipes): the same bytes in every run. */
  private nextByte(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed >>> 24;
  }
}

interface JoinOptions {
  readonly ticket?: string | undefined;
  readonly token?: string | undefined;
  /** what a site's token says that was verified */
  readonly vouched?: VouchedClaims;
  readonly position?: string | undefined;
  readonly address?: string | undefined;
  readonly client?: ClientKey | undefined;
  /** of a stream or poll: its session */
  readonly stream?: string;
  readonly invisible?: boolean;
}

interface PostOptions {
  readonly name?: string;
  readonly token?: string;
  /** the Idempotency-Key */
  readonly key?: string;
  readonly replyTo?: number;
  readonly address?: string;
  readonly isProgram?: boolean;
}

interface HttpSendOptions {
  readonly own?: TestGuest;
  readonly address?: string;
  /** of the sender of an owner key */
  readonly name?: string;
  readonly vouched?: VouchedClaims;
  /** under which what answers it later is in {@link TestRoom.answered} */
  readonly request?: string;
}

type Session = TestGuest["session"];
type DeliveryEffect = Exclude<
  Effect,
  { to: "session" | "connection" | "connections" | "sessions_of" | "replaced" | "close" | "log" }
>;

function copyFor(effect: DeliveryEffect, { session }: TestGuest): RoomEvent {
  return (effect.to === "everyone" ? effect.copies?.get(session.member) : undefined) ?? effect.event;
}

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
    case "role":
      return guest !== sender && isAtLeast(guest.session.role, effect.role);
    case "window":
      return guest !== sender && isFor(effect.event, guest.session);
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
      role: Role;
      address: string | undefined;
      client?: ClientKey;
      invisible?: true;
    },
    /** what its connection keeps of a room that is not stored */
    readonly seed?: RoomSeed,
  ) {}

  updateSession(session: Session): void {
    this.session = session;
  }

  close(name: CloseName): void {
    this.closed = name;
    this.testRoom.leave(this);
  }

  /** Sends a command and returns the events that the sender receives. */
  send(command: Command, vouched?: VouchedClaims): RoomEvent[] {
    const before = this.received.length;
    const origin = { kind: "session", connection: this.session.connection, idSource: "command" } as const;
    const options = vouched === undefined ? {} : { vouched: ok(vouched) };
    this.testRoom.perform(this.testRoom.room.execute(origin, command, options), this);
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
