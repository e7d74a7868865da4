/**
 * A room's rules, pure and synchronous: each call decides, stores and returns an {@link Outcome} without an `await`,
 * so the order of decisions is the order that every member sees.
 */
import type { Command } from "../protocol/commands.ts";
import type { RoomKey } from "../protocol/room-keys.ts";
import type { Failure } from "../protocol/errors.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Self } from "../protocol/member.ts";
import { formatPosition } from "../protocol/position.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { refusalOfAddress, refusalOfConnection, refusalOfMember, type JoinRefusal } from "./admission.ts";
import { RoomManagement } from "./authority/management.ts";
import { createOwned, type CreatedRoom, type OwnedRoomRequest } from "./authority/create-owned.ts";
import { hasEnded, hasJoined, isOutdated, replaceOlder, type RequestKey } from "./client-sessions.ts";
import { execute, type ExecuteOptions } from "./execute.ts";
import { grantTicket, type GrantedTicket, type TicketRequest } from "./grant-ticket.ts";
import {
  identify,
  identifyByTicket,
  selfOf,
  selfWithoutToken,
  withJoinName,
  type IdentityFailure,
  type Credentials,
} from "./identity/identify.ts";
import { identifyRequest, type HttpCredentials } from "./identity/identify-request.ts";
import { newMemberId } from "./identity/ids.ts";
import type { JoinRequest, JoinResult } from "./join-request.ts";
import { invisibleSession, observe } from "./observe.ts";
import { noteLapses } from "./lapses.ts";
import { RoomListing } from "./listing.ts";
import type { Origin, RequestOrigin } from "./origin.ts";
import { effects, NO_OUTCOME, type Effect, type Outcome } from "./outcome.ts";
import type { RoomPorts } from "./ports.ts";
import { presentationOf, type RoomPresentation } from "./presentation.ts";
import type { Verdict } from "./rates/throttle.ts";
import type { RoomState } from "./context.ts";
import { ratedRead, readKeysOf } from "./rated-read.ts";
import { admitReader, type Reader } from "./reader.ts";
import { deferRecovery, recover, type Recovery } from "./recovery.ts";
import { isOver, pruneStep, retentionDueAt } from "./retention.ts";
import { RoomCore } from "./room-core.ts";
import { RoomReader } from "./room-reader.ts";
import { settleNames } from "./settle-names.ts";
import { authorOf, newSession, type Identity, type Session } from "./session.ts";
import type { RoomSeed } from "./store.ts";
import { refusalOfVisitor } from "./visitor-refusal.ts";
import { stateDueAt, tendState } from "./state/tend-state.ts";
import { welcome } from "./welcome.ts";

export class Room {
  /** The requests of owners and moderators that are no commands. */
  readonly manage: RoomManagement;
  /** What the room reports to the deployment's list of rooms. */
  readonly listing: RoomListing;
  private readonly core: RoomCore;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(ports: RoomPorts) {
    this.core = new RoomCore(ports);
    this.manage = new RoomManagement(this.core);
    this.listing = new RoomListing(this.core);
  }

  /** The one way to read without joining. Fails where `reader` may not, as {@link admitReader} says. */
  read(reader: Reader): Result<RoomReader, Failure> {
    const { state, ports } = this.core;
    const unknown = ok({ identity: undefined, address: reader.address });
    const admitted = state === undefined ? unknown : admitReader(state, reader, ports.clock.now());
    return admitted.ok ? ok(new RoomReader(this.core, admitted.value)) : admitted;
  }

  /** What the room shows to all who open its address. Writes nothing. */
  get presentation(): RoomPresentation {
    return presentationOf(this.core.created);
  }

  /** What the room's pages have cost so far (see `Log.work`). */
  get work(): number {
    return this.core.work;
  }

  /** The position behind the event with that seq. */
  positionAt(seq: number): string {
    return formatPosition({ ...this.core.position(), seq });
  }

  /** What a connection keeps of a room that is not stored, so that tokens stay valid while it sleeps (SPEC ROOM-2). */
  get seed(): RoomSeed | undefined {
    return this.core.seed;
  }

  /** True if sites vouch for members here, or will once an owner adds a key. */
  get mayHaveVouched(): boolean {
    return this.core.vouchers.any || this.core.state?.authority.isOwned === true;
  }

  /** The room's own keys with which a site vouches here, as far as they count (SPEC VOUCH-11). */
  get keys(): readonly RoomKey[] {
    return this.core.vouchers.roomKeys;
  }

  /** Restores a session after hibernation, with what its connection kept of a room that was not stored. */
  resume(session: Session, seed?: RoomSeed): void {
    if (seed !== undefined) this.core.begin(seed);
    const role = this.core.roleOf(session, this.core.ports.clock.now());
    this.core.roster.enter({ ...session, role });
  }

