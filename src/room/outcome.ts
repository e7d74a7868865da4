/** What a command leads to, as values. The room decides; the Durable Object acts. */
import type { CloseName } from "../protocol/close-codes.ts";
import { failure, isErrorCode, type ErrorCode, type Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { SignalEvent } from "../protocol/events/signal.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Role } from "../protocol/roles.ts";
import type { Session } from "./session.ts";

export interface KeyedSignal extends SignalEvent {
  readonly key: string;
}

export type Effect =
  /** to every session, the sender's too; over HTTP it is part of the answer. Some members have a copy of their own. */
  | {
      readonly to: "everyone";
      readonly event: RoomEvent;
      readonly copies?: ReadonlyMap<string, RoomEvent>;
    }
  /** to every session but the sender's; `isBatched` if it is one of too many joins and leaves (SPEC PRES-4) */
  | { readonly to: "other_sessions"; readonly event: RoomEvent; readonly isBatched?: boolean }
  /** to every session of every other member */
  | { readonly to: "other_members"; readonly event: RoomEvent }
  /** to every invisible session */
  | { readonly to: "invisible"; readonly event: RoomEvent }
  /** a signal, to every session of one member, but the sender's */
  | { readonly to: "member"; readonly member: string; readonly event: SignalEvent }
  /** to every session with that role or a higher one, but the sender's */
  | { readonly to: "role"; readonly role: Role; readonly event: RoomEvent }
  /**
   * a signal with a key, to the sessions that it is for, unless a newer one replaces it; `n` to the sender (SPEC EPH-4,
   * EPH-6). `json` is its data, encoded once.
   */
  | {
      readonly to: "window";
      readonly event: KeyedSignal;
      readonly json: string;
      readonly n: number | undefined;
    }
  /** to one session, or to the request whose command has waited */
  | { readonly to: "connection"; readonly connection: string; readonly event: RoomEvent }
  /** the session has changed; its attachment must be written again, to survive hibernation */
  | { readonly to: "session"; readonly session: Session }
  /** a connection whose client has joined again is closed: nothing of it is looked at any more (SPEC READ-2) */
  | { readonly to: "replaced"; readonly connection: string }
  /** these connections are closed */
  | { readonly to: "connections"; readonly connections: readonly string[]; readonly close: CloseName }
  /** every connection of a member is closed, the sender's own too */
  | { readonly to: "sessions_of"; readonly member: string; readonly close: CloseName }
  /** what waited could not be stored: who waits for it is answered, and the operator has it in the log */
  | { readonly to: "log"; readonly error: unknown }
  /** the sender's connection is closed */
  | { readonly to: "close"; readonly close: CloseName };

export interface Outcome {
  /** to the sender alone, in one frame, before the effects */
  readonly answer: readonly RoomEvent[];
  /** in order */
  readonly effects: readonly Effect[];
}

export const NO_EFFECTS: readonly Effect[] = [];
const NO_ANSWER: readonly RoomEvent[] = [];
export const NO_OUTCOME: Outcome = { answer: NO_ANSWER, effects: NO_EFFECTS };

/** Answers the sender with one event, and does nothing else. */
export function reply(event: RoomEvent): Outcome {
  return { answer: [event], effects: NO_EFFECTS };
}

/** Performs effects in order, without an answer. */
export function effects(...all: readonly Effect[]): Outcome {
  return { answer: NO_ANSWER, effects: all };
}

/** Sends an event to everyone; `copies` are sent instead to the members that they are for. */
export function broadcast(event: RoomEvent, copies?: ReadonlyMap<string, RoomEvent>): Outcome {
  return effects({ to: "everyone", event, ...(copies === undefined || copies.size === 0 ? {} : { copies }) });
}

/** Answers a command with an error from the table. */
export function refuse(id: string | undefined, code: ErrorCode, detail?: string): Outcome {
  return refuseWith(id, failure(code, detail));
}

/** Answers a command with an error that names more than its code. */
export function refuseWith(id: string | undefined, failed: Failure): Outcome {
  return reply(errorEvent(id, failed));
}

/** The `error` event of a failure; `id` only where the command had one. */
export function errorEvent(
  id: string | undefined,
  { code, message, retryAfterMs, until, current }: Failure,
): ErrorEvent & RoomEvent {
  return {
    type: "error",
    ...(id === undefined ? {} : { id }),
    code,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(until === undefined ? {} : { until }),
    ...(current === undefined ? {} : { current }),
  };
}

/** The failure in an `error` event: the inverse of {@link errorEvent}. */
export function failureOf({ code, message, retryAfterMs, until, current }: ErrorEvent): Failure {
  return {
    code: isErrorCode(code) ? code : "internal",
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(until === undefined ? {} : { until }),
    ...(current === undefined ? {} : { current }),
  };
}

/**
 * The answer to the command `id` of a request of `member`: what a socket would have received of it, without what has waited
 * and was stored before it. The sender's own stream receives the broadcast part too.
 */
export function httpAnswer(
  { answer, effects: all }: Outcome,
  member: string | undefined,
  id: string | undefined,
): RoomEvent[] {
  const broadcasts = all.flatMap((effect) =>
    effect.to === "everyone" && (effect.event.type !== "state" || effect.event.id === id)
      ? [effect.copies?.get(member ?? "") ?? effect.event]
      : [],
  );
  return [...answer, ...broadcasts];
}
