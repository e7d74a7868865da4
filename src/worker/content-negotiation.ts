/** What `/r/{room}` answers with, by the request's headers (SPEC HTTP-1). */
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { HTML_FORMAT } from "../transport/handshake.ts";

export type RoomRepresentation = "help" | "events" | "info" | "transcript" | "embed" | "page";

/** The request headers that the answer depends on, for caches. */
export const VARY_HEADER = "Accept, User-Agent, Sec-Fetch-Dest";

/** Command-line clients, whose users are better served by text than by a page. */
const TERMINAL = /^(curl|wget|httpie)\b/i;

/** What a page of another site shows a document in: `Sec-Fetch-Dest` (Fetch Metadata §2.1). */
const FRAME_DESTINATIONS: ReadonlySet<string> = new Set(["iframe", "frame", "object", "embed"]);

const PAGE_TYPE = "text/html";
const EVENTS_TYPE = "text/event-stream";

/** In the order in which they are considered. */
const REPRESENTATION_BY_TYPE: ReadonlyMap<string, RoomRepresentation> = new Map([
  [EVENTS_TYPE, "events"],
  ["application/json", "info"],
  ["text/plain", "transcript"],
]);

type Match = NonNullable<Parameters<typeof accepts>[1]["match"]>;

export function isWebSocketUpgrade(request: Request): boolean {
  return request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}

export function negotiateRepresentation(context: Context): RoomRepresentation {
  if (context.req.query("help") !== undefined) return "help";
  const type = accepts(context, {
    header: "Accept",
    supports: [...REPRESENTATION_BY_TYPE.keys()],
    default: PAGE_TYPE,
    match: matchRoomType,
  });
  const representation = REPRESENTATION_BY_TYPE.get(type);
  if (representation !== undefined) return representation;
  if (isTerminal(context)) return "transcript";
  return isFrameRequest(context) ? "embed" : "page";
}

/** Whether the browser says that it shows the answer in a frame. */
export function isFrameRequest({ req }: Context): boolean {
  return FRAME_DESTINATIONS.has(req.header("Sec-Fetch-Dest") ?? "");
}

/** Whether `?as=html` asks for escaped HTML instead of text or JSON (SPEC HTML-1); `bad_request` for another format. */
export function asksForHtml(context: Context): Result<boolean, Failure> {
  const format = context.req.query("as");
  if (format === undefined || format === HTML_FORMAT) return ok(format === HTML_FORMAT);
  return fail(failure("bad_request", `"as" is "${HTML_FORMAT}".`));
}

/** Whether `Accept` names HTML beside events: htmx sends it so, and puts what comes into its page as HTML. */
export function acceptsHtmlEvents(context: Context): boolean {
  const names = (type: string) =>
    accepts(context, { header: "Accept", supports: [type], default: "", match: matchExactly }) === type;
  return names(EVENTS_TYPE) && names(PAGE_TYPE);
}

/** Whether the client is a command-line tool that accepts any type: its user reads the answer in a terminal. */
export function isTerminal(context: Context): boolean {
  return acceptsExactly(context, "*/*") && TERMINAL.test(context.req.header("User-Agent") ?? "");
}

/** Whether `Accept` names this very range. A request without the header accepts any type (RFC 9110 §12.5.1). */
export function acceptsExactly(context: Context, range: "text/html" | "text/plain" | "*/*"): boolean {
  return (
    accepts(context, { header: "Accept", supports: [range], default: "*/*", match: matchExactly }) === range
  );
}

/**
 * The first of `supports` that is ahead of a page in `ranges`, which hono sorts by weight and, where weights are equal,
 * leaves in the header's order. Wildcards do not count: what accepts any type gets a page. Events need more weight than
 * a page, not only an earlier place.
 */
const matchRoomType: Match = (ranges, { supports, default: pageType }) => {
  const accepted = ranges
    .filter(({ q }) => q > 0)
    .map(({ type, q }) => ({ type: type.toLowerCase(), weight: q }));
  const pageIndex = accepted.findIndex(({ type }) => type === pageType);
  const pageWeight = accepted[pageIndex]?.weight ?? 0;
  const ahead = pageIndex === -1 ? accepted : accepted.slice(0, pageIndex);
  const preferred = ahead.filter(({ type, weight }) => type !== EVENTS_TYPE || weight > pageWeight);
  return supports.find((supported) => preferred.some(({ type }) => type === supported)) ?? pageType;
};

const matchExactly: Match = (ranges, { supports }) =>
  ranges.find(({ type, q }) => q > 0 && supports.includes(type.toLowerCase()))?.type.toLowerCase() ?? "";
