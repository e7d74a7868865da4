/** Every error of the protocol: one table for sockets and HTTP (SPEC, "Errors"). */
import type { KeyState } from "./events/error.ts";
import { LOCAL_ERROR_MESSAGES } from "./local-errors.ts";

interface ErrorEntry {
  /** shown to a person */
  readonly message: string;
  /** true if the same command may succeed later, unchanged */
  readonly temporary: boolean;
  /** its status over HTTP (RFC 9110) */
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 406
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 426
    | 429
    | 500
    | 503;
}

export const ERRORS = {
  bad_frame: { message: 'A frame is one JSON object with a "type".', temporary: false, status: 400 },
  bad_command: {
    message: "A field of this command is missing or has the wrong type.",
    temporary: false,
    status: 400,
  },
  unknown_command: { message: "This room knows no such command.", temporary: false, status: 400 },
  bad_position: {
    message: "A position is written EPOCH.SEQ, as the room gave it.",
    temporary: false,
    status: 400,
  },
  bad_request: { message: "The request could not be read.", temporary: false, status: 400 },
  empty_text: { message: LOCAL_ERROR_MESSAGES.empty_text, temporary: false, status: 400 },
  invalid_text: {
    message: LOCAL_ERROR_MESSAGES.invalid_text,
    temporary: false,
    status: 400,
  },
  invalid_name: {
    message: "A name is short, all visible, has no colon, and does not begin with an asterisk.",
    temporary: false,
    status: 400,
  },
  invalid_emoji: { message: "A reaction is exactly one emoji.", temporary: false, status: 400 },
  invalid_token: { message: "This token was not made by this room.", temporary: false, status: 401 },
  token_needed: {
    message: 'This needs your token, as "Authorization: Bearer"; a welcome gave it to you.',
    temporary: false,
    status: 401,
  },
  expired_token: { message: "This token has expired.", temporary: false, status: 401 },
  revoked_token: {
    message: "This token was revoked: its member was forgotten.",
    temporary: false,
    status: 401,
  },
  sign_in_expired: {
    message: "Your sign-in has expired. You can read, and write again once your site has renewed it.",
    temporary: false,
    status: 403,
  },
  forbidden: { message: "You may not do this here.", temporary: false, status: 403 },
  members_only: { message: "This room is for its members.", temporary: false, status: 403 },
  read_only: { message: "Only members may write here.", temporary: false, status: 403 },
  muted: { message: "You are muted: you can read, but not write.", temporary: false, status: 403 },
  banned: { message: "You are banned from this room.", temporary: false, status: 403 },
  kicked: { message: "You were kicked from this room for a minute.", temporary: false, status: 403 },
  link_expired: {
    message: "This link has expired, was used up, or was revoked.",
    temporary: false,
    status: 403,
  },
  invalid_room_name: {
    message: "A room's name has 1 to 64 letters, digits, hyphens or underscores, in any script.",
    temporary: false,
    status: 404,
  },
  room_not_found: { message: "There is no room of this name.", temporary: false, status: 404 },
  message_not_found: {
    message: "There is no such message, or the room no longer keeps it.",
    temporary: false,
    status: 404,
  },
  member_not_found: {
    message: "There is no such member here, nor among those who wrote lately.",
    temporary: false,
    status: 404,
  },
  not_found: { message: "There is nothing at this address.", temporary: false, status: 404 },
  method_not_allowed: { message: "This address does not take that method.", temporary: false, status: 405 },
  not_acceptable: {
    message: "This address has no answer of the type asked for: ask for another.",
    temporary: false,
    status: 406,
  },
  outcome_unknown: {
    message: LOCAL_ERROR_MESSAGES.outcome_unknown,
    temporary: false,
    status: 409,
  },
  room_deleted: { message: "This room was deleted.", temporary: false, status: 410 },
  room_exists: { message: "There is a room of this name already.", temporary: false, status: 409 },
  undo_expired: {
    message: "The room no longer has what was deleted: a deletion can be undone for a few seconds only.",
    temporary: false,
    status: 409,
  },
  too_many_reactions: {
    message: "This message has as many different reactions as it can hold.",
    temporary: false,
    status: 409,
  },
  version_mismatch: {
    message: "The key has another version: it was changed meanwhile.",
    temporary: false,
    status: 412,
  },
  too_many_keys: {
    message: "The room's shared state has as many keys as it can hold.",
    temporary: false,
    status: 409,
  },
  key_reused: { message: "This key was used before, for another message.", temporary: false, status: 422 },
  too_large: { message: LOCAL_ERROR_MESSAGES.too_large, temporary: false, status: 413 },
  unsupported_media_type: {
    message: "This address does not take a body of this type or encoding.",
    temporary: false,
    status: 415,
  },
  upgrade_required: { message: "This address speaks WebSocket.", temporary: false, status: 426 },
  rate_limited: { message: "Too much at once. Wait, then go on.", temporary: true, status: 429 },
  slow_mode: { message: "This room is in slow mode. Wait, then write again.", temporary: true, status: 429 },
  out_of_order: {
    message: "The message that you sent before this one is not stored yet. Send both again, in order.",
    temporary: true,
    status: 409,
  },
  session_ended: {
    message: "The stream or poll of this session has ended, or a newer one took its place. Join again.",
    temporary: true,
    status: 409,
  },
  internal: { message: "Something failed on our side. Try again.", temporary: true, status: 500 },
  too_many_connections: {
    message: "Your address has as many connections to this room as one may have. Try again later.",
    temporary: true,
    status: 429,
  },
  room_full: { message: "The room is full. Try again later.", temporary: true, status: 503 },
  overloaded: {
    message: "The room has more to do than it can. Try again shortly.",
    temporary: true,
    status: 503,
  },
  unavailable: {
    message: "The room cannot be opened at the moment. Try again later.",
    temporary: true,
    status: 503,
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** A refused command or request: what went wrong, and when to try again where that helps. */
export interface Failure {
  readonly code: ErrorCode;
  /** shown to a person; the table's message unless a more exact one is known */
  readonly message: string;
  readonly retryAfterMs?: number;
  /** when a mute or ban ends, in ms since 1970 */
  readonly until?: number;
  /** of a key that has another version (SPEC STATE-2) */
  readonly current?: KeyState;
  /** its status over HTTP, where a token would help: no token came (RFC 9110 §15.5.2) */
  readonly status?: 401;
}

/** A failure with the table's message, or with `detail` instead. */
export function failure(code: ErrorCode, detail?: string): Failure {
  return { code, message: detail ?? ERRORS[code].message };
}

/** A temporary failure, with the time after which a retry may succeed. */
export function failureWithRetry(code: ErrorCode, retryAfterMs: number): Failure {
  return { code, message: ERRORS[code].message, retryAfterMs };
}

/** When to repeat what a room could not store, or a room that could not be opened, in ms. */
const UNAVAILABLE_RETRY_MS = 5_000;

/** The room cannot do it for now; all it had acknowledged is stored. */
export function unavailable(): Failure {
  return failureWithRetry("unavailable", UNAVAILABLE_RETRY_MS);
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
