/** The sizes, themes and languages that the interface is seen in. */
import type { BrowserContextOptions } from "playwright-core";

export const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export const LOCALES = { en: "en-GB", ar: "ar-EG" } as const;
export const COLOR_SCHEMES = ["light", "dark"] as const;

export type ViewportSize = keyof typeof SIZES;
export type BrowserLanguage = keyof typeof LOCALES;
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** What a browser context is made with, so that a person sees the page like that. */
export function variant(
  size: ViewportSize,
  colorScheme: ColorScheme,
  language: BrowserLanguage,
): BrowserContextOptions {
  return {
    viewport: SIZES[size],
    colorScheme,
    locale: LOCALES[language],
    reducedMotion: "reduce",
    ...(size === "phone" ? { hasTouch: true, isMobile: true } : {}),
  };
}
