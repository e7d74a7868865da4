/** JSON answers: one line, so that a terminal's prompt begins on the next. */

/** A body that is JSON already, as text. */
export function jsonTextResponse(body: string, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(`${body}\n`, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

export function jsonResponse(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return jsonTextResponse(JSON.stringify(body), headers, status);
}

/** An answer that its asker may have already (RFC 9110 §8.8.3, §13.1.2): then 304, without a body. */
export function conditionalJsonResponse(request: Request, version: string, body: () => string): Response {
  const ETag = `"${version}"`;
  const headers = { ETag, "Cache-Control": "no-cache" };
  return matchesETag(request, ETag)
    ? new Response(null, { status: 304, headers })
    : jsonTextResponse(body(), headers);
}

function matchesETag(request: Request, etag: string): boolean {
  const etags = (request.headers.get("If-None-Match") ?? "").split(",");
  return etags.some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
