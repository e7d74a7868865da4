/** Refuses every request of a deployment whose variables are wrong, not only those that happen to read one. */
import { createMiddleware } from "hono/factory";
import { checkConfiguration } from "../durable-object/configuration.ts";
import { failure } from "../protocol/errors.ts";
import type { AppEnv } from "./env.ts";
import { problem } from "./problem.ts";

/**
 * Answers with the sentence that says what is wrong (SPEC LIM-6): 503, so that clients try again. `/health` answers 500:
 * waiting does not help, and a monitor must not take it for a busy server.
 */
export const refuseMisconfigured = createMiddleware<AppEnv>(
  async function refuseMisconfigured(context, next) {
    const configuration = checkConfiguration(context.env);
    if (configuration.ok) return next();
    const { message } = configuration.failure;
    return problem(failure(context.req.path === "/health" ? "internal" : "unavailable", message));
  },
);
