/**
 * A guest's token in a cookie (SPEC ID-11, ID-12), for pages whose browser keeps no storage: frames of other sites, where
 * third-party storage is blocked. The only resource that reads a cookie for an identity, and it only hands it to the
 * room's own page.
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { base64urlnopad, utf8 } from "@scure/base";
import { failure } from "../../protocol/errors.ts";
import type { RoomName } from "../../text/room-names.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { requestToken } from "../reader.ts";

/** The lifetime of a guest's token (SPEC ID-3). */
const MAX_AGE_S = 30 * 86_400;
/** As the room's own bound of a guest's token; browsers drop cookies beyond 4,096 bytes. */
const MAX_TOKEN_LENGTH = 2_048;
const TOKEN = /^[\w-]+\.[\w-]+$/;
const HASH_BYTES = 12;

/** `GET /r/{room}/guest-cookie`: `{token}`, or 204 if there is none. */
export async function getGuestCookie(context: Context<AppEnv>): Promise<Response> {
  if (!isFetchOfOwnPage(context)) return refused();
  const token = getCookie(context, await cookieName(context.get("room")), "host");
  if (token === undefined || !TOKEN.test(token)) return noContent();
  return jsonResponse({ token });
}

/** `PUT /r/{room}/guest-cookie`, with the token as in any request: keeps it. The room verifies it at the next join. */
export async function putGuestCookie(context: Context<AppEnv>): Promise<Response> {
  if (!isFetchOfOwnPage(context)) return refused();
  const bearer = requestToken(context);
  const token = (bearer.ok ? bearer.value : undefined) ?? "";
  if (!TOKEN.test(token) || token.length > MAX_TOKEN_LENGTH) return problem(failure("invalid_token"));
  setCookie(context, await cookieName(context.get("room")), token, {
    prefix: "host",
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite: "None",
    partitioned: true,
    maxAge: MAX_AGE_S,
  });
  return context.body(null, 204, { "Cache-Control": "no-store" });
}

/** `DELETE /r/{room}/guest-cookie`: forgets the token on this browser. */
export async function deleteGuestCookie(context: Context<AppEnv>): Promise<Response> {
  if (!isFetchOfOwnPage(context)) return refused();
  deleteCookie(context, await cookieName(context.get("room")), {
    prefix: "host",
    path: "/",
    secure: true,
    sameSite: "None",
    partitioned: true,
  });
  return context.body(null, 204, { "Cache-Control": "no-store" });
}

/**
 * Browsers set these headers, and no page can forge them (Fetch Metadata §2). So no other site reads or replaces a
 * visitor's token, however it sends the request. Browsers that know `Partitioned` cookies send them.
 */
function isFetchOfOwnPage({ req }: Context<AppEnv>): boolean {
  return req.header("Sec-Fetch-Site") === "same-origin" && req.header("Sec-Fetch-Dest") === "empty";
}

function refused(): Response {
  return problem(failure("forbidden", "Only the room's own page may use this cookie."));
}

function noContent(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** A cookie for each room, by a hash: room names have characters that cookie names may not have (RFC 6265 §4.1.1). */
async function cookieName(room: RoomName): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", utf8.decode(room));
  return `majlis-guest-${base64urlnopad.encode(new Uint8Array(hash).subarray(0, HASH_BYTES))}`;
}
