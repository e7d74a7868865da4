/** Adds usage examples to the problem that answers a mistaken request from a terminal (SPEC HTTP-12). */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { isTerminal } from "../content-negotiation.ts";
import { isProblem } from "../problem.ts";
import { requestRoomUrl, usageLines } from "../usage.ts";

export const usageHint = createMiddleware<AppEnv>(async function usageHint(context, next) {
  await next();
  const { res } = context;
  const isClientError = res.status >= 400 && res.status < 500 && res.status !== 429;
  if (!isClientError || !isProblem(res) || context.get("room") === undefined || !isTerminal(context)) return;
  const problem = await res.json<Record<string, unknown>>();
  const problemWithUsage = { ...problem, usage: usageLines(requestRoomUrl(context)) };
  context.res = new Response(`${JSON.stringify(problemWithUsage, null, 2)}\n`, res);
});
