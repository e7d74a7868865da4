/** The keys with which a site vouches in one room, for its owners (SPEC VOUCH-11, HTTP-22). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { parseRoomKey } from "../../protocol/room-keys.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readObjectBody } from "../request-body.ts";
import { manageRoom } from "./manage.ts";

/** `PUT /r/{room}/keys/{kid}` with `{iss, alg, key, maxRole}`: `{kid, iss, alg, maxRole, createdAt}`. */
export async function putKey(context: Context<AppEnv>): Promise<Response> {
  const body = await readObjectBody(context.req.raw, readLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const key = parseRoomKey(context.req.param("kid") ?? "", body.value);
  if (!key.ok) return problem(key.failure);
  const added = await manageRoom(context, (stub, sender) => stub.putKey(sender, key.value));
  return added.ok ? jsonResponse(added.value) : problem(added.failure);
}

/** `GET /r/{room}/keys`: `{keys}`, without what they consist of. */
export async function getKeys(context: Context<AppEnv>): Promise<Response> {
  const keys = await manageRoom(context, (stub, sender) => stub.keys(sender));
  return keys.ok ? jsonResponse({ keys: keys.value }) : problem(keys.failure);
}

/** `DELETE /r/{room}/keys/{kid}`: removes it. Answers 204. */
export async function deleteKey(context: Context<AppEnv>): Promise<Response> {
  const kid = context.req.param("kid") ?? "";
  const removed = await manageRoom(context, (stub, sender) => stub.removeKey(sender, kid));
  return removed.ok ? new Response(null, { status: 204 }) : problem(removed.failure);
}