  /** Opens a session. A socket's creates the room if it does not exist (SPEC JOIN-4, ROOM-2). */
  join(request: JoinRequest): Result<JoinResult, JoinRefusal> {
    const now = this.core.ports.clock.now();
    const refused = refusalOfAddress(this.core.admission(now), request.address);
    if (refused !== undefined) return fail(refused);
    const foreign = this.core.state?.authority.siteRefusal(request.site);
    if (foreign !== undefined) return fail({ close: "forbidden_origin", failure: foreign });
    if (request.invisible === true) return this.admitReader(request, now);
    const newcomer = this.newcomer(request, now);
    return newcomer.ok ? ok(this.enter(request, newcomer.value, now)) : newcomer;
  }

  private admitReader(request: JoinRequest, now: number): Result<JoinResult, JoinRefusal> {
    const reader = invisibleSession(request.connection, request.address);
    const refused =
      refusalOfVisitor(this.core, reader, { hasToken: false, now }) ??
      refusalOfConnection(this.core.admission(now), reader);
    return refused === undefined ? ok(this.observe(request)) : fail(refused);
  }

  /** Who asks to join, if they may. */
  private newcomer(request: JoinRequest, now: number): Result<Session, JoinRefusal> {
    const { address, vouched } = request;
    if (vouched?.ok === false) return fail({ close: vouched.failure.code, failure: vouched.failure });
    const identity = request.ticket === undefined ? this.identify(request, now) : this.redeem(request, now);
    if (!identity.ok) return fail({ close: identity.failure });
    const isNewGuest = isOfNewGuest(request);
    const named = withJoinName(this.core, identity.value, { address, isNewGuest });
    const { roster } = this.core;
    const newcomer = newSession(named, request, roster.member(named.member)?.read);
    if (isOutdated(roster, newcomer)) return fail({ close: "replaced" });
    const admission = this.core.admission(now);
    const refused =
      refusalOfVisitor(this.core, newcomer, { hasToken: !isNewGuest, now }) ??
      refusalOfMember(admission, newcomer, isNewGuest) ??
      refusalOfConnection(admission, newcomer);
    return refused === undefined ? ok(newcomer) : fail(refused);
  }

  private enter(request: JoinRequest, newcomer: Session, now: number): JoinResult {
    const { roster } = this.core;
    const { state, effects: announcement } =
      request.stream === undefined ? this.core.create(now) : { state: this.core.begin(), effects: [] };
    const session = isOfNewGuest(request) ? this.core.marked(newcomer, request.address) : newcomer;
    const isNewMember = roster.enter(session);
    const settled = settleNames(this.core, session);
    const { recovered, events } = this.recoverOrDefer(state, session, request.position);
    const self = selfInWelcome(request, { state, session, now });
    const answer = [welcome(this.core.snapshot(state), self, recovered), ...events];
    const joined = isNewMember ? [...announcement, this.joinedEffect(session)] : [];
    const all = [...joined, ...settled, ...replaceOlder(roster, session)];
    return { session, outcome: { answer, effects: all } };
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    const { roster, throttle } = this.core;
    throttle.deleteCooldowns(connection);
    const left = roster.leave(connection);
    return left === undefined ? NO_OUTCOME : effects(this.announce(left, { left: [authorOf(left)] }));
  }

  /** True if a request's stream or poll was replaced: the request was under way meanwhile (SPEC HTTP-9). */
  hasEnded(request: RequestOrigin, key: RequestKey): boolean {
    return request.kind === "http" && hasEnded(this.core.roster, request.sender.member, key);
  }

  /** Counts a frame of a connection against its rate, before the frame is decoded (SPEC LIM-2). */
  admitFrame(session: Pick<Session, "connection" | "address">): Verdict {
    const { throttle, ports } = this.core;
    return throttle.frame(session, ports.clock.now());
  }

  /** Counts a connection that was closed as a flood against its address (SPEC LIM-11). */
  noteFlood({ address }: Pick<Session, "address">): void {
    const { arrivals, ports } = this.core;
    arrivals.flooded(address, ports.clock.now());
  }

  /** Verifies a request's sender, as {@link identifyRequest} does. A guest without a token may do nothing in a private room. */
  identifyRequest(credentials: HttpCredentials): Result<RequestOrigin, Failure> {
    const origin = identifyRequest(this.core, credentials);
    if (!origin.ok || origin.value.kind === "http") return origin;
    const refused = this.core.state?.authority.readRefusal("guest", false);
    return refused === undefined ? origin : fail(refused);
  }

  /** Creates the room with an owner; see {@link createOwned}. */
  createOwned(request: OwnedRoomRequest): Result<CreatedRoom, Failure> {
    return createOwned(this.core, request);
  }

  /** Exchanges a token, or the name of a new guest, for a ticket; see {@link grantTicket}. */
  grantTicket(request: TicketRequest): Result<GrantedTicket, Failure> {
    const sender = identifyRequest(this.core, { ...request, idSource: "generated" });
    return sender.ok ? grantTicket(this.core, sender.value, request) : sender;
  }

  /** Executes a command: the only way to change the room besides joining and leaving. */
  execute(origin: Origin, command: Command, options: ExecuteOptions = {}): Outcome {
    return execute(this.core, origin, command, options);
  }

