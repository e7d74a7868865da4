/** What a command leads to, as values. The room decides; one place outside it acts. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Failure } from "../protocol/errors.ts";
import { failure, type ErrorCode } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import type { Session } from "./session.ts";

export type Effect =
  /** to the session that sent the command */
  | { readonly to: "sender"; readonly event: RoomEvent }
  /** to every session, the sender's too */
  | { readonly to: "everyone"; readonly event: RoomEvent }
  /** to every session but the sender's */
  | { readonly to: "other_sessions"; readonly event: RoomEvent }
  /** to every session of every other member */
  | { readonly to: "other_members"; readonly event: RoomEvent }
  /** to every invisible session */
  | { readonly to: "invisible"; readonly event: RoomEvent }
  /** to every session of one member, but the sender's */
  | { readonly to: "member"; readonly member: string; readonly event: RoomEvent }
  /** the session has changed and must be remembered across hibernation */
  | { readonly to: "session"; readonly session: Session }
  /** the sender's connection ends */
  | { readonly to: "close"; readonly close: CloseName };

export type Outcome = readonly Effect[];

export const NO_EFFECTS: Outcome = [];

export function reply(event: RoomEvent): Effect {
  return { to: "sender", event };
}

export function broadcast(event: RoomEvent): Effect {
  return { to: "everyone", event };
}

/** Answers a command with an error from the table. */
export function refuse(id: string | undefined, code: ErrorCode, detail?: string): Outcome {
  return refuseWith(id, failure(code, detail));
}

export function refuseWith(id: string | undefined, failed: Failure): Outcome {
  return [reply(errorEvent(id, failed))];
}

/** The `error` event of a failure; `id` only where the command had one. */
export function errorEvent(id: string | undefined, { code, message, retryAfterMs }: Failure): RoomEvent {
  return {
    type: "error",
    ...(id === undefined ? {} : { id }),
    code,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
