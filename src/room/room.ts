/**
 * A room's rules, pure and synchronous: each call decides, stores and returns an {@link Outcome} without an `await`,
 * so the order of decisions is the order that every member sees.
 */
import type { Command } from "../protocol/commands.ts";
import type { RoomKey } from "../protocol/room-keys.ts";
import type { Failure } from "../protocol/errors.ts";
import { formatPosition } from "../protocol/position.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { JoinRefusal } from "./admission.ts";
import { announceLeave } from "./announce.ts";
import { RoomManagement } from "./authority/management.ts";
import { createOwned, type CreatedRoom, type OwnedRoomRequest } from "./authority/create-owned.ts";
import { hasEnded, type RequestKey } from "./client-sessions.ts";
import { execute, type ExecuteOptions } from "./execute.ts";
import { grantTicket, type GrantedTicket, type TicketRequest } from "./grant-ticket.ts";
import { identifyRequest, type HttpCredentials } from "./identity/identify-request.ts";
import { join } from "./join.ts";
import type { JoinRequest, JoinResult } from "./join-request.ts";
import { noteExpiredSignIns } from "./expired-sign-ins.ts";
import { RoomListing } from "./listing.ts";
import type { Origin, RequestOrigin } from "./origin.ts";
import { effects, NO_OUTCOME, type Outcome } from "./outcome.ts";
import type { RoomPorts } from "./ports.ts";
import { presentationOf, type RoomPresentation } from "./presentation.ts";
import type { Verdict } from "./rates/throttle.ts";
import { admitReader, type Reader } from "./reader.ts";
import { isOver, pruneStep, retentionDueAt } from "./retention.ts";
import { RoomCore } from "./room-core.ts";
import { RoomReader } from "./room-reader.ts";
import type { Session } from "./session.ts";
import type { RoomSeed } from "./store.ts";
import { runDueState, stateDueAt } from "./state/due-state.ts";

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
    return join(this.core, request);
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    const { roster, throttle } = this.core;
    throttle.deleteCooldowns(connection);
    const left = roster.leave(connection);
    return left === undefined ? NO_OUTCOME : effects(announceLeave(this.core, left));
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
  noteExpiredSignIns(): Outcome {
    return noteExpiredSignIns(this.core);
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

  /** When {@link runDueState} has something to do next, in ms since 1970; undefined where nothing of it waits. */
  get stateDueAt(): number | undefined {
    const { state } = this.core;
    return state && stateDueAt(state);
  }

  /** Notes whose ephemeral keys have no session, and does what is due of the shared state (SPEC STATE-3, STATE-5). */
  runDueState(): Outcome {
    const { state, ports } = this.core;
    return state === undefined ? NO_OUTCOME : effects(...runDueState(state, ports.clock.now()));
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
}
