/** Keeps what a token gives out of caches (SPEC PRIV-5): every answer to a request with one, also of a route to come. */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";

const DIRECTIVES = "private, no-store";
/** Proxies that compress a stream hold it back (RFC 9111 §5.2.2.6). */
const NO_TRANSFORM = "no-transform";

export const privateAnswers = createMiddleware<AppEnv>(async function privateAnswers(context, next) {
  await next();
  if (context.req.header("Authorization") === undefined) return;
  const { headers } = context.res;
  const isStream = headers.get("Cache-Control")?.includes(NO_TRANSFORM) === true;
  headers.set("Cache-Control", isStream ? `${DIRECTIVES}, ${NO_TRANSFORM}` : DIRECTIVES);
});
