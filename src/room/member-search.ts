/** Search for present members by the beginning of their names (SPEC HTTP-16). */
import { failure, type Failure } from "../protocol/errors.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { fold } from "../text/folding.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { RoomState } from "./context.ts";
import { rateFailure } from "./limit-failures.ts";
import type { SearchKeys, Throttle } from "./rates/throttle.ts";
import type { MemberRoster } from "./roster.ts";

const MAX_FOUND = 20;
const MAX_PREFIX_CHARACTERS = 100;

interface MemberSearchContext {
  readonly state: RoomState | undefined;
  readonly searcher: SearchKeys;
  readonly roster: MemberRoster;
  readonly throttle: Throttle;
  readonly now: number;
}

export function searchMembers(
  { state, searcher, roster, throttle, now }: MemberSearchContext,
  requested: string,
): Result<Members, Failure> {
  const prefix = requested.trim();
  if (fold(prefix) === "" || prefix.length > MAX_PREFIX_CHARACTERS)
    return fail(
      failure(
        "bad_request",
        `"prefix" is the beginning of a name, of at most ${MAX_PREFIX_CHARACTERS} characters.`,
      ),
    );
  if (state === undefined) return ok({ count: 0, list: [] });
  const verdict = throttle.search(searcher, now);
  if (verdict.kind !== "admitted") return fail(rateFailure(verdict));
  return ok({ count: roster.count, list: roster.named(prefix, MAX_FOUND) });
}
