import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

/** `GET /r/{room}/audit?before=ID` (SPEC MOD-9), with a moderator's token: `{entries, more, before?}`, newest first. */
export async function getAudit(context: Context<AppEnv>): Promise<Response> {
  const max = Number.MAX_SAFE_INTEGER;
  const before = parseIntegerParameter("before", context.req.query("before"), { min: 1, max });
  if (!before.ok) return problem(before.failure);
  const page = await readRoom(context, (stub, reader) => stub.audit(reader, before.value));
  return page.ok ? jsonResponse(page.value) : problem(page.failure);
}
