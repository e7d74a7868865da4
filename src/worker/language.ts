/** Which language a page is in. */
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../locales/languages.ts";

/**
 * `?lang=`, else the language `stored` in the reader's settings, else `Accept-Language` (RFC 9110 §12.5.4), else the
 * default.
 */
export function chooseLanguage(context: Context, stored: string | undefined): Language {
  return findLanguage(context.req.query("lang")) ?? findLanguage(stored) ?? acceptedLanguage(context);
}

/** The supported language of a tag like `ar-EG`, by its primary subtag (RFC 5646 §2.2.1). */
export function findLanguage(tag: string | undefined): Language | undefined {
  const base = tag?.trim().toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base);
}

function acceptedLanguage(context: Context): Language {
  const tag = accepts(context, {
    header: "Accept-Language",
    supports: [...LANGUAGES],
    default: DEFAULT_LANGUAGE,
    // hono's own match knows no ranges of languages: `ar-EG` would not match `ar`.
    match: (ranges) =>
      ranges.find(({ type, q }) => q > 0 && findLanguage(type) !== undefined)?.type ?? DEFAULT_LANGUAGE,
  });
  return findLanguage(tag) ?? DEFAULT_LANGUAGE;
}
