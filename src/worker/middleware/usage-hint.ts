/** Adds usage examples to the problem that answers a mistaken request from a terminal (SPEC HTTP-12). */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { isTerminal } from "../content-negotiation.ts";
import { isProblem } from "../problem.ts";
import { requestRoomUrl, usageLines } from "../usage.ts";

export const usageHint = createMiddleware<AppEnv>(async function usageHint(context, next) {
  await next();
  const { res } = context;
  const isMistake = res.status >= 400 && res.status < 500 && res.status !== 410 && res.status !== 429;
  if (!isMistake || !isProblem(res) || context.get("room") === undefined || !isTerminal(context)) return;
  const problem = await res.json<Record<string, unknown>>();
  // At the address of no room nothing can be done.
  const usage = problem["code"] === "room_not_found" ? undefined : usageLines(requestRoomUrl(context));
  context.res = new Response(`${JSON.stringify({ ...problem, usage }, null, 2)}\n`, res);
});
