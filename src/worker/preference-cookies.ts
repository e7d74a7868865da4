/**
 * What a reader chose in a page's settings about how our pages look. The page keeps it in two cookies, because the
 * Worker draws: a page that was drawn otherwise, and changed by its script, would flash.
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Theme } from "./pages/layout.ts";

export interface Preferences {
  readonly language?: string | undefined;
  readonly theme?: string | undefined;
}

export function readPreferences(context: Context): Preferences {
  const { lang, theme } = getCookie(context);
  return { language: lang, theme };
}

/** The theme of that name; `auto` if there is none. */
export function parseTheme(name: string | undefined): Theme {
  return name === "light" || name === "dark" ? name : "auto";
}
