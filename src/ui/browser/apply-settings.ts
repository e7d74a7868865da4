/** Does on this page what was chosen in any tab. */
import { effect } from "@preact/signals";
import type { UserSettings } from "../conversation/user-settings.ts";
import type { PageConfig } from "./page-config.ts";
import { isThemeInUrl, applyTheme } from "./theme.ts";

export function applySettings(settings: UserSettings, view: PageConfig["view"]): void {
  // It fires in the other tabs only.
  addEventListener("storage", settings.load);
  // In a frame the page around it says how it looks.
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
