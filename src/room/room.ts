/**
 * A room's rules, pure and synchronous: what comes in is decided, stored and turned into an {@link Outcome} without
 * a pause, so nothing can slip between the decision and the order in which everybody sees it.
 */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { formatPosition, EMPTY_POSITION, type Position } from "../protocol/position.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { carryOut, commandIdOf, isLossy, isRated } from "./commands/table.ts";
import type { LivingRoom } from "./context.ts";
import { identify, selfOf, type Credentials } from "./identity/identify.ts";
import { tokenSigner } from "./identity/guest-token.ts";
import { newEpoch, newMemberId, newRoomKey } from "./identity/ids.ts";
import { errorEvent, NOTHING, reply, type Effect, type Outcome } from "./outcome.ts";
import { fitBytes } from "./page-bytes.ts";
import type { RoomPorts } from "./ports.ts";
import { Throttle, type Verdict } from "./rates/throttle.ts";
import { RecentCommands } from "./recent-commands.ts";
import { invisibleSession, observe, tellOfBirth } from "./observing.ts";
import { Outside, type OutsideSender, type PublishRequest } from "./outside.ts";
import { recover, type Recovery } from "./recovery.ts";
import { pruneStep, retentionDueAt } from "./retention.ts";
import { Roster } from "./roster.ts";
import { search, type RoomSearch } from "./searching.ts";
import { authorOf, type Session } from "./session.ts";
import type { Born, StoredPage } from "./store.ts";
import { welcome, type Doorway } from "./welcome.ts";

export interface JoinRequest extends Credentials {
  readonly connection: string;
  readonly address: string | undefined;
  /** where the client was, as it was told */
  readonly position: string | undefined;
  /** reads, and is nobody here */
  readonly invisible?: boolean;
}

export interface Joined {
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
  private readonly outside: Outside;
  private living: LivingRoom | undefined;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(private readonly ports: RoomPorts) {
    this.throttle = new Throttle(ports.limits);
    this.outside = new Outside({
      ...ports,
      throttle: this.throttle,
      living: () => this.living,
      beBorn: (now) => this.beBorn(now),
      identify: (credentials, now, newId) => this.identify(credentials, now, newId),
      messageAt: (seq) => this.messageAt(seq),
    });
    const born = ports.store.open();
    if (born !== undefined) this.living = this.bringToLife(born);
  }

  /** Takes back a session that outlived the room's memory. */
  resume(session: Session): void {
    this.roster.enter(session);
  }

  join(request: JoinRequest): Result<Joined, CloseName> {
    const { connection, address, position } = request;
    if (this.roster.sessionCount >= this.ports.limits.connections) return fail("room_full");
    if (request.invisible === true) return ok(this.observe(request));
    const now = this.ports.clock.now();
    const identity = this.identify(request, now, () => newMemberId(this.ports.chance));
    if (!identity.ok) return identity;
    const { room, told } = this.beBorn(now);
    const session: Session = { ...identity.value, connection, address };
    const isNew = this.roster.enter(session);
    const { recovered, events } = recover(room, position, session.member);
    const self = selfOf({ ...room, now }, session);
    const first: Effect[] = [welcome(this.doorway(), self, recovered), ...events].map(reply);
    return ok({ session, outcome: isNew ? [...told, ...first, this.arrival(session)] : first });
  }

  /** What came after `position` for somebody who only looks, and is not here. */
  peek(position: string): Recovery & { readonly position: string } {
    return { position: formatPosition(this.position()), ...recover(this.living, position, "") };
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    this.throttle.forget(connection);
    const left = this.roster.leave(connection);
    if (left === undefined) return NOTHING;
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
    if (session === undefined || this.living === undefined) return NOTHING;
    const now = this.ports.clock.now();
    if (isLossy(command.type) && !this.throttle.lossy(now)) return NOTHING;
    const refused = isRated(command.type)
      ? refusedFor(this.throttle.command(session, now), command)
      : undefined;
    if (refused !== undefined) return refused;
    return carryOut({ room: this.living, session, command, now, repeats: "recent" });
  }

  /** Publishes for somebody who is not in the room. The answer to the sender is in the outcome, like everybody's. */
  publishFromOutside(request: PublishRequest): Result<Outcome, Failure> {
    return this.outside.publish(request, this.ports.clock.now());
  }

