/** Applies the settings to this page, also those changed in other tabs. */
import { effect, type Signal } from "@preact/signals";
import type { UserSettings } from "../conversation/user-settings.ts";
import type { DisplaySettings } from "../../protocol/display-settings.ts";
import { applyDisplay } from "./display.ts";
import type { PageConfig } from "./page-config.ts";
import { isThemeInUrl, applyTheme } from "./theme.ts";

/**
 * @param view an embedded room keeps the theme of its frame
 * @param clock the clock of the page's times
 */
export function applySettings(
  settings: UserSettings,
  view: PageConfig["view"],
  clock: Signal<DisplaySettings["clock"]>,
): void {
  // The event fires in the other tabs only.
  addEventListener("storage", settings.load);
  effect(() => {
    applyDisplay(settings.display.value, view);
    clock.value = settings.display.value.clock;
  });
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
