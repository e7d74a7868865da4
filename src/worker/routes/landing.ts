import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import type { Language } from "../../locales/languages.ts";
import { nearestRoomName, parseRoomName, type RoomName } from "../../text/room-names.ts";
import type { AppEnv } from "../env.ts";
import { chooseLanguage, findLanguage } from "../language.ts";
import { acceptsExactly } from "../content-negotiation.ts";
import { readPreferences, parsePageTheme } from "../preference-cookies.ts";
import type { LandingPage } from "../pages/landing/landing-page-attributes.ts";
import { landingPage } from "../pages/landing/landing-page.ts";
import { parseLobby } from "../../protocol/lobby.ts";
import { problem } from "../problem.ts";
import { suggestRoomName } from "../room-names/suggest.ts";
import { ASSETS } from "../assets.ts";

/** How many names the button of the form goes through before they come again. */
const MORE_SUGGESTIONS = 20;

/**
 * `GET /`: the landing page; `?room=NAME`, as its form sends it, redirects to the room (303), of the nearest
 * valid name if what was typed is none; 404 if there is none near.
 */
export function getLandingPage(context: Context<AppEnv>): Response | Promise<Response> {
  const requestedRoom = context.req.query("room");
  if (requestedRoom === undefined) return renderLandingPage(context, 200);
  const name = enteredName(requestedRoom);
  if (name === undefined) return renderLandingPage(context, 404, invalidName(context, requestedRoom));
  const language = findLanguage(context.req.query("lang"));
  const query = language === undefined ? "" : `?lang=${language}`;
  return context.redirect(`/r/${encodeURIComponent(name)}${query}`, 303);
}

function enteredName(entered: string): RoomName | undefined {
  const name = parseRoomName(entered.trim());
  return name.ok ? name.value : nearestRoomName(entered);
}

/**
 * 404 for a URL with an invalid room name: the landing page with the name and the reason for a browser, else a problem.
 * Both suggest a name (SPEC ROOM-1).
 */
export function invalidRoomName(context: Context<AppEnv>, rawName: string): Response | Promise<Response> {
  return acceptsExactly(context, "text/html")
    ? renderLandingPage(context, 404, invalidName(context, rawName))
    : problem(
        failure("invalid_room_name"),
        {},
        { suggestion: nearestRoomName(rawName) ?? suggestRoomName(chooseLanguage(context, undefined)) },
      );
}

/**
 * 404 for an unknown URL: the landing page for a browser, else a problem (SPEC HTTP-7). A GET of `/R/tea` is redirected.
 */
export function notFound(context: Context<AppEnv>): Response | Promise<Response> {
  const { pathname, search } = new URL(context.req.url);
  if (pathname.startsWith("/R/") && /^(?:GET|HEAD)$/.test(context.req.method))
    return context.redirect(`/r/${pathname.slice("/R/".length)}${search}`, 308);
  return acceptsExactly(context, "text/html")
    ? renderLandingPage(context, 404, { isNotFound: true })
    : problem(failure("not_found"));
}

/** Why the landing page is shown in place of a room, and the name that it suggests. */
function invalidName(
  context: Context<AppEnv>,
  rawName: string,
): Pick<LandingPage, "invalidName" | "nearestName"> {
  const language = chooseLanguage(context, readPreferences(context).language);
  return {
    invalidName: rawName.slice(0, 80),
    nearestName: nearestRoomName(rawName) ?? suggestRoomName(language),
  };
}

function renderLandingPage(
  context: Context<AppEnv>,
  status: 200 | 404,
  reason: Pick<LandingPage, "isNotFound" | "invalidName" | "nearestName"> = {},
): Response | Promise<Response> {
  const preferences = readPreferences(context);
  const language = chooseLanguage(context, preferences.language);
  const lobby = parseLobby(context.env.LOBBY);
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Accept, Cookie");
  return context.html(
    landingPage({
      language,
      theme: parsePageTheme(preferences.theme),
      assets: ASSETS.landing,
      canonicalUrl: new URL("/", context.req.url).href,
      suggestedNames: suggestNames(language),
      ...(lobby === undefined ? {} : { lobby }),
      isLanguageChosen: findLanguage(context.req.query("lang")) !== undefined,
      ...reason,
    }),
    status,
  );
}

function suggestNames(language: Language): [string, ...string[]] {
  const more = Array.from({ length: MORE_SUGGESTIONS }, () => suggestRoomName(language));
  return [suggestRoomName(language), ...more];
}
