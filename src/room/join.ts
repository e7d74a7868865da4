/** Opens a session, for a member or an anonymous reader, or refuses it (SPEC JOIN-4, READ-1). */
import type { Self } from "../protocol/member.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { refusalOfAddress, refusalOfConnection, refusalOfMember, type JoinRefusal } from "./admission.ts";
import { announceJoin } from "./announce.ts";
import { hasJoined, isOutdated, replaceOlder } from "./client-sessions.ts";
import type { RoomState } from "./context.ts";
import {
  identify,
  identifyByTicket,
  selfOf,
  selfWithoutToken,
  withJoinName,
  type Credentials,
  type IdentityFailure,
} from "./identity/identify.ts";
import { newMemberId } from "./identity/ids.ts";
import type { JoinRequest, JoinResult } from "./join-request.ts";
import { invisibleSession, observe } from "./observe.ts";
import { ratedRead, readKeysOf } from "./rated-read.ts";
import { deferRecovery, recover, type Recovery } from "./recovery.ts";
import type { RoomCore } from "./room-core.ts";
import { newSession, type Identity, type Session } from "./session.ts";
import { settleNames } from "./settle-names.ts";
import { refusalOfVisitor } from "./visitor-refusal.ts";
import { welcome } from "./welcome.ts";

/** Opens a session. A socket's creates the room if it does not exist (SPEC JOIN-4, ROOM-2). */
export function join(core: RoomCore, request: JoinRequest): Result<JoinResult, JoinRefusal> {
  const now = core.ports.clock.now();
  const refused = refusalOfAddress(core.admission(now), request.address);
  if (refused !== undefined) return fail(refused);
  const foreign = core.state?.authority.siteRefusal(request.site);
  if (foreign !== undefined) return fail({ close: "forbidden_origin", failure: foreign });
  if (request.invisible === true) return admitReader(core, request, now);
  const newcomer = newcomerOf(core, request, now);
  return newcomer.ok ? ok(enter(core, request, newcomer.value, now)) : newcomer;
}

function admitReader(core: RoomCore, request: JoinRequest, now: number): Result<JoinResult, JoinRefusal> {
  const reader = invisibleSession(request.connection, request.address);
  const refused =
    refusalOfVisitor(core, reader, { hasToken: false, now }) ??
    refusalOfConnection(core.admission(now), reader);
  return refused === undefined ? ok(enterInvisibly(core, request, reader)) : fail(refused);
}

/** The session that a request asks to open, or why it may not. */
function newcomerOf(core: RoomCore, request: JoinRequest, now: number): Result<Session, JoinRefusal> {
  const { address, vouched } = request;
  if (vouched?.ok === false) return fail({ close: vouched.failure.code, failure: vouched.failure });
  const identity = request.ticket === undefined ? identifyBy(core, request, now) : redeem(core, request, now);
  if (!identity.ok) return fail({ close: identity.failure });
  const isNewGuest = isOfNewGuest(request);
  const named = withJoinName(core, identity.value, { address, isNewGuest });
  const { roster } = core;
  const newcomer = newSession(named, request, roster.member(named.member)?.read);
  if (isOutdated(roster, newcomer)) return fail({ close: "replaced" });
  const admission = core.admission(now);
  const refused =
    refusalOfVisitor(core, newcomer, { hasToken: !isNewGuest, now }) ??
    refusalOfMember(admission, newcomer, isNewGuest) ??
    refusalOfConnection(admission, newcomer);
  return refused === undefined ? ok(newcomer) : fail(refused);
}

function identifyBy(
  core: RoomCore,
  credentials: Credentials,
  now: number,
): Result<Identity, IdentityFailure> {
  const { ports } = core;
  const { signer } = core.stateFor(credentials) ?? {};
  const context = { signer, limits: ports.limits, now };
  const vouched = credentials.vouched?.ok === true ? credentials.vouched.value : undefined;
  return identify(context, { ...credentials, vouched }, () => newMemberId(ports.random));
}

/** The identity that a ticket proves, once (SPEC ID-17). */
function redeem(
  { state, roster, usedTickets }: RoomCore,
  { ticket = "", client }: JoinRequest,
  now: number,
): Result<Identity, IdentityFailure> {
  const use = { session: client?.session ?? "", generation: client?.generation ?? 0 };
  const identity = identifyByTicket({ signer: state?.signer, now }, ticket, use);
  if (!identity.ok) return identity;
  const isRepeat = hasJoined(roster, { ...identity.value, ...(client && { client }) });
  return isRepeat || !usedTickets.use(ticket, now) ? fail("invalid_ticket") : identity;
}

function enter(core: RoomCore, request: JoinRequest, newcomer: Session, now: number): JoinResult {
  const { roster } = core;
  const { state, effects: creation } =
    request.stream === undefined ? core.create(now) : { state: core.begin(), effects: [] };
  const session = isOfNewGuest(request) ? core.marked(newcomer, request.address) : newcomer;
  const isNewMember = roster.enter(session);
  const settled = settleNames(core, session);
  const { recovered, events } = recoverOrDefer(core, state, session, request.position);
  const self = selfInWelcome(request, { state, session, now });
  const answer = [welcome(core.snapshot(state), self, recovered), ...events];
  const joined = isNewMember ? [...creation, announceJoin(core, session)] : [];
  const all = [...joined, ...settled, ...replaceOlder(roster, session)];
  return { session, outcome: { answer, effects: all } };
}

function enterInvisibly(core: RoomCore, { position }: JoinRequest, session: Session): JoinResult {
  core.roster.enter(session);
  const { created } = core;
  const recovery = recoverOrDefer(core, created, session, position);
  return { session, outcome: { answer: observe(core.snapshot(created), recovery), effects: [] } };
}

/** A client that has read too much joins all the same, and reads what they missed later (SPEC LIM-12). */
function recoverOrDefer(
  core: RoomCore,
  state: RoomState | undefined,
  session: Session,
  position: string | undefined,
): Recovery {
  const read = () => recover(state, position, session.member);
  const recovery = ratedRead(core, readKeysOf(session), read);
  return recovery.ok ? recovery.value : deferRecovery(state, position);
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
