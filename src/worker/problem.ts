/**
 * Failures over HTTP: `application/problem+json` (RFC 9457), from the same table of errors as the WebSocket protocol.
 */
import { ERRORS, type Failure } from "../protocol/errors.ts";

const MEDIA_TYPE = "application/problem+json";

/**
 * The answer for a failure: `{type, title, status, code, detail, until?, current?}`, with `Retry-After` (RFC 9110 §10.2.3, in whole
 * seconds) where a retry helps, and with `headers`. `extensions` are further members of the body (RFC 9457 §3.2).
 */
export function problem(
  { code, message, retryAfterMs, until, current, ...failed }: Failure,
  headers: Record<string, string> = {},
  extensions: Record<string, string> = {},
): Response {
  const { message: title } = ERRORS[code];
  const status = failed.status ?? ERRORS[code].status;
  const body = { type: "about:blank", title, status, code, detail: message, until, current, ...extensions };
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: {
      "Content-Type": MEDIA_TYPE,
      "Cache-Control": "no-store",
      // RFC 9110 §15.5.2 requires it. No browser asks for a password because of this scheme.
      ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
      ...retryAfterHeader({ retryAfterMs }),
      ...(current === undefined ? {} : { ETag: `"${current.version}"` }),
      ...headers,
    },
  });
}

/** `Retry-After` in whole seconds (RFC 9110 §10.2.3), where a retry helps. */
export function retryAfterHeader({
  retryAfterMs,
}: {
  readonly retryAfterMs?: number | undefined;
}): Record<string, string> {
  return retryAfterMs === undefined ? {} : { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) };
}

export function isProblem({ headers }: Response): boolean {
  return headers.get("Content-Type") === MEDIA_TYPE;
}
