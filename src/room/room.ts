/**
 * A room's rules, pure and synchronous: what comes in is decided, stored and turned into an {@link Outcome} without
 * a pause, so nothing can slip between the decision and the order in which everybody sees it.
 */
import type { CloseName } from "../protocol/close-codes.ts";
import { isLossy, isRated } from "../protocol/command-traits.ts";
import type { Command } from "../protocol/commands.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { formatPosition, EMPTY_POSITION, type Position } from "../protocol/position.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { execute, commandIdOf } from "./commands/table.ts";
import type { RoomState } from "./context.ts";
import { identify, selfOf, type Credentials } from "./identity/identify.ts";
import { tokenSigner } from "./identity/guest-token.ts";
import { newEpoch, newMemberId, newRoomKey } from "./identity/ids.ts";
import { errorEvent, NO_EFFECTS, reply, type Effect, type Outcome } from "./outcome.ts";
import { fitBytes } from "./page-bytes.ts";
import type { RoomPorts } from "./ports.ts";
import { Throttle, type Verdict } from "./rates/throttle.ts";
import { RecentCommands } from "./recent-commands.ts";
import { invisibleSession, observe, announceCreation } from "./observe.ts";
import { HttpCommands, type HttpSender, type PublishRequest } from "./http-commands.ts";
import { recover, type Recovery } from "./recovery.ts";
import { pruneStep, retentionDueAt } from "./retention.ts";
import { Roster } from "./roster.ts";
import { searchMessages, type RoomSearchRequest } from "./search.ts";
import { authorOf, type Session } from "./session.ts";
import type { StoredRoom, StoredPage } from "./store.ts";
import { welcome, type RoomSnapshot } from "./welcome.ts";

export interface JoinRequest extends Credentials {
  readonly connection: string;
  readonly address: string | undefined;
  /** where the client was, as it was told */
  readonly position: string | undefined;
  /** reads, and is nobody here */
  readonly invisible?: boolean;
}

export interface JoinResult {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** A room as looking at it shows it. */
export interface RoomView {
  readonly born: boolean;
  readonly position: string;
  readonly members: number;
}

export class Room {
  private readonly roster = new Roster();
  private readonly recent = new RecentCommands();
  private readonly throttle: Throttle;
  private readonly httpCommands: HttpCommands;
  private state: RoomState | undefined;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(private readonly ports: RoomPorts) {
    this.throttle = new Throttle(ports.limits);
    this.httpCommands = new HttpCommands({
      ...ports,
      throttle: this.throttle,
      state: () => this.state,
      ensureCreated: (now) => this.ensureCreated(now),
      identify: (credentials, now, newId) => this.identify(credentials, now, newId),
      messageAt: (seq) => this.messageAt(seq),
    });
    const stored = ports.store.open();
    if (stored !== undefined) this.state = this.initialize(stored);
  }

  /** Takes back a session that outlived the room's memory. */
  resume(session: Session): void {
    this.roster.enter(session);
  }

  join(request: JoinRequest): Result<JoinResult, CloseName> {
    const { connection, address, position } = request;
    if (this.roster.sessionCount >= this.ports.limits.connections) return fail("room_full");
    if (request.invisible === true) return ok(this.observe(request));
    const now = this.ports.clock.now();
    const identity = this.identify(request, now, () => newMemberId(this.ports.random));
    if (!identity.ok) return identity;
    const { room, announcement } = this.ensureCreated(now);
    const session: Session = { ...identity.value, connection, address };
    const isNew = this.roster.enter(session);
    const { recovered, events } = recover(room, position, session.member);
    const self = selfOf({ ...room, now }, session);
    const first: Effect[] = [welcome(this.snapshot(), self, recovered), ...events].map(reply);
    return ok({ session, outcome: isNew ? [...announcement, ...first, this.joinedEffect(session)] : first });
  }

  /** What came after `position` for somebody who only looks, and is not here. */
  peek(position: string): Recovery & { readonly position: string } {
    return { position: formatPosition(this.position()), ...recover(this.state, position, "") };
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    this.throttle.deleteCooldowns(connection);
    const left = this.roster.leave(connection);
    if (left === undefined) return NO_EFFECTS;
    const { count } = this.roster;
    return [{ to: "other_sessions", event: { type: "presence", count, left: [authorOf(left)] } }];
  }

  /** Judges a frame before anything looks into it. */
  admitFrame(connection: string): Verdict {
    return this.throttle.frame(connection, this.ports.clock.now());
  }

  /** Carries out a joined session's command. */
  handle(connection: string, command: Command): Outcome {
    const session = this.roster.session(connection);
    if (session === undefined || this.state === undefined) return NO_EFFECTS;
    const now = this.ports.clock.now();
    if (isLossy(command.type) && !this.throttle.lossy(now)) return NO_EFFECTS;
    const refused = isRated(command.type)
      ? refusedFor(this.throttle.command(session, now), command)
      : undefined;
    if (refused !== undefined) return refused;
    return execute({ room: this.state, session, command, now, dedupe: "recent" });
  }

  /** Publishes for somebody who is not in the room. The answer to the sender is in the outcome, like everybody's. */
  publishOverHttp(request: PublishRequest): Result<Outcome, Failure> {
    return this.httpCommands.publish(request, this.ports.clock.now());
  }

