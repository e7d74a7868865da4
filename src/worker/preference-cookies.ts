/**
 * The reader's language and theme, from two cookies that the settings of a page write. Cookies, because the Worker
 * renders the page: a page that its script corrected after loading would flash.
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { PageTheme } from "./pages/layout.ts";

export interface Preferences {
  readonly language?: string | undefined;
  readonly theme?: string | undefined;
}

export function readPreferences(context: Context): Preferences {
  const { lang, theme } = getCookie(context);
  return { language: lang, theme };
}

/** The theme of that name; `auto` if it is unknown. */
export function parsePageTheme(name: string | undefined): PageTheme {
  return name === "light" || name === "dark" ? name : "auto";
}
