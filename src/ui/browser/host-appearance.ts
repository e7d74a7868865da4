/** Shows a framed room as the page around it wants it, and follows its changes (SPEC EMBED-10). */
import { languageDirection } from "../../text/language-tag.ts";
import type { HostConfig } from "../models/host-message.ts";
import { showTheme } from "./theme.ts";

const accentSheet = new CSSStyleSheet();

/** Theme, direction and accent, at once. */
export function applyHostAppearance({ theme, direction, accent }: HostConfig): void {
  showTheme(theme);
  const root = document.documentElement;
  root.dir = direction ?? languageDirection(root.lang);
  accentSheet.replaceSync(accent === undefined ? "" : accentStyles(accent));
  if (!document.adoptedStyleSheets.includes(accentSheet)) document.adoptedStyleSheets.push(accentSheet);
}

/**
 * The hue and chroma of `accent` in the lightnesses of our own colours (styles/tokens.css): words stay readable on it and in
 * it, whatever the page's colour is.
 */
function accentStyles(accent: string): string {
  const tone = (lightness: number, maxChroma: number) =>
    `oklch(from ${accent} ${lightness} min(c, ${maxChroma}) h)`;
  return `:root {
    --accent: light-dark(${tone(0.515, 0.14)}, ${tone(0.79, 0.12)});
    --accent-strong: light-dark(${tone(0.45, 0.13)}, ${tone(0.85, 0.1)});
    --accent-soft: light-dark(${tone(0.93, 0.036)}, ${tone(0.325, 0.04)});
    --own-bubble: light-dark(${tone(0.938, 0.031)}, ${tone(0.315, 0.033)});
  }`;
}
