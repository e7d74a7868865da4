/** The web app manifest and the offline page, which make the pages an installable app. */
import type { Context } from "hono";
import { LANGUAGES } from "../../locales/languages-info.ts";
import { loadPageLocale, pageLocale } from "../page-locale.ts";
import { ASSETS } from "../assets.ts";
import type { AppEnv } from "../env.ts";
import { readDisplay, readPreferences } from "../preference-cookies.ts";
import { chooseLanguage, pageLanguage } from "../language.ts";
import { GROUND, SURFACE } from "../pages/colors.ts";
import { offlinePage } from "../pages/offline-page.ts";

/** `GET /manifest.webmanifest?lang=`: the manifest as JSON (W3C Web Application Manifest). */
export async function getWebManifest(context: Context<AppEnv>): Promise<Response> {
  const language = await pageLanguage(context, readPreferences(context).language);
  const { appName, direction, pages } = pageLocale(language);
  const manifest = {
    id: "/",
    name: appName,
    short_name: appName,
    description: pages.description,
    lang: language,
    dir: direction,
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: GROUND.light,
    theme_color: SURFACE.light,
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  };
  return new Response(`${JSON.stringify(manifest)}\n`, {
    headers: {
      "Content-Type": "application/manifest+json",
      "Cache-Control": "no-cache",
      Vary: "Accept-Language, Cookie",
    },
  });
}

/** `GET /offline`: the page that the service worker caches and shows without a network. */
export async function getOfflinePage(context: Context<AppEnv>): Promise<Response> {
  // The page is in all of them.
  await Promise.all(LANGUAGES.map((language) => loadPageLocale(context.env, language)));
  const language = chooseLanguage(context, readPreferences(context).language);
  context.header("Cache-Control", "no-cache");
  context.header("Vary", "Accept-Language, Cookie");
  return context.html(
    offlinePage({
      language,
      theme: "auto",
      display: readDisplay(context, "page"),
      assets: ASSETS.offline,
      canonicalUrl: new URL("/offline", context.req.url).href,
    }),
  );
}
