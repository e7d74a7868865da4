/**
 * The only way in which a command enters the room: may its sender send it, is it within the rates; then its handler
 * decides and stores. The first event that one stores creates the room.
 */
import { COMMAND_TRAITS, isLossy, isRated, isWriting } from "../protocol/traits.ts";
import type { Command } from "../protocol/commands.ts";
import { isAtLeast, type Role } from "../protocol/roles.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { writeRefusal } from "./authority/permissions.ts";
import { commandIdOf, handlerOf } from "./commands/index.ts";
import type { CommandHandler } from "./commands/handler.ts";
import type { Context, RoomState } from "./context.ts";
import { guest, type VerifiedToken } from "./identity/identify.ts";
import { isSignInExpired } from "./identity/vouched.ts";
import { SIGN_IN_EXPIRED } from "./expired-sign-ins.ts";
import { memberIdAt } from "./identity/ids.ts";
import { announceCreation } from "./observe.ts";
import { httpRateKeys, type AnonymousOrigin, type Origin } from "./origin.ts";
import { effects, NO_EFFECTS, NO_OUTCOME, refuse, refuseWith, type Effect, type Outcome } from "./outcome.ts";
import { rateFailure } from "./limit-failures.ts";
import { deliveryCost } from "./rates/delivery-cost.ts";
import { restoreCost } from "./rates/restore-cost.ts";
import { textCost } from "./rates/text-cost.ts";
import type { RateKeys, RateRefusal, Throttle } from "./rates/throttle.ts";
import { ratedRead, readKeysOf } from "./rated-read.ts";
import type { RoomCore } from "./room-core.ts";
import type { Session } from "./session.ts";
import { settleNames } from "./settle-names.ts";
import { endWaiting } from "./state/due-state.ts";

/** The sender as far as they are known before the room has to exist: the id of a guest without a token needs its key. */
type Actor = { readonly role: Role; readonly isSignInExpired?: boolean; readonly rateKeys: RateKeys } & (
  | { readonly session: Session }
  | { readonly guest: AnonymousOrigin }
);

export interface ExecuteOptions {
  /** of an `authenticate` with a token of a site */
  readonly vouched?: VerifiedToken | undefined;
  /** when the command is executed, in ms since 1970: the same time for several that are stored together */
  readonly now?: number | undefined;
}

export function execute(
  core: RoomCore,
  origin: Origin,
  command: Command,
  { vouched, now = core.ports.clock.now() }: ExecuteOptions,
): Outcome {
  const handler = handlerOf(command);
  core.state?.deleted.expire(now);
  const actor = actorOf(core, origin, now);
  // A session that has left while its frame was on the way.
  if (actor === undefined) return NO_OUTCOME;
  const refused =
    sanctionRefusal(core, actor, command, now) ??
    readRefusal(core, origin, actor, handler, command) ??
    permissionRefusal(origin, actor, handler, command) ??
    settingsRefusal(core, actor, command) ??
    rateRefusal(core.throttle, origin, actor, command, now);
  if (refused !== undefined) return refused;
  const wasCreated = core.created !== undefined;
  // An invisible reader finds no room (SPEC READ-3).
  if (!wasCreated && "session" in actor && actor.session.invisible === true) return NO_OUTCOME;
  const room = core.begin();
  const session = "session" in actor ? actor.session : guestSession(room, actor.guest);
  const waited = endWaiting(room, command, now);
  const context = { room, origin, session, command, vouched, now };
  const outcome = handler.isRead === true ? rateRead(core, handler, context) : handler.handle(context);
  const created = wasCreated || core.created === undefined ? NO_EFFECTS : announceCreation(room);
  // A join has settled this already; a request may be the first that the room sees of its sender.
  const settled = origin.kind === "http" ? settleNames(room, session) : NO_EFFECTS;
  charge(core, actor.rateKeys, { command, outcome, settled, now });
  if (created.length + settled.length + waited.length === 0) return outcome;
  return { answer: outcome.answer, effects: [...created, ...waited, ...outcome.effects, ...settled] };
}

interface Executed {
  readonly command: Command;
  readonly outcome: Outcome;
  readonly settled: readonly Effect[];
  readonly now: number;
}

/** Counts an executed command as several, if what it led to costs the room as much. */
function charge(
  { throttle, roster, ports }: RoomCore,
  keys: RateKeys,
  { command, outcome, settled, now }: Executed,
): void {
  const effects = settled.length === 0 ? outcome.effects : [...outcome.effects, ...settled];
  const cost = deliveryCost(effects, (member) => roster.connectionsOf(member));
  if (isLossy(command.type)) throttle.chargeLossy(keys, cost, now);
  else throttle.charge(keys, cost + restoreCost(outcome, ports.limits), now);
}

/** Every refused read is answered: its sender waits for the page. */
function rateRead(core: RoomCore, handler: CommandHandler, context: Context): Outcome {
  const outcome = ratedRead(core, readKeysOf(context.session), () => handler.handle(context));
  return outcome.ok ? outcome.value : refuseWith(commandIdOf(context.command), outcome.failure);
}

/** The role is looked up with each command: a connection or token may be older than it (SPEC OWN-1). */
function actorOf(core: RoomCore, origin: Origin, now: number): Actor | undefined {
  switch (origin.kind) {
    case "session": {
      const session = core.roster.session(origin.connection);
      return session && memberActor(core, session, session, now);
    }
    case "http":
      return memberActor(core, origin.sender, httpRateKeys(origin), now);
    case "anonymous":
      return { role: "guest", rateKeys: httpRateKeys(origin), guest: origin };
    default:
      return exhaustive(origin);
  }
}

