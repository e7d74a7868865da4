/** Does on this page what was chosen in any tab. */
import { effect } from "@preact/signals";
import type { Settings } from "../conversation/settings.ts";
import type { PageFacts } from "./page.ts";
import { isThemeAsked, showTheme } from "./look.ts";

export function followSettings(settings: Settings, view: PageFacts["view"]): void {
  // It fires in the other tabs only.
  addEventListener("storage", settings.read);
  // In a frame the page around it says how it looks.
  if (view === "embed") return;
  if (!isThemeAsked()) settings.readTheme();
  addEventListener("storage", settings.readTheme);
  let isFirst = true;
  effect(() => {
    const theme = settings.theme.value;
    if (!isFirst || !isThemeAsked()) showTheme(theme);
    isFirst = false;
  });
}
