/** The command id of a request, which makes a retry idempotent (SPEC HTTP-4). */
import type { Context } from "hono";
import { failure, type Failure } from "../protocol/errors.ts";
import { commandIdSchema } from "../protocol/fields.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { AppEnv } from "./env.ts";

/**
 * The `Idempotency-Key` header, else the body's `id`; undefined if there is neither, `bad_request` if it is malformed.
 */
export function requestCommandId(
  context: Context<AppEnv>,
  bodyId: string | undefined,
): Result<string | undefined, Failure> {
  const id = context.req.header("Idempotency-Key") ?? bodyId;
  if (id === undefined || commandIdSchema.try(id).ok) return ok(id);
  return fail(failure("bad_request", "An Idempotency-Key has 1 to 64 letters, digits or _.:~+/=-."));
}
