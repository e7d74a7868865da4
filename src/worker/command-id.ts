/** The id under which a request's command is known again (SPEC HTTP-4). */
import type { Context } from "hono";
import { failure, type Failure } from "../protocol/errors.ts";
import { commandIdSchema } from "../protocol/fields.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { AppEnv } from "./env.ts";

/** The `Idempotency-Key`, else the body's own id; undefined where there is neither. */
export function requestCommandId(
  context: Context<AppEnv>,
  bodyId: string | undefined,
): Result<string | undefined, Failure> {
  const id = context.req.header("Idempotency-Key") ?? bodyId;
  if (id === undefined || commandIdSchema.try(id).ok) return ok(id);
  return fail(failure("bad_request", "An Idempotency-Key has 1 to 64 letters, digits or _.:~+/=-."));
}
