import type { Context } from "hono";
import type { App } from "../env.ts";
import { ASSETS } from "../assets.ts";
import { chooseLanguage, find } from "../language.ts";
import { keptChoices, themeFrom } from "../kept-choices.ts";
import { pagePolicy } from "../middleware/security-headers.ts";
import { NEGOTIATED_BY } from "../negotiate.ts";
import { plainUrl } from "../pages/plain-url.ts";
import { roomPage } from "../pages/room-page.ts";
import { directionOf } from "../pages/strings.ts";

/** The room's page. Looking at it writes nothing; the script joins. */
export function page(context: Context<App>): Response | Promise<Response> {
  context.header("Content-Security-Policy", pagePolicy("'self'"));
  return show(context, "page");
}

/** The page made for frames: an unowned room may be embedded anywhere. */
export function embed(context: Context<App>): Response | Promise<Response> {
  context.header("Content-Security-Policy", pagePolicy("*"));
  context.header("Cross-Origin-Resource-Policy", "cross-origin");
  return show(context, "embed");
}

function show(context: Context<App>, view: "page" | "embed"): Response | Promise<Response> {
  const room = context.get("room");
  // In a frame the page around it says how it looks.
  const choices = view === "page" ? keptChoices(context) : {};
  const language = chooseLanguage({
    asked: context.req.query("lang"),
    kept: choices.language,
    accepted: context.req.header("Accept-Language") ?? null,
  });
  context.header("Cache-Control", "no-cache");
  context.header("Vary", `${NEGOTIATED_BY}, Accept-Language, Cookie`);
  return context.html(
    roomPage({
      room,
      view,
      language,
      direction: directionOf(language),
      theme: themeFrom(context.req.query("theme") ?? choices.theme),
      assets: ASSETS.room,
      plainUrl: plainUrl({ room, language: find(context.req.query("lang")) }),
      canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
    }),
  );
}
