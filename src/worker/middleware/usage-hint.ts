/** A mistaken request from a terminal is told, besides what was wrong, how it is done (SPEC HTTP-12). */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { isTerminal } from "../content-negotiation.ts";
import { requestRoomUrl, usageLines } from "../usage.ts";

export const usageHint = createMiddleware<AppEnv>(async function usageHint(context, next) {
  await next();
  const { res, req } = context;
  const isClientError = res.status >= 400 && res.status < 500 && res.status !== 429;
  if (!isClientError || context.get("room") === undefined || !isTerminal(req.raw)) return;
  const problem = await res.json<Record<string, unknown>>();
  const problemWithUsage = { ...problem, usage: usageLines(requestRoomUrl(context)) };
  context.res = new Response(`${JSON.stringify(problemWithUsage, null, 2)}\n`, res);
});
