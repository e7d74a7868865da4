/** How the page looks, and how the pages after it will: the Worker draws them, and learns of it by cookies. */
import type { Language } from "../../locales/languages.ts";
import type { Theme } from "../models/preferences.ts";

const COLOR_SCHEMES: Readonly<Record<Theme, string>> = { auto: "light dark", light: "light", dark: "dark" };
/** Browsers keep a cookie no longer (RFC 6265bis §5.5). */
const COOKIE_MAX_AGE_SECONDS = 400 * 86_400;

/** The theme that the page is drawn in. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "auto";
}

/** True if the page's address says its theme: it then stands above what was chosen for all pages. */
export function isThemeInUrl(): boolean {
  return new URLSearchParams(location.search).has("theme");
}

/** Draws the page in this theme, and the pages after it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", COLOR_SCHEMES[theme]);
  for (const scheme of ["light", "dark"] as const) {
    const color = document.querySelector(`meta[name="theme-color"][data-scheme="${scheme}"]`);
    color?.setAttribute("media", colorMedia(theme, scheme));
  }
  setPreferenceCookie("theme", theme);
}

/** When the browser's own bars are painted for this scheme. */
function colorMedia(theme: Theme, scheme: "light" | "dark"): string {
  if (theme === "auto") return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? "all" : "not all";
}

/** Reads from now on in this language: the page is drawn anew. What is being written is kept. */
export function changeLanguage(language: Language): void {
  setPreferenceCookie("lang", language);
  removeUrlParameter("lang");
  location.reload();
}

/** What the address asked for is chosen otherwise. */
export function removeUrlParameter(name: "lang" | "theme"): void {
  const url = new URL(location.href);
  url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
}

function setPreferenceCookie(name: "lang" | "theme", value: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${COOKIE_MAX_AGE_SECONDS}; SameSite=Lax${secure}`;
}