  /** Who sends commands from outside, if the room made their token. */
  authenticateHttp(sender: HttpSender): Result<Session, Failure> {
    return this.httpCommands.sender(sender, this.ports.clock.now());
  }

  /** Carries out a command of a {@link authenticateHttp}. */
  handleHttp(session: Session, command: Command): Outcome {
    return this.httpCommands.handle(session, command, this.ports.clock.now());
  }

  view(): RoomView {
    const position = formatPosition(this.position());
    return { born: this.state !== undefined, position, members: this.roster.count };
  }

  members(): Members {
    return { count: this.roster.count, list: this.roster.list(this.ports.limits.memberList) };
  }

  /** A page of messages for somebody who only looks. */
  messagesBefore(seq: number | undefined, limit: number): StoredPage {
    const page = this.state?.stored.log.messagesBefore(seq, limit, undefined);
    return page === undefined
      ? { events: [], more: false }
      : fitBytes(page, this.ports.limits.recoveryBytes, "last");
  }

  /** A page of messages that hold what is searched for (SPEC SEARCH-1 to SEARCH-5). Writes nothing. */
  search(request: RoomSearchRequest): Result<SearchPage, Failure> {
    const { limits, clock } = this.ports;
    const now = clock.now();
    const position = formatPosition(this.position());
    return searchMessages({ state: this.state, position, limits, throttle: this.throttle, now }, request);
  }

  /** One message, for somebody who only looks. */
  messageAt(seq: number): Message | undefined {
    const [message] = this.messagesBefore(seq + 1, 1).events;
    return message?.type === "message" && message.seq === seq ? message : undefined;
  }

  /** Notes which members have not been heard of lately; tells the others what is news (SPEC PRES-2). */
  notePresence(isAway: (member: string) => boolean): Outcome {
    const changed = [...this.roster.memberIds()]
      .filter((member) => this.roster.setAway(member, isAway(member)))
      .flatMap((member) => this.roster.member(member) ?? []);
    if (changed.length === 0) return NO_EFFECTS;
    return [{ to: "everyone", event: { type: "presence", count: this.roster.count, changed } }];
  }

  sessionsOf(member: string): Session[] {
    return this.roster.sessionsOf(member);
  }

  /** When {@link prune} should be called next, in ms since 1970; undefined if there will be nothing to do. */
  retentionDueAt(): number | undefined {
    const retentionContext = this.retentionContext();
    return retentionContext === undefined ? undefined : retentionDueAt(retentionContext);
  }

  /** One step of retention. Returns true if another may find more. */
  prune(): boolean {
    const retentionContext = this.retentionContext();
    return retentionContext !== undefined && pruneStep(retentionContext);
  }

  private retentionContext() {
    if (this.state === undefined) return undefined;
    const { store, limits, clock } = this.ports;
    return { log: this.state.stored.log, limits, sizeBytes: () => store.sizeBytes(), now: clock.now() };
  }

  private ensureCreated(now: number): { readonly room: RoomState; readonly announcement: Outcome } {
    if (this.state !== undefined) return { room: this.state, announcement: NO_EFFECTS };
    const { name, random, store } = this.ports;
    const stored = store.create({ name, epoch: newEpoch(random), key: newRoomKey(random), at: now });
    this.state = this.initialize(stored);
    return { room: this.state, announcement: announceCreation(this.snapshot(), this.state) };
  }

  private snapshot(): RoomSnapshot {
    const { name, limits } = this.ports;
    return { name, limits, roster: this.roster, position: this.position() };
  }

  private position(): Position {
    const stored = this.state?.stored;
    return stored === undefined ? EMPTY_POSITION : { epoch: stored.epoch, seq: stored.log.newest };
  }

  private initialize(stored: StoredRoom): RoomState {
    const { name, limits, random } = this.ports;
    const signer = tokenSigner(stored.key, name);
    return { name, stored, signer, limits, random, roster: this.roster, recent: this.recent };
  }

  private observe({ connection, address, position }: JoinRequest): JoinResult {
    const session = invisibleSession(connection, address);
    this.roster.enter(session);
    return { session, outcome: observe(this.snapshot(), this.state, position).map(reply) };
  }

  private joinedEffect({ member }: Session): Effect {
    const joinedMember = this.roster.member(member);
    const joined = joinedMember === undefined ? [] : [joinedMember];
    return { to: "other_sessions", event: { type: "presence", count: this.roster.count, joined } };
  }

  private identify(credentials: Credentials, now: number, newId: () => string) {
    const { limits } = this.ports;
    return identify({ signer: this.state?.signer, limits, now }, credentials, newId);
  }
}

/** The outcome of a command that is not admitted; undefined if it is. */
function refusedFor(verdict: Verdict, command: Command): Outcome | undefined {
  switch (verdict.kind) {
    case "admitted":
      return undefined;
    case "warned":
      return [
        reply(errorEvent(commandIdOf(command), failureWithRetry("rate_limited", verdict.retryAfterMs))),
      ];
    case "dropped":
      return NO_EFFECTS;
    case "flood":
      return [{ to: "close", close: "flood" }];
    default:
      return exhaustive(verdict);
  }
}
