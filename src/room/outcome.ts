/** What a command leads to, as values. The room decides; the Durable Object acts. */
import type { CloseName } from "../protocol/close-codes.ts";
import { failure, isErrorCode, type ErrorCode, type Failure } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { Session } from "./session.ts";

export type Effect =
  /** to every session, the sender's too; over HTTP it is part of the answer */
  | { readonly to: "everyone"; readonly event: RoomEvent }
  /** to every session but the sender's */
  | { readonly to: "other_sessions"; readonly event: RoomEvent }
  /** to every session of every other member */
  | { readonly to: "other_members"; readonly event: RoomEvent }
  /** to every invisible session */
  | { readonly to: "invisible"; readonly event: RoomEvent }
  /** to every session of one member, but the sender's */
  | { readonly to: "member"; readonly member: string; readonly event: RoomEvent }
  /** the session has changed; its attachment must be written again, to survive hibernation */
  | { readonly to: "session"; readonly session: Session }
  /** a connection whose client has joined anew is closed: nothing of it is looked at any more (SPEC READ-2) */
  | { readonly to: "replaced"; readonly connection: string }
  /** the sender's connection is closed */
  | { readonly to: "close"; readonly close: CloseName };

export interface Outcome {
  /** to the sender alone, in one frame, before the effects */
  readonly answer: readonly RoomEvent[];
  /** in order */
  readonly effects: readonly Effect[];
}

export const NO_OUTCOME: Outcome = { answer: [], effects: [] };

export function reply(event: RoomEvent): Outcome {
  return { answer: [event], effects: [] };
}

export function effects(...all: readonly Effect[]): Outcome {
  return { answer: [], effects: all };
}

export function broadcast(event: RoomEvent): Outcome {
  return effects({ to: "everyone", event });
}

/** Answers a command with an error from the table. */
export function refuse(id: string | undefined, code: ErrorCode, detail?: string): Outcome {
  return refuseWith(id, failure(code, detail));
}

export function refuseWith(id: string | undefined, failed: Failure): Outcome {
  return reply(errorEvent(id, failed));
}

/** The `error` event of a failure; `id` only where the command had one. */
export function errorEvent(
  id: string | undefined,
  { code, message, retryAfterMs }: Failure,
): ErrorEvent & RoomEvent {
  return {
    type: "error",
    ...(id === undefined ? {} : { id }),
    code,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** The failure in an `error` event: the inverse of {@link errorEvent}. */
export function failureOf({ code, message, retryAfterMs }: ErrorEvent): Failure {
  return {
    code: isErrorCode(code) ? code : "internal",
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** The answer to a request: what a socket would have received of it. The sender's own stream receives the broadcast part too. */
export function httpAnswer({ answer, effects: all }: Outcome): RoomEvent[] {
  return [...answer, ...all.flatMap((effect) => (effect.to === "everyone" ? [effect.event] : []))];
}