  /** Updates whose tokens of sites have expired; notifies them and the others (SPEC VOUCH-8). */
  noteLapses(): Outcome {
    return noteLapses(this.core);
  }

  /** Updates who is away; notifies the others of changes (SPEC PRES-2). */
  notePresence(isAway: (member: string) => boolean): Outcome {
    const { roster } = this.core;
    const changed = [...roster.memberIds()]
      .filter((member) => roster.setAway(member, isAway(member)))
      .flatMap((member) => roster.member(member) ?? []);
    if (changed.length === 0) return NO_OUTCOME;
    return effects({ to: "everyone", event: { type: "presence", count: roster.count, changed } });
  }

  /** When {@link tendState} has something to do next, in ms since 1970; undefined where nothing of it waits. */
  get stateDueAt(): number | undefined {
    const { state } = this.core;
    return state && stateDueAt(state);
  }

  /** Notes whose ephemeral keys have no session, and does what is due of the shared state (SPEC STATE-3, STATE-5). */
  tendState(): Outcome {
    const { state, ports } = this.core;
    return state === undefined ? NO_OUTCOME : effects(...tendState(state, ports.clock.now()));
  }

  sessionsOf(member: string): Session[] {
    return this.core.roster.sessionsOf(member);
  }

  /** False until the room is stored (SPEC ROOM-2). */
  get isCreated(): boolean {
    return this.core.created !== undefined;
  }

  /** When {@link isOver} and {@link prune} should be asked next, in ms since 1970; undefined where nothing is stored. */
  retentionDueAt(): number | undefined {
    const context = this.core.retention;
    return context && retentionDueAt(context);
  }

  /** True if the room can be deleted whole, once no client is connected (SPEC ROOM-4). */
  isOver(): boolean {
    const context = this.core.retention;
    return context !== undefined && isOver(context);
  }

  /** One step of retention. Returns true if another is needed, once this one is committed. */
  prune(): boolean {
    const context = this.core.retention;
    return context !== undefined && pruneStep(context);
  }

  private identify(credentials: Credentials, now: number): Result<Identity, IdentityFailure> {
    const { ports } = this.core;
    const { signer } = this.core.stateFor(credentials) ?? {};
    const context = { signer, limits: ports.limits, now };
    const vouched = credentials.vouched?.ok === true ? credentials.vouched.value : undefined;
    return identify(context, { ...credentials, vouched }, () => newMemberId(ports.random));
  }

  /** The identity that a ticket proves, once (SPEC ID-17). */
  private redeem({ ticket = "", client }: JoinRequest, now: number): Result<Identity, IdentityFailure> {
    const { state, roster, usedTickets } = this.core;
    const use = { session: client?.session ?? "", generation: client?.generation ?? 0 };
    const identity = identifyByTicket({ signer: state?.signer, now }, ticket, use);
    if (!identity.ok) return identity;
    const isRepeat = hasJoined(roster, { ...identity.value, ...(client && { client }) });
    return isRepeat || !usedTickets.use(ticket, now) ? fail("invalid_ticket") : identity;
  }

  private observe({ connection, address, position }: JoinRequest): JoinResult {
    const session = invisibleSession(connection, address);
    this.core.roster.enter(session);
    const { created } = this.core;
    const recovery = this.recoverOrDefer(created, session, position);
    const answer = observe(this.core.snapshot(created), recovery);
    return { session, outcome: { answer, effects: [] } };
  }

  /** A client that has read too much joins all the same, and reads what they missed later (SPEC LIM-12). */
  private recoverOrDefer(
    state: RoomState | undefined,
    session: Session,
    position: string | undefined,
  ): Recovery {
    const read = () => recover(state, position, session.member);
    const recovery = ratedRead(this.core, readKeysOf(session), read);
    return recovery.ok ? recovery.value : deferRecovery(state, position);
  }

  private joinedEffect(session: Session): Effect {
    const member = this.core.roster.member(session.member);
    return this.announce(session, { joined: member === undefined ? [] : [member] });
  }

  /** Announces a join or leave to the others. */
  private announce({ address }: Session, change: Pick<Presence, "joined" | "left">): Effect {
    const { roster, announcements, ports } = this.core;
    return {
      to: "other_sessions",
      event: { type: "presence", count: roster.count, ...change },
      isGathered: !announcements.take(address, ports.clock.now()),
    };
  }
}

function isOfNewGuest({ token, ticket }: JoinRequest): boolean {
  return token === undefined && ticket === undefined;
}

interface Entered {
  readonly state: RoomState;
  readonly session: Session;
  readonly now: number;
}

function selfInWelcome({ ticket }: JoinRequest, { state, session, now }: Entered): Self {
  const { authority, signer } = state;
  const self =
    ticket === undefined ? selfOf({ signer, now }, session) : selfWithoutToken({ authority, now }, session);
  const waitMs = authority.slowModeWaitMs(session, now);
  if (waitMs > 0) self.waitMs = waitMs;
  return self;
}
