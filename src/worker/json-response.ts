/** JSON responses, each with a line break at the end, so that a terminal's prompt starts on a new line. */

import { answerBody } from "./bridge/large-answer.ts";

/** A response whose body is already encoded as JSON, or is a stream of it that ends with a line break. */
export function jsonTextResponse(
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
  status = 200,
): Response {
  return new Response(typeof body === "string" ? answerBody(`${body}\n`) : body, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

export function jsonResponse(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return jsonTextResponse(JSON.stringify(body), headers, status);
}

/** A JSON response as {@link conditionalResponse}. */
export function conditionalJsonResponse(request: Request, version: string, body: () => string): Response {
  return conditionalResponse(request, version, (headers) => jsonTextResponse(body(), headers));
}

/**
 * A response with `version` as its `ETag`, or 304 without a body if `If-None-Match` names it (RFC 9110 §8.8.3,
 * §13.1.2). `respond` is called only where the body is sent, with headers that its response has to have.
 */
export function conditionalResponse(
  request: Request,
  version: string,
  respond: (headers: Record<string, string>) => Response,
): Response {
  const ETag = `"${version}"`;
  const headers = { ETag, "Cache-Control": "no-cache" };
  return matchesETag(request, ETag) ? new Response(null, { status: 304, headers }) : respond(headers);
}

function matchesETag(request: Request, etag: string): boolean {
  const etags = (request.headers.get("If-None-Match") ?? "").split(",");
  return etags.some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
