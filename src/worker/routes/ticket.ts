import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { addressKey } from "../../room/rates/address.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { parseSession, requestToken } from "../reader.ts";
import { readTicketBody } from "../request-body.ts";
import { requestOrigins } from "../request-origin.ts";
import { callRoom } from "../room-stub.ts";

/**
 * `POST /r/{room}/ticket?session=&generation=` (SPEC ID-16, PRIV-4): a ticket for the token's member, or for a new guest of
 * the body's `name`, with the role of its `key`. Answers `{ticket, at, self}`.
 */
export async function postTicket(context: Context<AppEnv>): Promise<Response> {
  const key = parseSession(context);
  if (!key.ok) return problem(key.failure);
  const token = requestToken(context);
  if (!token.ok) return problem(token.failure);
  const body = await readTicketBody(context.req.raw, readLimits(context.env));
  if (!body.ok) return problem(body.failure);
  const { session = "", generation = 0 } = key.value;
  const request = {
    token: token.value,
    name: body.value.name,
    key: body.value.key,
    address: addressKey(context.req.header("CF-Connecting-IP") ?? null),
    ...requestOrigins(context),
    // As for a join: without a session its generation does not count (SPEC READ-2).
    use: { session, generation: session === "" ? 0 : generation },
  };
  const granted = await callRoom(context.env, context.get("room"), (stub) => stub.ticket(request));
  return granted.ok ? jsonResponse(granted.value) : problem(granted.failure);
}
