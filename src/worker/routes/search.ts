import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import { rateAddress } from "../../transport/address.ts";
import { bearerToken } from "../../transport/handshake.ts";
import type { App } from "../env.ts";
import { json } from "../json.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";
import { wholeNumber } from "./query.ts";

/** `?q=&before=SEQ` → `{position, events, more, before?}`, newest first (SPEC SEARCH-1). */
export async function search(context: Context<App>): Promise<Response> {
  const query = context.req.query("q");
  if (query === undefined) return problem(failure("bad_request", 'Say in "q" what to look for.'));
  const before = wholeNumber("before", context.req.query("before"), { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (!before.ok) return problem(before.failure);
  const token = bearerToken(context.req.header("Authorization") ?? null);
  const address = rateAddress(context.req.header("CF-Connecting-IP") ?? null);
  const found = await callRoom(context.env, context.get("room"), (stub) =>
    stub.search({ query, before: before.value, token, address }),
  );
  return found.ok ? json(found.value) : problem(found.failure);
}
