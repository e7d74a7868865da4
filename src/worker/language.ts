/** Which language a page is in. */
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";
import { loadPageLocale } from "./page-locale.ts";
import { accepts } from "hono/accepts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../locales/languages-info.ts";

/** The tag of no language of ours. */
const NONE = "";

/**
 * `?lang=`, else the language `stored` in the reader's settings, else `Accept-Language` (RFC 9110 §12.5.4), else that of the
 * room (SPEC SET-9), else the default.
 */
export function chooseLanguage(
  context: Context<AppEnv>,
  stored: string | undefined,
  ofRoom?: string,
): Language {
  return (
    findLanguage(context.req.query("lang")) ??
    findLanguage(stored) ??
    acceptedLanguage(context) ??
    findLanguage(ofRoom) ??
    DEFAULT_LANGUAGE
  );
}

/** The language of a page, whose words are loaded. */
export async function pageLanguage(
  context: Context<AppEnv>,
  stored: string | undefined,
  ofRoom?: string,
): Promise<Language> {
  const language = chooseLanguage(context, stored, ofRoom);
  await loadPageLocale(context.env, language);
  return language;
}

/** The supported language of a tag like `ar-EG`, by its primary subtag (RFC 5646 §2.2.1). */
export function findLanguage(tag: string | undefined): Language | undefined {
  const base = tag?.trim().toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base);
}

/** Undefined where the reader's own languages are none of ours. */
function acceptedLanguage(context: Context<AppEnv>): Language | undefined {
  const tag = accepts(context, {
    header: "Accept-Language",
    supports: [...LANGUAGES],
    default: NONE,
    // hono's own match knows no ranges of languages: `ar-EG` would not match `ar`.
    match: (ranges) => ranges.find(({ type, q }) => q > 0 && findLanguage(type) !== undefined)?.type ?? NONE,
  });
  return findLanguage(tag);
}