function memberActor(core: RoomCore, sender: Session, rateKeys: RateKeys, now: number): Actor {
  const role = core.roleOf(sender, now);
  const session = sender.role === role ? sender : { ...sender, role };
  return { role, isSignInExpired: isSignInExpired(sender, core.vouchers, now), rateKeys, session };
}

/** Checked first: a banned sender is answered nothing else. */
function sanctionRefusal(core: RoomCore, actor: Actor, command: Command, now: number): Outcome | undefined {
  const { state } = core;
  if (state === undefined || state.authority.sanctions.isEmpty) return undefined;
  const { role } = actor;
  const { member, address } = "session" in actor ? actor.session : anonymousSender(state, actor.guest);
  const excluded = core.exclusionOf({ member, address, role }, now);
  if (excluded !== undefined) return refuseWith(commandIdOf(command), excluded);
  const muted = isSilenced(command.type) ? state.authority.sanctions.muteOf(member, now) : undefined;
  if (muted === undefined) return undefined;
  return isLossy(command.type) ? NO_OUTCOME : refuseWith(commandIdOf(command), muted);
}

/** A name is a text that everyone is shown, too. */
function isSilenced(type: Command["type"]): boolean {
  return isWriting(type) || type === "rename";
}

/** A sender who may not read the room may not do anything else in it either. */
function readRefusal(
  { state }: RoomCore,
  { kind }: Origin,
  { role, isSignInExpired }: Actor,
  { needsNoReading }: CommandHandler,
  command: Command,
): Outcome | undefined {
  if (needsNoReading === true) return undefined;
  const refused = state?.authority.readRefusal(role, kind !== "anonymous");
  return refused && refuseWith(commandIdOf(command), isSignInExpired === true ? SIGN_IN_EXPIRED : refused);
}

function permissionRefusal(
  { kind }: Origin,
  { role, isSignInExpired }: Actor,
  { anonymous }: CommandHandler,
  command: Command,
): Outcome | undefined {
  const { minRole } = COMMAND_TRAITS[command.type];
  if (isAtLeast(role, minRole) && (kind !== "anonymous" || anonymous === true)) return undefined;
  const id = commandIdOf(command);
  return isSignInExpired === true ? refuseWith(id, SIGN_IN_EXPIRED) : refuse(id, "forbidden");
}

/** What may be lost is dropped without an answer, as beyond a rate. */
function settingsRefusal({ state }: RoomCore, { role }: Actor, command: Command): Outcome | undefined {
  if (state === undefined || !isWriting(command.type)) return undefined;
  const refused = writeRefusal(state.authority.settings, role);
  if (refused === undefined) return undefined;
  return isLossy(command.type) ? NO_OUTCOME : refuseWith(commandIdOf(command), refused);
}

/** A session's frames are counted before they are decoded ({@link Room.admitFrame}), a request's commands here. */
function rateRefusal(
  throttle: Throttle,
  { kind }: Origin,
  { rateKeys }: Actor,
  command: Command,
  now: number,
): Outcome | undefined {
  const isHttp = kind !== "session";
  if (isHttp) {
    const frame = throttle.frame(rateKeys, now);
    if (frame.kind !== "admitted") return tooManyRequests(frame, command);
  }
  if (isLossy(command.type) && !throttle.lossy(rateKeys, now)) return NO_OUTCOME;
  if (!isRated(command.type)) return undefined;
  const verdict = throttle.command(rateKeys, now);
  if (verdict.kind === "admitted") {
    throttle.charge(rateKeys, textCost(command), now);
    return undefined;
  }
  return isHttp ? tooManyRequests(verdict, command) : tooManyFrames(verdict, command);
}

/** Every request is answered, also those that would be dropped silently on a socket. */
function tooManyRequests(verdict: RateRefusal, command: Command): Outcome {
  return refuseWith(commandIdOf(command), rateFailure(verdict));
}

function tooManyFrames(verdict: RateRefusal, command: Command): Outcome {
  switch (verdict.kind) {
    case "warned":
      return refuseWith(commandIdOf(command), rateFailure(verdict));
    case "dropped":
      return NO_OUTCOME;
    case "flood":
      return effects({ to: "close", close: "flood" });
    default:
      return exhaustive(verdict);
  }
}

/**
 * The guest that a request without a token speaks for. The id follows from the address and the name, so that a script's
 * messages have one author (SPEC HTTP-5). Where no address is known, all count as one, as for rates.
 */
function guestSession(room: RoomState, origin: AnonymousOrigin): Session {
  const { member, address } = anonymousSender(room, origin);
  const identity = guest(member, origin.name);
  const owner = { ...identity, address };
  // A program is marked as one, so that its name need not be looked for: its messages would cost a read after each sleep.
  const name = origin.isProgram ? room.names.nameFor(owner) : room.names.newNameFor(owner);
  return { ...identity, name, connection: "", address };
}

function anonymousSender(
  { stored }: RoomState,
  { name, address, isProgram }: AnonymousOrigin,
): Pick<Session, "member" | "address"> {
  return { member: memberIdAt(stored.key, address ?? "", name ?? "", isProgram), address };
}
