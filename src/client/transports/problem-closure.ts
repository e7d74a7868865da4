/** What a refusal over HTTP means, in the words of a socket's close (SPEC SSE-5, RFC 9457). */
import { CLOSES, type CloseName } from "../../protocol/close-codes.ts";
import { ABNORMAL_CLOSURE, type LinkClosure } from "../link.ts";
import { parseProblem } from "../problem-details.ts";

/** Everything that is not here says nothing of the room, only of the way to it. */
const CLOSE_BY_PROBLEM: Readonly<Record<string, CloseName>> = {
  invalid_name: "invalid_name",
  invalid_room_name: "invalid_room_name",
  invalid_token: "invalid_token",
  expired_token: "expired_token",
  room_full: "room_full",
  rate_limited: "flood",
  overloaded: "unavailable",
  unavailable: "unavailable",
  too_large: "frame_too_large",
};

/** A body that is no problem of ours comes from something in between. */
export function closureOf(body: string): LinkClosure {
  const problem = parseProblem(body);
  const name =
    problem !== undefined && Object.hasOwn(CLOSE_BY_PROBLEM, problem.code)
      ? CLOSE_BY_PROBLEM[problem.code]
      : undefined;
  if (problem === undefined || name === undefined) return ABNORMAL_CLOSURE;
  const { code, reason } = CLOSES[name];
  return { code, reason: problem.detail ?? reason, isClean: true };
}
