/**
 * The reader's language, theme and display settings, from cookies that the settings of a page write. Cookies, because the Worker
 * renders the page: a page that its script corrected after loading would flash.
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { DISPLAY_COOKIE, parseDisplay, type DisplaySettings } from "../protocol/display-settings.ts";
import type { PageTheme } from "./pages/layout.ts";

export interface Preferences {
  readonly language?: string | undefined;
  readonly theme?: string | undefined;
}

export function readPreferences(context: Context): Preferences {
  const { lang, theme } = getCookie(context);
  return { language: lang, theme };
}

/** How the reader has pages, or frames of this site, shown. */
export function readDisplay(context: Context, view: "page" | "embed"): DisplaySettings {
  const cookies = getCookie(context);
  const ofFrame = view === "embed" ? cookies[DISPLAY_COOKIE.frame] : undefined;
  return parseDisplay(ofFrame ?? cookies[DISPLAY_COOKIE.page]);
}

/** The theme of that name; `auto` if it is unknown. */
export function parsePageTheme(name: string | undefined): PageTheme {
  return name === "light" || name === "dark" ? name : "auto";
}
