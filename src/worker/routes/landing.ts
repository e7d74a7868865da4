import type { Context } from "hono";
import { readConfiguration } from "../../durable-object/configuration.ts";
import { failure } from "../../protocol/errors.ts";
import type { Language } from "../../locales/languages-info.ts";
import { roomCreators } from "../../protocol/policy.ts";
import { nearestRoomName, parseRoomName, type RoomName } from "../../text/room-names.ts";
import { ok } from "../../text/result.ts";
import type { AppEnv } from "../env.ts";
import { findLanguage, pageLanguage } from "../language.ts";
import { acceptsExactly, isFrameRequest } from "../content-negotiation.ts";
import { listOfRooms } from "../list-of-rooms.ts";
import { readDisplay, readPreferences, parsePageTheme } from "../preference-cookies.ts";
import type { LandingPage } from "../pages/landing/landing-page-attributes.ts";
import { landingPage } from "../pages/landing/landing-page.ts";
import { problem } from "../problem.ts";
import { redirectToRoom } from "../redirect-to-room.ts";
import { parseRoomPath } from "../room-path.ts";
import { suggestRoomName } from "../room-names/suggest.ts";
import { ASSETS } from "../assets.ts";
import { renderMissingRoom } from "./missing-room.ts";

/** How many names the button of the form goes through before they come again. */
const MORE_SUGGESTIONS = 20;

/** Of the list of rooms, as many as do not push the rest of the page out of sight. */
const LISTED_ROOMS = 12;

/**
 * `GET /`: the landing page; `?room=NAME`, as its form sends it, redirects to the room (303), of the nearest
 * valid name if what was typed is none; 404 if there is none near.
 */
export async function getLandingPage(context: Context<AppEnv>): Promise<Response> {
  const requestedRoom = context.req.query("room");
  if (requestedRoom === undefined) return renderLandingPage(context, 200);
  const name = enteredName(requestedRoom);
  if (name === undefined) return renderLandingPage(context, 404, await invalidName(context, requestedRoom));
  const language = findLanguage(context.req.query("lang"));
  const query = language === undefined ? "" : `?lang=${language}`;
  return context.redirect(`/r/${encodeURIComponent(name)}${query}`, 303);
}

function enteredName(entered: string): RoomName | undefined {
  const name = parseRoomName(entered.trim());
  return name.ok ? name.value : nearestRoomName(entered);
}

/**
 * 404 for a URL with an invalid room name: the landing page with the name and the reason for a browser, in a frame that
 * there is no room (SPEC EMBED-6), else a problem. The first and the last suggest a name (SPEC ROOM-1).
 */
export async function invalidRoomName(context: Context<AppEnv>, rawName: string): Promise<Response> {
  if (acceptsExactly(context, "text/html"))
    return isFrameRequest(context) || context.req.path.endsWith("/embed")
      ? renderMissingRoom(context, "room_not_found", true, rawName)
      : renderLandingPage(context, 404, await invalidName(context, rawName));
  const suggestion = suggestedName(context, rawName, await pageLanguage(context, undefined));
  return problem(failure("invalid_room_name"), {}, suggestion === undefined ? {} : { suggestion });
}

/**
 * 404 for an unknown URL: the landing page for a browser, else a problem (SPEC HTTP-7). A GET of `/R/tea` is redirected.
 */
export function notFound(context: Context<AppEnv>): Response | Promise<Response> {
  const { pathname, search } = new URL(context.req.url);
  if (pathname.startsWith("/R/") && /^(?:GET|HEAD)$/.test(context.req.method)) {
    const path = parseRoomPath(`/r/${pathname.slice("/R/".length)}`);
    if (path !== undefined)
      return path.canonical === undefined
        ? invalidRoomName(context, path.rawName)
        : redirectToRoom(context, `${path.canonical}${search}`);
  }
  return acceptsExactly(context, "text/html")
    ? renderLandingPage(context, 404, { isNotFound: true })
    : problem(failure("not_found"));
}

/** Why the landing page is shown in place of a room, and the name that it suggests. */
async function invalidName(
  context: Context<AppEnv>,
  rawName: string,
): Promise<Pick<LandingPage, "invalidName" | "nearestName">> {
  const language = await pageLanguage(context, readPreferences(context).language);
  const nearestName = suggestedName(context, rawName, language);
  return {
    invalidName: rawName.slice(0, 80),
    ...(nearestName === undefined ? {} : { nearestName }),
  };
}

/** The nearest name; if there is none near, a new one of random words, where a visit may create its room. */
function suggestedName({ env }: Context<AppEnv>, rawName: string, language: Language): string | undefined {
  const nearest = nearestRoomName(rawName);
  if (nearest !== undefined || roomCreators(readConfiguration(env).policy) !== "everyone") return nearest;
  return suggestRoomName(language);
}

async function renderLandingPage(
  context: Context<AppEnv>,
  status: 200 | 404,
  reason: Pick<LandingPage, "isNotFound" | "invalidName" | "nearestName"> = {},
): Promise<Response> {
  const preferences = readPreferences(context);
  const language = await pageLanguage(context, preferences.language);
  const { lobby, sourceUrl, policy } = readConfiguration(context.env);
  const listed = status === 200 ? await listOfRooms(context.env) : ok([]);
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Accept, Cookie");
  return context.html(
    landingPage({
      language,
      theme: parsePageTheme(preferences.theme),
      display: readDisplay(context, "page"),
      assets: ASSETS.landing,
      canonicalUrl: new URL("/", context.req.url).href,
      suggestedNames: suggestNames(language),
      creators: roomCreators(policy),
      ...(lobby === undefined ? {} : { lobby }),
      // The page is of use without it; why the list could not be read is in the log.
      rooms: listed.ok ? listed.value.slice(0, LISTED_ROOMS) : [],
      ...(sourceUrl === undefined ? {} : { sourceUrl }),
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
