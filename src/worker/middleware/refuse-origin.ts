/** Refuses what pages of sites send that the deployment does not allow (SPEC EMBED-4). */
import { createMiddleware } from "hono/factory";
import { failure } from "../../protocol/errors.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";

export const refuseOrigin = createMiddleware<AppEnv>(async function refuseOrigin({ req, env }, next) {
  if (isAllowedOrigin(req.raw, env)) return next();
  return problem(failure("forbidden", "This site's pages may not use the room."));
});
