/** Searches for messages and for members: by query for people, by body for clients (SPEC SEARCH-7). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { failure } from "../../protocol/errors.ts";
import { memberSearchBodySchema, searchBodySchema } from "../../protocol/http-bodies.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { readJsonBody } from "../request-body.ts";
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
  return searchMessages(context, query, before.value);
}

/** `POST /r/{room}/search` with `{q, before?}`: the same, with the words in no URL. */
export async function postSearch(context: Context<AppEnv>): Promise<Response> {
  const body = await readJsonBody(context.req.raw, readLimits(context.env), searchBodySchema);
  if (!body.ok) return problem(body.failure);
  return searchMessages(context, body.value.q, body.value.before);
}

/** `POST /r/{room}/members` with `{prefix}`: the members whose names begin so, as `GET` with `?prefix=` (SPEC HTTP-16). */
export async function postMembers(context: Context<AppEnv>): Promise<Response> {
  const body = await readJsonBody(context.req.raw, readLimits(context.env), memberSearchBodySchema);
  if (!body.ok) return problem(body.failure);
  return searchMembers(context, body.value.prefix);
}

export async function searchMembers(context: Context<AppEnv>, prefix: string): Promise<Response> {
  const found = await readRoom(context, (stub, reader) => stub.members(reader, prefix));
  return found.ok ? jsonResponse(found.value) : problem(found.failure);
}

async function searchMessages(
  context: Context<AppEnv>,
  query: string,
  before: number | undefined,
): Promise<Response> {
  const found = await readRoom(context, (stub, reader) => stub.search(reader, { query, before }));
  return found.ok ? jsonResponse(found.value) : problem(found.failure);
}
