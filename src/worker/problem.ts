/** Failures over HTTP: `application/problem+json` (RFC 9457), from the same table as on the wire. */
import { ERRORS, failure, type ErrorCode, type Failure } from "../protocol/errors.ts";

/**
 * The answer for a failure: `{type, title, status, code, detail}`, `Retry-After` (RFC 9110 §10.2.3, whole seconds)
 * where waiting helps, and `headers` besides.
 */
export function problem(
  { code, message, retryAfterMs }: Failure,
  headers: Record<string, string> = {},
): Response {
  const { status, message: title } = ERRORS[code];
  const body = { type: "about:blank", title, status, code, detail: message };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...(retryAfterMs === undefined ? {} : { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) }),
      ...headers,
    },
  });
}

/** The answer for an error of the table, with `detail` where more is known. */
export function problemOf(code: ErrorCode, detail?: string): Response {
  return problem(failure(code, detail));
}
