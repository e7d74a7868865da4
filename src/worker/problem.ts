/**
 * Failures over HTTP: `application/problem+json` (RFC 9457), from the same table of errors as the WebSocket protocol.
 */
import { ERRORS, type Failure } from "../protocol/errors.ts";

const MEDIA_TYPE = "application/problem+json";

/**
 * The answer for a failure: `{type, title, status, code, detail}`, with `Retry-After` (RFC 9110 §10.2.3, in whole
 * seconds) where a retry helps, and with `headers`. `extensions` are further members of the body (RFC 9457 §3.2).
 */
export function problem(
  { code, message, retryAfterMs }: Failure,
  headers: Record<string, string> = {},
  extensions: Record<string, string> = {},
): Response {
  const { status, message: title } = ERRORS[code];
  const body = { type: "about:blank", title, status, code, detail: message, ...extensions };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      "Content-Type": MEDIA_TYPE,
      "Cache-Control": "no-store",
      ...(retryAfterMs === undefined ? {} : { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) }),
      ...headers,
    },
  });
}

export function isProblem({ headers }: Response): boolean {
  return headers.get("Content-Type") === MEDIA_TYPE;
}
