import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { ASSETS } from "../assets.ts";
import { chooseLanguage, findLanguage } from "../language.ts";
import { readPreferences, parsePageTheme } from "../preference-cookies.ts";
import { VARY_HEADER } from "../content-negotiation.ts";
import { plainUrl } from "../pages/plain-url.ts";
import { roomPage } from "../pages/room-page.ts";

/** `GET /r/{room}` in a browser (SPEC HTTP-1): the room's page. Writes nothing; its script joins the room. */
export function getRoomPage(context: Context<AppEnv>): Response | Promise<Response> {
  return renderRoomPage(context, "page");
}

/** `GET /r/{room}/embed`: the page for frames (SPEC HTTP-1, HTTP-15). */
export function getEmbed(context: Context<AppEnv>): Response | Promise<Response> {
  context.set("isEmbeddable", true);
  return renderRoomPage(context, "embed");
}

function renderRoomPage(context: Context<AppEnv>, view: "page" | "embed"): Response | Promise<Response> {
  const room = context.get("room");
  // In a frame, the embedding page chooses language and theme by the URL.
  const preferences = view === "page" ? readPreferences(context) : {};
  const language = chooseLanguage(context, preferences.language);
  const theme = parsePageTheme(context.req.query("theme") ?? preferences.theme);
  context.header("Cache-Control", "no-cache");
  context.header("Vary", `${VARY_HEADER}, Accept-Language, Cookie`);
  return context.html(
    roomPage({
      room,
      view,
      language,
      theme,
      assets: ASSETS.room,
      plainUrl: plainUrl({
        room,
        language: findLanguage(context.req.query("lang")),
        theme: theme === "auto" ? undefined : theme,
        isFramed: view === "embed",
      }),
      canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
    }),
  );
}
