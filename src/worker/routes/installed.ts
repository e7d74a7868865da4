/** What makes the pages an app that can be installed, and opened without a network. */
import type { Context } from "hono";
import { ASSETS } from "../assets.ts";
import type { App } from "../env.ts";
import { keptChoices } from "../kept-choices.ts";
import { chooseLanguage } from "../language.ts";
import { pagePolicy } from "../middleware/security-headers.ts";
import { GROUND, SURFACE } from "../pages/colors.ts";
import { offlinePage } from "../pages/offline-page.ts";
import { directionOf, PAGE_STRINGS, type Language } from "../pages/strings.ts";

const NAMES: Readonly<Record<Language, string>> = { en: "Majlis", ar: "مجلس" };

/** `GET /manifest.webmanifest?lang=` (W3C Web Application Manifest). */
export function webManifest(context: Context<App>): Response {
  const language = languageOf(context);
  const manifest = {
    id: "/",
    name: NAMES[language],
    short_name: NAMES[language],
    description: PAGE_STRINGS[language].about,
    lang: language,
    dir: directionOf(language),
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

/** `GET /offline`: what the service worker shows where there is no network. */
export function offline(context: Context<App>): Response | Promise<Response> {
  const language = languageOf(context);
  context.header("Content-Security-Policy", pagePolicy("'self'"));
  context.header("Cache-Control", "no-cache");
  context.header("Vary", "Accept-Language, Cookie");
  return context.html(
    offlinePage({
      language,
      direction: directionOf(language),
      theme: "auto",
      assets: ASSETS.offline,
      canonicalUrl: new URL("/offline", context.req.url).href,
    }),
  );
}

function languageOf(context: Context<App>): Language {
  return chooseLanguage({
    asked: context.req.query("lang"),
    kept: keptChoices(context).language,
    accepted: context.req.header("Accept-Language") ?? null,
  });
}
