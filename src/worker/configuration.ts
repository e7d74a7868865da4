/** Refuses every request of a deployment whose variables are wrong, not only those that happen to read one. */
import { createMiddleware } from "hono/factory";
import { checkConfiguration } from "../durable-object/configuration.ts";
import { failure, unavailable, type Failure } from "../protocol/errors.ts";
import type { AppEnv, Env } from "./env.ts";
import { problem } from "./problem.ts";

/** Why the deployment refuses every request and socket (SPEC LIM-6); undefined if it does not. */
export function misconfiguration(env: Env): Failure | undefined {
  const configuration = checkConfiguration(env);
  if (configuration.ok) return undefined;
  return { ...unavailable(), message: configuration.failure.message };
}

/**
 * Answers with the sentence that says what is wrong (SPEC LIM-6): 503, so that clients try again. `/health` answers 500:
 * waiting does not help, and a monitor must not take it for a busy server.
 */
export const refuseMisconfigured = createMiddleware<AppEnv>(
  async function refuseMisconfigured(context, next) {
    const refused = misconfiguration(context.env);
    if (refused === undefined) return next();
    return problem(context.req.path === "/health" ? failure("internal", refused.message) : refused);
  },
);
