import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import { PRONOUNCEABLE_NAME_BYTES, pronounceableName } from "../../text/pronounceable-names.ts";
import { parseRoomName } from "../../text/room-names.ts";
import type { App } from "../env.ts";
import { chooseLanguage, find } from "../language.ts";
import { pagePolicy } from "../middleware/security-headers.ts";
import { acceptedTypes } from "../negotiate.ts";
import { keptChoices, themeFrom } from "../kept-choices.ts";
import { landingPage } from "../pages/landing-page.ts";
import { directionOf } from "../pages/strings.ts";
import { problem } from "../problem.ts";
import { ASSETS } from "../assets.ts";

/** `GET /`: name a room and enter; `?room=NAME`, as the form sends it, leads there (303). */
export function landing(context: Context<App>): Response | Promise<Response> {
  const wanted = context.req.query("room");
  if (wanted === undefined) return showLanding(context, 200);
  const name = parseRoomName(wanted.trim());
  if (!name.ok) return showLanding(context, 404, wanted);
  const language = find(context.req.query("lang"));
  const query = language === undefined ? "" : `?lang=${language}`;
  return context.redirect(`/r/${encodeURIComponent(name.value)}${query}`, 303);
}

/** A URL that names no room: people get a page on which to name one, programs a problem. */
export function noSuchRoom(context: Context<App>, spelling: string): Response | Promise<Response> {
  return isPerson(context) ? showLanding(context, 404, spelling) : problem(failure("invalid_room_name"));
}

/** Nothing is at this address: people get the first page, programs a problem. */
export function lost(context: Context<App>): Response | Promise<Response> {
  return isPerson(context) ? showLanding(context, 404) : problem(failure("not_found"));
}

function isPerson(context: Context<App>): boolean {
  return acceptedTypes(context.req.header("Accept") ?? null).has("text/html");
}

function showLanding(
  context: Context<App>,
  status: 200 | 404,
  refusedName?: string,
): Response | Promise<Response> {
  const asked = context.req.query("lang");
  const choices = keptChoices(context);
  const language = chooseLanguage({
    asked,
    kept: choices.language,
    accepted: context.req.header("Accept-Language") ?? null,
  });
  const suggestedName = pronounceableName(crypto.getRandomValues(new Uint8Array(PRONOUNCEABLE_NAME_BYTES)));
  context.header("Content-Security-Policy", pagePolicy("'self'"));
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language, Accept, Cookie");
  return context.html(
    landingPage({
      language,
      direction: directionOf(language),
      theme: themeFrom(choices.theme),
      assets: ASSETS.landing,
      canonicalUrl: new URL("/", context.req.url).href,
      suggestedName,
      languageChosen: find(asked) !== undefined,
      ...(refusedName === undefined ? {} : { refusedName: refusedName.slice(0, 80) }),
    }),
    status,
  );
}
