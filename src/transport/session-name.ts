/** The session that a client names, and the number of its attempt to join (SPEC READ-2). */
import { failure, type Failure } from "../protocol/errors.ts";
import { commandIdSchema } from "../protocol/fields.ts";
import { fail, ok, type Result } from "../text/result.ts";

const WHOLE_NUMBER = /^(0|[1-9]\d{0,14})$/;

/** `session`, in the form of a command id; undefined if it is absent. */
export function parseSessionName(text: string | undefined): Result<string | undefined, Failure> {
  if (text === undefined || commandIdSchema.try(text).ok) return ok(text);
  return fail(failure("bad_request", '"session" has 1 to 64 letters, digits or _.:~+/=-.'));
}

/** `generation`; undefined if it is absent. */
export function parseGeneration(text: string | undefined): Result<number | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  if (WHOLE_NUMBER.test(text)) return ok(Number(text));
  return fail(failure("bad_request", '"generation" is a whole number from 0.'));
}
