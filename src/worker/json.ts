/** JSON answers: one line, so that a terminal's prompt begins on the next. */

/** A body that is JSON already, as text. */
export function jsonText(body: string, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(`${body}\n`, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

export function json(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return jsonText(JSON.stringify(body), headers, status);
}

/** An answer that its asker may have already (RFC 9110 §8.8.3, §13.1.2): then 304, without a body. */
export function revalidated(request: Request, version: string, body: () => string): Response {
  const ETag = `"${version}"`;
  const headers = { ETag, "Cache-Control": "no-cache" };
  return isKnown(request, ETag) ? new Response(null, { status: 304, headers }) : jsonText(body(), headers);
}

function isKnown(request: Request, etag: string): boolean {
  const known = (request.headers.get("If-None-Match") ?? "").split(",");
  return known.some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
