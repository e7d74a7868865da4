/** Errors of the SDK: a code for programs, a sentence for people. */
import type { ErrorEvent, KeyState } from "../protocol/events/error.ts";
import type { TextFailure } from "../text/message-text.ts";
import { TEMPORARY_CODES, type LocalErrorCode } from "../protocol/local-errors.ts";
import { CLIENT_ERRORS, type ClientErrorCode } from "./client-errors.ts";
import { errorSentence, textSentence } from "./error-sentences.ts";

/** Why the room or the client did not do what was asked. */
export class RoomError extends Error {
  override readonly name = "RoomError";
  /** stable: the room's codes (SPEC ERR-1) and {@link ClientErrorCode} */
  readonly code: string;
  /** true if the same call may succeed later */
  readonly temporary: boolean;
  /** how long to wait before the next try, in ms; undefined if unknown */
  readonly retryAfterMs: number | undefined;
  /** when a mute or ban ends, in ms since 1970; undefined for any other error, and one for good */
  readonly until: number | undefined;
  /** what a key holds that has another version (SPEC STATE-2); undefined for any other error */
  readonly current: KeyState | undefined;

  constructor(failure: {
    code: string;
    message: string;
    temporary: boolean;
    retryAfterMs?: number | undefined;
    until?: number | undefined;
    current?: KeyState | undefined;
  }) {
    super(failure.message);
    this.code = failure.code;
    this.temporary = failure.temporary;
    this.retryAfterMs = failure.retryAfterMs;
    this.until = failure.until;
    this.current = failure.current;
  }
}

/** An error of the client itself. */
export function clientError(code: ClientErrorCode): RoomError {
  return new RoomError({ code, message: errorSentence(code), temporary: CLIENT_ERRORS[code] });
}

/** The error that the room would answer with, found before sending. */
export function foreseenError(code: LocalErrorCode): RoomError {
  return new RoomError({ code, message: errorSentence(code), temporary: false });
}

/** The error with which the room would refuse the text `raw`. */
export function foreseenTextError(code: TextFailure, raw: string): RoomError {
  return new RoomError({ code, message: textSentence(code, raw), temporary: false });
}

/** An error event as an error. One with `retryAfterMs` is temporary, even if its code is unknown. */
export function errorFromEvent({ code, message, retryAfterMs, until, current }: ErrorEvent): RoomError {
  const temporary = TEMPORARY_CODES.includes(code) || retryAfterMs !== undefined;
  return new RoomError({ code, message, temporary, retryAfterMs, until, current });
}

/** An error as the event that `failure` listeners get. */
export function toErrorEvent(error: RoomError): ErrorEvent {
  return { type: "error", code: error.code, message: error.message };
}
