/** The shared state of a room over HTTP (SPEC STATE-7). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { ERRORS, failure, type Failure } from "../../protocol/errors.ts";
import { stateKeySchema } from "../../protocol/fields.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { AppEnv } from "../env.ts";
import { conditionalJsonResponse, jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { readAnyJson } from "../request-body.ts";
import { executeWithKey } from "./commands.ts";

/** Also a weak one, which is what a proxy that compresses makes of ours. */
const ETAG = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;
const VERSION = /^[1-9]\d{0,14}$/;
/** No key ever has it. */
const NO_VERSION = Number.MAX_SAFE_INTEGER;
/** `If-Match: *` */
const ANY_VERSION = "any";
/** A key that others set all the time may have another version when the change comes than when it was read. */
const MAX_ATTEMPTS = 5;

type Condition = number | typeof ANY_VERSION | undefined;

/** `GET /r/{room}/state?after=KEY`: `{position, entries, more}`, in the order of the keys. */
export async function getState(context: Context<AppEnv>): Promise<Response> {
  const after = context.req.query("after") ?? "";
  const state = await readRoom(context, (stub, reader) => stub.state(reader, after));
  return state.ok ? jsonResponse(state.value) : problem(state.failure);
}

/** `GET /r/{room}/state/{key}`: its value, with its version as `ETag`. */
export async function getStateKey(context: Context<AppEnv>): Promise<Response> {
  const key = parseKey(context);
  if (!key.ok) return problem(key.failure);
  const entry = await readRoom(context, (stub, reader) => stub.key(reader, key.value));
  if (!entry.ok) return problem(entry.failure);
  const { version, value } = entry.value;
  return conditionalJsonResponse(context.req.raw, `${version}`, () => JSON.stringify(value));
}

/**
 * `PUT /r/{room}/state/{key}` with any JSON but `null`, and `DELETE` of the same; with `If-Match` only that version
 * (`*`: any), with `If-None-Match: *` only if it is not set. Answers the event, with the version as `ETag`.
 */
export async function changeStateKey(context: Context<AppEnv>): Promise<Response> {
  const key = parseKey(context);
  if (!key.ok) return problem(key.failure);
  const condition = readCondition(context);
  if (!condition.ok) return problem(condition.failure);
  const value = context.req.method === "PUT" ? await readValue(context) : ok(undefined);
  if (!value.ok) return problem(value.failure);
  const change = (ifVersion: number | undefined) =>
    executeWithKey(context, undefined, (id) => ({
      type: "state",
      id,
      key: key.value,
      value: value.value,
      ifVersion,
    }));
  return condition.value === ANY_VERSION
    ? changeAnyVersion(context, key.value, change)
    : change(condition.value);
}

/** Changes the key from the version that it has, again where another change came first; not if it is not set. */
async function changeAnyVersion(
  context: Context<AppEnv>,
  key: string,
  change: (ifVersion: number) => Promise<Response>,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const entry = await readRoom(context, (stub, reader) => stub.key(reader, key));
    if (!entry.ok && entry.failure.code !== "not_found") return problem(entry.failure);
    const answer = await change(entry.ok ? entry.value.version : NO_VERSION);
    if (!entry.ok || answer.status !== ERRORS.version_mismatch.status || attempt === MAX_ATTEMPTS)
      return answer;
  }
}

function parseKey(context: Context<AppEnv>): Result<string, Failure> {
  const key = stateKeySchema.try(context.req.param("key") ?? "");
  if (key.ok) return ok(key.value);
  return fail(failure("bad_request", "A key has 1 to 64 letters, digits or _~.:+=-, without a dot first."));
}

async function readValue(context: Context<AppEnv>): Promise<Result<unknown, Failure>> {
  const body = await readAnyJson(context.req.raw, readLimits(context.env));
  if (!body.ok || JSON.stringify(body.value) !== "null") return body;
  return fail(failure("bad_request", "No key holds null: DELETE removes it."));
}

/** The version that the key must have (RFC 9110 §13.1); 0 if it must not be set. */
function readCondition(context: Context<AppEnv>): Result<Condition, Failure> {
  const ifMatch = context.req.header("If-Match");
  const ifNoneMatch = context.req.header("If-None-Match");
  if (ifMatch === undefined && ifNoneMatch === undefined) return ok(undefined);
  if (ifMatch === undefined && ifNoneMatch === "*") return ok(0);
  if (ifMatch === "*" && ifNoneMatch === undefined) return ok(ANY_VERSION);
  const tag = ifNoneMatch === undefined ? ETAG.exec(ifMatch ?? "")?.[1] : undefined;
  if (tag !== undefined) return ok(VERSION.test(tag) ? Number(tag) : NO_VERSION);
  return fail(
    failure("bad_request", 'Send "If-Match" with one ETag of the key or *, or "If-None-Match: *".'),
  );
}
