/** Applies the settings to this page, also those changed in other tabs. */
import { effect } from "@preact/signals";
import type { UserSettings } from "../conversation/user-settings.ts";
import type { PageConfig } from "./page-config.ts";
import { isThemeInUrl, applyTheme } from "./theme.ts";

/** @param view an embedded room keeps the theme of its frame */
export function applySettings(settings: UserSettings, view: PageConfig["view"]): void {
  // The event fires in the other tabs only.
  addEventListener("storage", settings.load);
  // The theme of an embedded room is chosen by the page around it.
  if (view === "embed") return;
  if (!isThemeInUrl()) settings.loadTheme();
  addEventListener("storage", settings.loadTheme);
  let isFirst = true;
  effect(() => {
    const theme = settings.theme.value;
    if (!isFirst || !isThemeInUrl()) applyTheme(theme);
    isFirst = false;
  });
}
