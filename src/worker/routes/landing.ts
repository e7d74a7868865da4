import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import { PRONOUNCEABLE_NAME_BYTES, pronounceableName } from "../../text/pronounceable-names.ts";
import { parseRoomName } from "../../text/room-names.ts";
import type { AppEnv } from "../env.ts";
import { chooseLanguage, findLanguage } from "../language.ts";
import { acceptsExactly } from "../content-negotiation.ts";
import { readPreferences, parseTheme } from "../preference-cookies.ts";
import { landingPage } from "../pages/landing-page.ts";
import { problem } from "../problem.ts";
import { ASSETS } from "../assets.ts";

/** `GET /`: name a room and enter; `?room=NAME`, as the form sends it, leads there (303). */
export function getLandingPage(context: Context<AppEnv>): Response | Promise<Response> {
  const requestedRoom = context.req.query("room");
  if (requestedRoom === undefined) return renderLandingPage(context, 200);
  const name = parseRoomName(requestedRoom.trim());
  if (!name.ok) return renderLandingPage(context, 404, requestedRoom);
  const language = findLanguage(context.req.query("lang"));
  const query = language === undefined ? "" : `?lang=${language}`;
  return context.redirect(`/r/${encodeURIComponent(name.value)}${query}`, 303);
}

/** A URL that names no room: people get a page on which to name one, programs a problem. */
export function invalidRoomName(context: Context<AppEnv>, rawName: string): Response | Promise<Response> {
  return acceptsExactly(context, "text/html")
    ? renderLandingPage(context, 404, rawName)
    : problem(failure("invalid_room_name"));
}

/** Nothing is at this address: people get the first page, programs a problem. */
export function notFound(context: Context<AppEnv>): Response | Promise<Response> {
  return acceptsExactly(context, "text/html")
    ? renderLandingPage(context, 404)
    : problem(failure("not_found"));
}

function renderLandingPage(
  context: Context<AppEnv>,
  status: 200 | 404,
  invalidName?: string,
): Response | Promise<Response> {
  const preferences = readPreferences(context);
  const language = chooseLanguage(context, preferences.language);
  const suggestedName = pronounceableName(crypto.getRandomValues(new Uint8Array(PRONOUNCEABLE_NAME_BYTES)));
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Accept, Cookie");
  return context.html(
    landingPage({
      language,
      theme: parseTheme(preferences.theme),
      assets: ASSETS.landing,
      canonicalUrl: new URL("/", context.req.url).href,
      suggestedName,
      isLanguageChosen: findLanguage(context.req.query("lang")) !== undefined,
      ...(invalidName === undefined ? {} : { invalidName: invalidName.slice(0, 80) }),
    }),
    status,
  );
}
