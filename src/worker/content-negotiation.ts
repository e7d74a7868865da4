/** What `/r/{room}` is for whoever asks (SPEC HTTP-1). */

export type RoomRepresentation = "help" | "events" | "info" | "transcript" | "embed" | "page";

/** What the answer depends on, for caches. */
export const VARY_HEADER = "Accept, User-Agent, Sec-Fetch-Dest";

/** People at a terminal, who are better served by text than by a page. */
const TERMINAL = /^(curl|wget|httpie)\b/i;

export function isWebSocketUpgrade(request: Request): boolean {
  return request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}

export function negotiateRepresentation(request: Request): RoomRepresentation {
  if (new URL(request.url).searchParams.has("help")) return "help";
  const accepted = acceptedTypes(request.headers.get("Accept"));
  const prefers = (type: string) => (accepted.get(type) ?? 0) > (accepted.get("text/html") ?? 0);
  if (prefers("text/event-stream")) return "events";
  if (prefers("application/json") || isListedFirst(accepted, "application/json")) return "info";
  if (prefers("text/plain") || isListedFirst(accepted, "text/plain")) return "transcript";
  if (isTerminal(request)) return "transcript";
  return request.headers.get("Sec-Fetch-Dest") === "iframe" ? "embed" : "page";
}

/** Somebody at a terminal, who takes anything: what they get is to be read by them. */
export function isTerminal(request: Request): boolean {
  const acceptsAnything = acceptedTypes(request.headers.get("Accept")).has("*/*");
  return acceptsAnything && TERMINAL.test(request.headers.get("User-Agent") ?? "");
}

/**
 * The media types of an `Accept` header with their weights, in order, without those that are refused (`q=0`); none
 * given means anything (RFC 9110 §12.5.1).
 */
export function acceptedTypes(header: string | null): ReadonlyMap<string, number> {
  const ranges = (header ?? "").split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
    return [type, weight === undefined ? 1 : Number(weight)] as const;
  });
  const listed = ranges.filter(([type]) => type !== "");
  return new Map(listed.length === 0 ? [["*/*", 1]] : listed.filter(([, weight]) => weight > 0));
}

/** Of two that are wanted alike, the one named first is meant. */
function isListedFirst(accepted: ReadonlyMap<string, number>, type: string): boolean {
  const first = [...accepted.keys()].find((name) => name === type || name === "text/html");
  return first === type && (accepted.get(type) ?? 0) >= (accepted.get("text/html") ?? 0);
}
