/**
 * A room's rules, pure and synchronous: each call decides, stores and returns an {@link Outcome} without an `await`,
 * so the order of decisions is the order that every member sees.
 */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { hasEnded, isOutdated, replaceOlder, type RequestKey } from "./client-sessions.ts";
import { execute } from "./execute.ts";
import {
  identify,
  identifyByToken,
  parseRequestedName,
  selfOf,
  withCurrentName,
  type Credentials,
} from "./identity/identify.ts";
import { newMemberId } from "./identity/ids.ts";
import { invisibleSession, observe } from "./observe.ts";
import { nameFailure } from "./limit-failures.ts";
import type { CommandIdSource, Origin, RequestOrigin } from "./origin.ts";
import { effects, NO_OUTCOME, type Effect, type Outcome } from "./outcome.ts";
import type { RoomPorts } from "./ports.ts";
import type { Verdict } from "./rates/throttle.ts";
import { recover } from "./recovery.ts";
import { pruneStep, retentionDueAt } from "./retention.ts";
import { RoomCore } from "./room-core.ts";
import { RoomReader } from "./room-reader.ts";
import { authorOf, type ClientKey, type Session } from "./session.ts";
import { welcome } from "./welcome.ts";

export interface JoinRequest extends Credentials {
  readonly connection: string;
  readonly address: string | undefined;
  readonly client?: ClientKey | undefined;
  /** the client's last position, unparsed */
  readonly position: string | undefined;
  /** an anonymous reader (SPEC READ-1) */
  readonly invisible?: boolean;
}

export interface JoinResult {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** What a request claims of its sender. */
export interface HttpCredentials extends Credentials {
  readonly address: string | undefined;
  readonly idSource: CommandIdSource;
}

export class Room {
  /** Reads without joining. */
  readonly read: RoomReader;
  private readonly core: RoomCore;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(ports: RoomPorts) {
    this.core = new RoomCore(ports);
    this.read = new RoomReader(this.core);
  }

  /** Restores a session after hibernation. */
  resume(session: Session): void {
    this.core.roster.enter(session);
  }

  /** Opens a session, and creates the room if it does not exist (SPEC JOIN-4, ROOM-2). */
  join(request: JoinRequest): Result<JoinResult, CloseName> {
    const { roster, ports } = this.core;
    if (roster.sessionCount >= ports.limits.connections) return fail("room_full");
    if (request.invisible === true) return ok(this.observe(request));
    const now = ports.clock.now();
    const identity = identify({ signer: this.core.state?.signer, limits: ports.limits, now }, request, () =>
      newMemberId(ports.random),
    );
    if (!identity.ok) return identity;
    const { connection, address, position, client } = request;
    if (isOutdated(roster, { ...identity.value, connection, ...(client && { client }) }))
      return fail("replaced");
    const { state, effects: announcement } = this.core.create(now);
    const named = withCurrentName(roster, identity.value);
    const session: Session = { ...named, connection, address, ...(client && { client }) };
    const isNewMember = roster.enter(session);
    const { recovered, events } = recover(state, position, session.member);
    const self = selfOf({ ...state, now }, session);
    const answer = [welcome(this.core.snapshot(), self, recovered), ...events];
    const joined = isNewMember ? [...announcement, this.joinedEffect(session)] : [];
    return ok({ session, outcome: { answer, effects: [...joined, ...replaceOlder(roster, session)] } });
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    const { roster, throttle } = this.core;
    throttle.deleteCooldowns(connection);
    const left = roster.leave(connection);
    if (left === undefined) return NO_OUTCOME;
    return effects({
      to: "other_sessions",
      event: { type: "presence", count: roster.count, left: [authorOf(left)] },
    });
  }

  /** True if a request's stream or poll was replaced: the request was under way meanwhile (SPEC HTTP-9). */
  hasEnded(request: RequestOrigin, key: RequestKey): boolean {
    return request.kind === "http" && hasEnded(this.core.roster, request.sender.member, key);
  }

  /** Counts a frame of a connection against its rate, before the frame is decoded (SPEC LIM-2). */
  admitFrame(connection: string): Verdict {
    const { throttle, ports } = this.core;
    return throttle.frame(connection, ports.clock.now());
  }

  /**
   * Verifies a request's sender: the token's member, else a guest who may be new with each request. Writes nothing.
   * @returns the origin to {@link execute} the request's commands from, or `invalid_token`, `expired_token`, `invalid_name`
   */
  identifyRequest({ token, name, address, idSource }: HttpCredentials): Result<RequestOrigin, Failure> {
    const { state, roster, ports } = this.core;
    if (token === undefined) {
      const parsed = parseRequestedName(name, ports.limits);
      if (!parsed.ok) return fail(nameFailure(ports.limits));
      return ok({ kind: "anonymous", name: parsed.value, address, idSource });
    }
    const identity = identifyByToken({ signer: state?.signer, now: ports.clock.now() }, token);
    if (!identity.ok) return fail(failure(identity.failure));
    return ok({
      kind: "http",
      sender: { ...withCurrentName(roster, identity.value), address, connection: "" },
      idSource,
    });
  }

  /** Executes a command: the only way to change the room besides joining and leaving. */
  execute(origin: Origin, command: Command): Outcome {
    return execute(this.core, origin, command);
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

  sessionsOf(member: string): Session[] {
    return this.core.roster.sessionsOf(member);
  }

  /** When {@link prune} should be called next, in ms since 1970; undefined if there will be nothing to do. */
  retentionDueAt(): number | undefined {
    const context = this.retentionContext();
    return context && retentionDueAt(context);
  }

  /** One step of retention. Returns true if another may find more. */
  prune(): boolean {
    const context = this.retentionContext();
    return context !== undefined && pruneStep(context);
  }

  private retentionContext() {
    const { state, ports } = this.core;
    if (state === undefined) return undefined;
    const { store, limits, clock } = ports;
    return { log: state.stored.log, limits, sizeBytes: () => store.sizeBytes(), now: clock.now() };
  }

  private observe({ connection, address, position }: JoinRequest): JoinResult {
    const session = invisibleSession(connection, address);
    this.core.roster.enter(session);
    const answer = observe(this.core.snapshot(), this.core.state, position);
    return { session, outcome: { answer, effects: [] } };
  }

  private joinedEffect({ member }: Session): Effect {
    const { roster } = this.core;
    const joinedMember = roster.member(member);
    const joined = joinedMember === undefined ? [] : [joinedMember];
    return { to: "other_sessions", event: { type: "presence", count: roster.count, joined } };
  }
}
