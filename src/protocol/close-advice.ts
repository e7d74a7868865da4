/**
 * What a client does about a close: the part of the closes' table that it carries. The range decides, so that an old
 * client handles a new code; these are the codes that a client tells apart by themselves.
 */

export type CloseAdvice =
  /** reconnect with backoff */
  | "retry"
  /** get a new token once, then reconnect; a second time it is final */
  | "refresh_token"
  /** stop and say why */
  | "stop";

export const CLOSE_CODES = {
  binary_frame: 1003,
  frame_too_large: 1009,
  invalid_name: 4500,
  invalid_room_name: 4501,
  unsupported_protocol: 4502,
  invalid_token: 4503,
  expired_token: 4504,
} as const;

/** What to do about `code`, known or not. Everything outside the terminal range may be tried again. */
export function adviceFor(code: number): CloseAdvice {
  if (code === CLOSE_CODES.invalid_token || code === CLOSE_CODES.expired_token) return "refresh_token";
  return code === CLOSE_CODES.binary_frame || (code >= 4500 && code <= 4999) ? "stop" : "retry";
}
