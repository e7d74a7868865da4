/** A mistaken request from a terminal is told, besides what was wrong, how it is done (SPEC HTTP-12). */
import { createMiddleware } from "hono/factory";
import type { App } from "../env.ts";
import { isTerminal } from "../negotiate.ts";
import { roomUrl, usage } from "../usage.ts";

export const teach = createMiddleware<App>(async function teach(context, next) {
  await next();
  const { res, req } = context;
  const isMistake = res.status >= 400 && res.status < 500 && res.status !== 429;
  if (!isMistake || context.get("room") === undefined || !isTerminal(req.raw)) return;
  const problem = await res.json<Record<string, unknown>>();
  const taught = { ...problem, usage: usage(roomUrl(context)) };
  context.res = new Response(`${JSON.stringify(taught, null, 2)}\n`, res);
});
