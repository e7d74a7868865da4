/** Theme and language of this page and of later ones, which the Worker renders by the preference cookies. */
import type { Language } from "../../locales/languages.ts";
import type { Theme } from "../models/preferences.ts";
import { writeCookie } from "./cookies.ts";

const COLOR_SCHEMES: Readonly<Record<Theme, string>> = { auto: "light dark", light: "light", dark: "dark" };

/** The theme that the page is rendered in. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "auto";
}

/** True if the URL sets the theme, which overrides the setting. */
export function isThemeInUrl(): boolean {
  return new URLSearchParams(location.search).has("theme");
}

/** Applies the theme to this page and to later ones. Needs no cookie where the page is rendered in it. */
export function applyTheme(theme: Theme): void {
  if (theme === currentTheme()) return;
  showTheme(theme);
  setPreferenceCookie("theme", theme);
}

/** Applies the theme to this page only. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", COLOR_SCHEMES[theme]);
  for (const scheme of ["light", "dark"] as const) {
    const color = document.querySelector(`meta[name="theme-color"][data-scheme="${scheme}"]`);
    color?.setAttribute("media", colorMedia(theme, scheme));
  }
}

/** The media query of the browser's theme colour for this scheme. */
function colorMedia(theme: Theme, scheme: "light" | "dark"): string {
  if (theme === "auto") return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? "all" : "not all";
}

/** Sets the language and reloads the page. The draft is kept. */
export function changeLanguage(language: Language): void {
  setPreferenceCookie("lang", language);
  removeUrlParameter("lang");
  location.reload();
}

/** Removes the override from the URL once the setting is changed. */
export function removeUrlParameter(name: "lang" | "theme"): void {
  const url = new URL(location.href);
  url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
}

function setPreferenceCookie(name: "lang" | "theme", value: string): void {
  writeCookie(name, value, "page");
}
