/** Parses query parameters. */
import { failure, type Failure } from "../../protocol/errors.ts";
import { fail, ok, type Result } from "../../text/result.ts";

/** A whole number from `min` to `max`; undefined if the parameter is absent, `bad_request` if it is anything else. */
export function parseIntegerParameter(
  name: string,
  text: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): Result<number | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return ok(value);
  return fail(failure("bad_request", `"${name}" is a whole number from ${min} to ${max}.`));
}

/** The seq in a message's path; undefined if it cannot be one. */
export function parseSeq(text: string | undefined): number | undefined {
  const seq = parseIntegerParameter("seq", text, { min: 1, max: Number.MAX_SAFE_INTEGER });
  return seq.ok ? seq.value : undefined;
}
