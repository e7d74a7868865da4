/** Text size, density and clock of this page and of later ones, which the Worker renders by a cookie. */
import {
  DISPLAY_COOKIE,
  displayOf,
  serializeDisplay,
  type DisplaySetting,
  type DisplaySettings,
} from "../../protocol/display-settings.ts";
import { writeCookie } from "./cookies.ts";
import type { PageConfig } from "./page-config.ts";

/** The settings that the page is rendered in. */
export function currentDisplay(): DisplaySettings {
  const { dataset } = document.documentElement;
  return displayOf((name) => dataset[name]);
}

/** Applies the settings to this page and to later ones. */
export function applyDisplay(settings: DisplaySettings, view: PageConfig["view"]): void {
  if (serializeDisplay(settings) === serializeDisplay(currentDisplay())) return;
  const { dataset } = document.documentElement;
  for (const name of Object.keys(settings) as DisplaySetting[]) dataset[name] = settings[name];
  writeCookie(
    view === "embed" ? DISPLAY_COOKIE.frame : DISPLAY_COOKIE.page,
    serializeDisplay(settings),
    view,
  );
}