  /** Who sends commands from outside, if the room made their token. */
  senderFromOutside(sender: OutsideSender): Result<Session, Failure> {
    return this.outside.sender(sender, this.ports.clock.now());
  }

  /** Carries out a command of a {@link senderFromOutside}. */
  handleFromOutside(session: Session, command: Command): Outcome {
    return this.outside.handle(session, command, this.ports.clock.now());
  }

  view(): RoomView {
    const position = formatPosition(this.position());
    return { born: this.living !== undefined, position, members: this.roster.count };
  }

  members(): Members {
    return { count: this.roster.count, list: this.roster.list(this.ports.limits.memberList) };
  }

  /** A page of messages for somebody who only looks. */
  messagesBefore(seq: number | undefined, limit: number): StoredPage {
    const page = this.living?.born.log.messagesBefore(seq, limit, undefined);
    return page === undefined
      ? { events: [], more: false }
      : fitBytes(page, this.ports.limits.recoveryBytes, "last");
  }

  /** A page of messages that hold what is searched for (SPEC SEARCH-1 to SEARCH-5). Writes nothing. */
  search(request: RoomSearch): Result<SearchPage, Failure> {
    const { limits, clock } = this.ports;
    const now = clock.now();
    const position = formatPosition(this.position());
    return search({ living: this.living, position, limits, throttle: this.throttle, now }, request);
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
    if (changed.length === 0) return NOTHING;
    return [{ to: "everyone", event: { type: "presence", count: this.roster.count, changed } }];
  }

  sessionsOf(member: string): Session[] {
    return this.roster.sessionsOf(member);
  }

  /** When {@link prune} should be called next, in ms since 1970; undefined if there will be nothing to do. */
  retentionDueAt(): number | undefined {
    const kept = this.kept();
    return kept === undefined ? undefined : retentionDueAt(kept);
  }

  /** One step of retention. Returns true if another may find more. */
  prune(): boolean {
    const kept = this.kept();
    return kept !== undefined && pruneStep(kept);
  }

  private kept() {
    if (this.living === undefined) return undefined;
    const { store, limits, clock } = this.ports;
    return { log: this.living.born.log, limits, sizeBytes: () => store.sizeBytes(), now: clock.now() };
  }

  private beBorn(now: number): { readonly room: LivingRoom; readonly told: Outcome } {
    if (this.living !== undefined) return { room: this.living, told: NOTHING };
    const { name, chance, store } = this.ports;
    const born = store.birth({ name, epoch: newEpoch(chance), key: newRoomKey(chance), at: now });
    this.living = this.bringToLife(born);
    return { room: this.living, told: tellOfBirth(this.doorway(), this.living) };
  }

  private doorway(): Doorway {
    const { name, limits } = this.ports;
    return { name, limits, roster: this.roster, position: this.position() };
  }

  private position(): Position {
    const born = this.living?.born;
    return born === undefined ? EMPTY_POSITION : { epoch: born.epoch, seq: born.log.newest };
  }

  private bringToLife(born: Born): LivingRoom {
    const { name, limits, chance } = this.ports;
    const signer = tokenSigner(born.key, name);
    return { name, born, signer, limits, chance, roster: this.roster, recent: this.recent };
  }

  private observe({ connection, address, position }: JoinRequest): Joined {
    const session = invisibleSession(connection, address);
    this.roster.enter(session);
    return { session, outcome: observe(this.doorway(), this.living, position).map(reply) };
  }

  private arrival({ member }: Session): Effect {
    const shown = this.roster.member(member);
    const joined = shown === undefined ? [] : [shown];
    return { to: "other_sessions", event: { type: "presence", count: this.roster.count, joined } };
  }

  private identify(credentials: Credentials, now: number, newId: () => string) {
    const { limits } = this.ports;
    return identify({ signer: this.living?.signer, limits, now }, credentials, newId);
  }
}

/** The outcome of a command that is not admitted; undefined if it is. */
function refusedFor(verdict: Verdict, command: Command): Outcome | undefined {
  switch (verdict.kind) {
    case "admitted":
      return undefined;
    case "told":
      return [
        reply(errorEvent(commandIdOf(command), failureWithRetry("rate_limited", verdict.retryAfterMs))),
      ];
    case "dropped":
      return NOTHING;
    case "flood":
      return [{ to: "close", close: "flood" }];
    default:
      return exhaustive(verdict);
  }
}
