/** Maps a refusal over HTTP to the close code that a socket would get (SPEC SSE-5, RFC 9457). */
import { CLOSES, type CloseName } from "../../protocol/close-codes.ts";
import { ABNORMAL_CLOSURE, type LinkClosure } from "../link.ts";
import { parseProblem, retryAfterMs } from "../problem-details.ts";

/** Any other problem is the network's, not the room's. */
const CLOSE_BY_PROBLEM: Readonly<Record<string, CloseName>> = {
  invalid_name: "invalid_name",
  invalid_room_name: "invalid_room_name",
  invalid_token: "invalid_token",
  expired_token: "expired_token",
  revoked_token: "revoked_token",
  banned: "banned",
  kicked: "kicked",
  members_only: "members_only",
  room_deleted: "room_deleted",
  room_not_found: "room_not_found",
  room_full: "room_full",
  rate_limited: "flood",
  too_many_connections: "too_many_connections",
  session_ended: "replaced",
  overloaded: "unavailable",
  unavailable: "unavailable",
  too_large: "frame_too_large",
};

/**
 * The closure for a response's body and its header `Retry-After`; abnormal if the room did not write it.
 */
export function closureOf(body: string, retryAfter: string | null): LinkClosure {
  const problem = parseProblem(body);
  const name =
    problem !== undefined && Object.hasOwn(CLOSE_BY_PROBLEM, problem.code)
      ? CLOSE_BY_PROBLEM[problem.code]
      : undefined;
  if (problem === undefined || name === undefined) return ABNORMAL_CLOSURE;
  const { code, reason } = CLOSES[name];
  return { code, reason: problem.detail ?? reason, isClean: true, ...retryAfterMs(retryAfter) };
}
