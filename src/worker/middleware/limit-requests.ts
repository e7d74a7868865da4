/** Refuses requests of an address that makes too many, before they wake a room (SPEC LIM-15). */
import { createMiddleware } from "hono/factory";
import type { Context } from "hono";
import type { Failure } from "../../protocol/errors.ts";
import { acceptsExactly, negotiateRepresentation } from "../content-negotiation.ts";
import type { AppEnv } from "../env.ts";
import { problem, retryAfterHeader } from "../problem.ts";
import { parseRoomPath } from "../room-path.ts";
import { renderRefusedPage } from "../routes/plain.ts";
import { limitByAddress } from "../address-rate-limit.ts";

/** What the Worker answers by itself, below a room's URL: it asks the room only whether it was deleted, and not above the rate. */
const OWN_SUBPATHS: ReadonlySet<string> = new Set(["/guest-cookie", "/qr.svg", "/socket"]);
/** Pages say themselves that too many requests come: the form keeps what was written, and the room's page works without any notice of it. */
const PAGE_SUBPATHS: ReadonlySet<string> = new Set(["/plain", "/embed"]);

export const limitRequests = createMiddleware<AppEnv>(async function limitRequests(context, next) {
  const subpath = parseRoomPath(context.req.path)?.subpath ?? "";
  const representation = subpath === "" && isRead(context) ? negotiateRepresentation(context) : undefined;
  const isOwn = OWN_SUBPATHS.has(subpath) || representation === "help";
  const isPage = representation === "page" || representation === "embed" || PAGE_SUBPATHS.has(subpath);
  const refused = await limitByAddress(context.env, {
    ip: context.req.header("CF-Connecting-IP") ?? null,
    isNewGuest: !isOwn && !(isPage && isRead(context)) && mayMakeGuest(context),
  });
  if (refused === undefined) return next();
  if (!isOwn && !isPage) return refusal(context, refused);
  context.set("refusal", refused);
  return next();
});

/** The list of rooms, and what creates one, whatever token it has (SPEC HTTP-20, HTTP-24). */
export const limitListRequests = createMiddleware<AppEnv>(async function limitListRequests(context, next) {
  const ip = context.req.header("CF-Connecting-IP") ?? null;
  const refused = await limitByAddress(context.env, { ip, isNewGuest: !isRead(context) });
  if (refused === undefined) return next();
  return isRead(context) && acceptsExactly(context, "text/plain") ? textRefusal(refused) : problem(refused);
});

/** Without a token each post has an author of its own, and each read with a name joins a guest (SPEC HTTP-5, READ-1). */
function mayMakeGuest({ req }: Context<AppEnv>): boolean {
  if (req.header("Authorization") !== undefined) return false;
  return req.method === "GET" ? req.query("name") !== undefined : req.method === "POST";
}

function isRead({ req }: Context<AppEnv>): boolean {
  return req.method === "GET" || req.method === "HEAD";
}

/** In the type that the request asks for; a stream is refused with a problem too (SPEC SSE-5). */
function refusal(context: Context<AppEnv>, refused: Failure): Response | Promise<Response> {
  if (acceptsExactly(context, "text/html")) return renderRefusedPage(context, refused);
  return acceptsExactly(context, "text/plain") ? textRefusal(refused) : problem(refused);
}

function textRefusal(refused: Failure): Response {
  return new Response(`${refused.message}\n`, {
    status: 429,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      ...retryAfterHeader(refused),
    },
  });
}
