/** What `/r/{room}` is for whoever asks (SPEC HTTP-1). */

export type RoomForm = "socket" | "info" | "transcript" | "embed" | "page";

/** What the answer depends on, for caches. */
export const NEGOTIATED_BY = "Accept, User-Agent, Sec-Fetch-Dest";

/** People at a terminal, who are better served by text than by a page. */
const TERMINAL = /^(curl|wget|httpie)\b/i;

export function isUpgrade(request: Request): boolean {
  return request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}

export function negotiateForm(request: Request): RoomForm {
  if (isUpgrade(request)) return "socket";
  const accepted = acceptedTypes(request.headers.get("Accept"));
  if (accepted.has("application/json")) return "info";
  if (accepted.has("text/plain")) return "transcript";
  if (accepted.has("*/*") && TERMINAL.test(request.headers.get("User-Agent") ?? "")) return "transcript";
  return request.headers.get("Sec-Fetch-Dest") === "iframe" ? "embed" : "page";
}

/** The media types of an `Accept` header, without their parameters; none given means anything (RFC 9110 §12.5.1). */
export function acceptedTypes(header: string | null): ReadonlySet<string> {
  const types = (header ?? "").split(",").map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());
  return new Set(types.every((type) => type === "") ? ["*/*"] : types);
}
