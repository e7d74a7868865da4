import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { searcherOf } from "../searcher.ts";
import { callRoom } from "../room-stub.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

/** `GET /r/{room}/search?q=&before=SEQ` (SPEC SEARCH-1): `{position, events, more, before?}`, newest first. */
export async function getSearch(context: Context<AppEnv>): Promise<Response> {
  const query = context.req.query("q");
  if (query === undefined) return problem(failure("bad_request", 'Set "q" to the words to look for.'));
  const before = parseIntegerParameter("before", context.req.query("before"), {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
  });
  if (!before.ok) return problem(before.failure);
  const found = await callRoom(context.env, context.get("room"), (stub) =>
    stub.search({ query, before: before.value, ...searcherOf(context) }),
  );
  return found.ok ? jsonResponse(found.value) : problem(found.failure);
}
