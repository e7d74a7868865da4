/**
 * What a client does after a close: the part of the table of close codes that its bundle carries. The range of a code
 * decides, so that an old client handles a new code; a client distinguishes only the codes listed here.
 */

export type CloseAdvice =
  /** reconnect with backoff */
  | "retry"
  /** get a new token once, then reconnect; a second time it is final */
  | "refresh_token"
  /** stop and show the reason */
  | "stop";

export const CLOSE_CODES = {
  binary_frame: 1003,
  frame_too_large: 1009,
  flood: 4002,
  invalid_ticket: 4007,
  invalid_name: 4500,
  invalid_room_name: 4501,
  unsupported_protocol: 4502,
  invalid_token: 4503,
  expired_token: 4504,
  revoked_token: 4505,
  banned: 4506,
  kicked: 4507,
  members_only: 4508,
  room_deleted: 4509,
  room_not_found: 4511,
} as const;

/** What to do after a close with `code`, known or not. Codes outside the terminal range are retried. */
export function adviceFor(code: number): CloseAdvice {
  if (code >= CLOSE_CODES.invalid_token && code <= CLOSE_CODES.revoked_token) return "refresh_token";
  return code === CLOSE_CODES.binary_frame || (code >= 4500 && code <= 4999) ? "stop" : "retry";
}
