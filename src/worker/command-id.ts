/** The command id of a request, which makes a retry idempotent (SPEC HTTP-4). */
import type { Context } from "hono";
import { failure, type Failure } from "../protocol/errors.ts";
import { commandIdSchema } from "../protocol/fields.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { AppEnv } from "./env.ts";

/**
 * A structured-field string and its parameters (RFC 9651 §3.3.3), as draft-ietf-httpapi-idempotency-key-header writes
 * the key. An escaped character cannot be part of a command id.
 */
const QUOTED_KEY = /^"([^"\\]*)" *(?:;.*)?$/;

/**
 * The `Idempotency-Key` header, bare or in quotation marks, else the body's `id`; undefined if there is neither,
 * `bad_request` if it is malformed.
 */
export function requestCommandId(
  context: Context<AppEnv>,
  bodyId: string | undefined,
): Result<string | undefined, Failure> {
  const header = context.req.header("Idempotency-Key");
  const id = header === undefined ? bodyId : (QUOTED_KEY.exec(header)?.[1] ?? header);
  if (id === undefined || commandIdSchema.try(id).ok) return ok(id);
  return fail(failure("bad_request", "An Idempotency-Key has 1 to 64 letters, digits or _.:~+/=-."));
}
