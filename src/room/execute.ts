/**
 * The only way in which a command enters the room: may its sender send it, is it within the rates, does the room exist
 * or may the command create it; then its handler decides and stores.
 */
import { isLossy, isRated } from "../protocol/traits.ts";
import type { Command } from "../protocol/commands.ts";
import type { Role } from "../protocol/member.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { commandIdOf, handlerOf } from "./commands/index.ts";
import type { CommandHandler } from "./commands/handler.ts";
import type { RoomState } from "./context.ts";
import { guest } from "./identity/identify.ts";
import { memberIdAt, memberIdFor } from "./identity/ids.ts";
import { httpRateKeys, type AnonymousOrigin, type Origin } from "./origin.ts";
import { effects, NO_OUTCOME, refuse, refuseWith, type Outcome } from "./outcome.ts";
import { rateFailure } from "./limit-failures.ts";
import type { RateKeys, RateRefusal, Throttle } from "./rates/throttle.ts";
import type { RoomCore } from "./room-core.ts";
import type { Session } from "./session.ts";

/** The sender as far as they are known before the room has to exist: a guest without a token is identified by its key. */
type Actor = { readonly role: Role; readonly rateKeys: RateKeys } & (
  | { readonly session: Session }
  | { readonly guest: AnonymousOrigin }
);

export function execute(core: RoomCore, origin: Origin, command: Command): Outcome {
  const now = core.ports.clock.now();
  const handler = handlerOf(command);
  const actor = actorOf(core, origin);
  // A session that has left while its frame was on the way.
  if (actor === undefined) return NO_OUTCOME;
  const refused =
    permissionRefusal(origin, actor, handler, command) ??
    rateRefusal(core.throttle, origin, actor, command, now);
  if (refused !== undefined) return refused;
  const refusalInEmptyRoom = core.state === undefined ? emptyRoomRefusal(core, origin, command) : undefined;
  if (refusalInEmptyRoom !== undefined) return refusalInEmptyRoom;
  const { state: room, effects: announcement } = core.create(now);
  const session = "session" in actor ? actor.session : guestSession(room, actor.guest, command);
  const outcome = handler.handle({ room, origin, session, command, now });
  return announcement.length === 0
    ? outcome
    : { answer: outcome.answer, effects: [...announcement, ...outcome.effects] };
}

function actorOf({ roster }: RoomCore, origin: Origin): Actor | undefined {
  switch (origin.kind) {
    case "session": {
      const session = roster.session(origin.connection);
      return session && { role: session.role, rateKeys: session, session };
    }
    case "http":
      return { role: origin.sender.role, rateKeys: httpRateKeys(origin), session: origin.sender };
    case "anonymous":
      return { role: "guest", rateKeys: httpRateKeys(origin), guest: origin };
    default:
      return exhaustive(origin);
  }
}

function permissionRefusal(
  { kind }: Origin,
  { role }: Actor,
  { roles, anonymous }: CommandHandler,
  command: Command,
): Outcome | undefined {
  const isAllowed = roles.has(role) && (kind !== "anonymous" || anonymous !== undefined);
  return isAllowed ? undefined : refuse(commandIdOf(command), "forbidden");
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
    const frame = throttle.frame(rateKeys.connection, now);
    if (frame.kind !== "admitted") return tooManyRequests(frame, command);
  }
  if (isLossy(command.type) && !throttle.lossy(now)) return NO_OUTCOME;
  if (!isRated(command.type)) return undefined;
  const verdict = throttle.command(rateKeys, now);
  if (verdict.kind === "admitted") return undefined;
  return isHttp ? tooManyRequests(verdict, command) : tooManyFrames(verdict, command);
}

/** Every request is answered, also those of which a socket would hear nothing any more. */
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

/** A request without a token may create the room. An invisible reader also finds no room, and must not create one (SPEC READ-3). */
function emptyRoomRefusal({ ports }: RoomCore, { kind }: Origin, command: Command): Outcome | undefined {
  if (kind !== "anonymous") return NO_OUTCOME;
  const failed = handlerOf(command).anonymous?.refusalInEmptyRoom(command, ports.limits);
  return failed === undefined ? undefined : refuseWith(commandIdOf(command), failed);
}

/**
 * The guest that a request without a token speaks for. With a key of the client's the id follows from the key and
 * the name, so that a repeat comes from the same member, also from another network; else from the address and the name,
 * so that a script's messages have one author (SPEC HTTP-5). Where no address is known, all count as one, as for rates.
 */
function guestSession(
  { stored }: RoomState,
  { name, address, idSource }: AnonymousOrigin,
  command: Command,
): Session {
  const key = idSource === "generated" ? undefined : commandIdOf(command);
  const member =
    key === undefined
      ? memberIdAt(stored.key, address ?? "", name ?? "")
      : memberIdFor(stored.key, key, name ?? "");
  return { ...guest(member, name), connection: "", address };
}
