/** The list of languages. Everything else about a language is derived from it and from its two files. */
import type { LanguageInfo } from "./shape.ts";

export const LANGUAGE_INFO = {
  en: { name: "English", direction: "ltr", region: "en-GB", appName: "Majlis" },
  ar: { name: "العربية", direction: "rtl", region: "ar-EG", appName: "مجلس" },
  es: { name: "Español", direction: "ltr", region: "es-ES", appName: "Majlis" },
  fa: { name: "فارسی", direction: "rtl", region: "fa-IR", appName: "مجلس" },
  fr: { name: "Français", direction: "ltr", region: "fr-FR", appName: "Majlis" },
} as const satisfies Readonly<Record<string, LanguageInfo>>;

export type Language = keyof typeof LANGUAGE_INFO;

export const DEFAULT_LANGUAGE = "en" satisfies Language;

/** The default language first, then by code. */
export const LANGUAGES = Object.keys(LANGUAGE_INFO) as readonly Language[];
