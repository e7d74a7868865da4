/** `GET /oembed?url=&format=&maxwidth=&maxheight=` (SPEC HTTP-26, oembed.com): how to show the room of a link. */
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { readConfiguration } from "../../durable-object/configuration.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomName } from "../../text/room-names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { foreignOrigin } from "../../transport/foreign-origin.ts";
import type { AppEnv } from "../env.ts";
import { embedHtml, type EmbedSize } from "../pages/embed-html.ts";
import { roomTitle } from "../pages/room-preview.ts";
import { presentRoom } from "../present-room.ts";
import { problem } from "../problem.ts";
import { parseRoomPath } from "../room-path.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const DEFAULT_SIZE: EmbedSize = { width: 640, height: 560 };
const ANY_SIZE = { min: 1, max: Number.MAX_SAFE_INTEGER };
/** A room's title and who may read it can change: how long an answer may be kept, in s. */
const CACHE_AGE_S = 3_600;

/** What of a room has a page that may be linked to. */
const SHOWN_SUBPATHS: ReadonlySet<string> = new Set(["", "/embed", "/plain"]);

interface LinkedRoom {
  readonly room: RoomName;
  /** its own URL, percent-encoded, under the origin of the link */
  readonly url: string;
  readonly origin: string;
}

export async function getOembed(context: Context<AppEnv>): Promise<Response> {
  const format = context.req.query("format") ?? "json";
  if (format !== "json" && format !== "xml")
    return problem(failure("not_acceptable", '"format" is json or xml.'));
  const size = requestedSize(context);
  if (!size.ok) return problem(size.failure);
  const linked = linkedRoom(context);
  if (!linked.ok) return problem(linked.failure);
  const { room, url, origin } = linked.value;
  context.set("room", room);
  const presented = await presentRoom(context);
  if (!presented.ok) return problem(presented.failure);
  if (presented.value.isPrivate) return problem({ ...failure("members_only"), status: 401 });
  const title = roomTitle({ room, presentation: presented.value });
  const rich = {
    version: "1.0",
    type: "rich",
    title,
    provider_name: "Majlis",
    provider_url: origin,
    cache_age: CACHE_AGE_S,
    ...size.value,
    html: embedHtml(url, title, size.value),
  };
  context.header("Cache-Control", "public, max-age=300");
  return format === "json"
    ? context.json(rich)
    : context.body(xmlOf(rich), 200, { "Content-Type": "text/xml; charset=utf-8" });
}

/** No larger than the site allows, which may be smaller than a room is usable in: what is shown there is up to the site. */
function requestedSize({ req }: Context<AppEnv>): Result<EmbedSize, Failure> {
  const width = parseIntegerParameter("maxwidth", req.query("maxwidth"), ANY_SIZE);
  if (!width.ok) return width;
  const height = parseIntegerParameter("maxheight", req.query("maxheight"), ANY_SIZE);
  if (!height.ok) return height;
  return ok({
    width: Math.min(width.value ?? DEFAULT_SIZE.width, DEFAULT_SIZE.width),
    height: Math.min(height.value ?? DEFAULT_SIZE.height, DEFAULT_SIZE.height),
  });
}

/** The room of the parameter `url`, if it is one of this deployment. */
function linkedRoom({ req, env }: Context<AppEnv>): Result<LinkedRoom, Failure> {
  const link = req.query("url");
  if (link === undefined) return fail(failure("bad_request", '"url" is the URL of a room.'));
  const { origin, pathname } = URL.canParse(link) ? new URL(link) : { origin: "null", pathname: "" };
  const path = parseRoomPath(pathname);
  const isOurs = foreignOrigin(origin, req.url, readConfiguration(env).policy.origin) === undefined;
  if (!isOurs || !path?.name.ok || !SHOWN_SUBPATHS.has(path.subpath)) return fail(failure("not_found"));
  return ok({ room: path.name.value, origin, url: `${origin}/r/${encodeURIComponent(path.name.value)}` });
}

/** The characters of a title that no XML may have, not even as references (XML 1.0 §2.2). */
const NOT_IN_XML = /[\ufffe\uffff]/gu;

function xmlOf(members: Readonly<Record<string, string | number>>): string {
  const elements = Object.entries(members).map(
    ([name, value]) => html`<${raw(name)}>${`${value}`.replace(NOT_IN_XML, "")}</${raw(name)}>`,
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>${html`<oembed>${elements}</oembed>`}\n`;
}
