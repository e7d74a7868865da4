/** The sizes, themes and languages that the interface is seen in. */
import type { BrowserContextOptions } from "playwright-core";
import { LOCALES, type Language } from "../../src/locales/languages.ts";

export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export const COLOR_SCHEMES = ["light", "dark"] as const;

export type ViewportSize = keyof typeof SIZES;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** Browser context options for one size, color scheme and language. */
export function variant(
  size: ViewportSize,
  colorScheme: ColorScheme,
  language: Language,
): BrowserContextOptions {
  return {
    viewport: SIZES[size],
    colorScheme,
    locale: LOCALES[language].region,
    reducedMotion: "reduce",
    ...(size === "phone" ? { hasTouch: true, isMobile: true } : {}),
  };
}
