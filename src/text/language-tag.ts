/** Tags of languages (BCP 47, RFC 5646). */
import { fail, ok, type Result } from "./result.ts";

/** As long as RFC 5646 §4.4.1 asks readers of tags to accept at least. */
const MAX_LANGUAGE_TAG_CHARACTERS = 35;

/** The scripts in use that are written from right to left (ISO 15924: each has four letters). */
const RIGHT_TO_LEFT = /Adlm|Arab|Hebr|Nkoo|Rohg|Syrc|Thaa/;

/** The canonical form of a tag: `ar-eg` is `ar-EG`. Fails for what is no tag of a language. */
export function parseLanguageTag(tag: string): Result<string, "invalid_language_tag"> {
  if (tag.length > MAX_LANGUAGE_TAG_CHARACTERS) return fail("invalid_language_tag");
  try {
    const [canonical = ""] = Intl.getCanonicalLocales(tag);
    return ok(canonical);
  } catch {
    return fail("invalid_language_tag");
  }
}

/** The direction in which a language is written: that of the script that it is usually written in, unless it names one. */
export function languageDirection(tag: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.test(new Intl.Locale(tag).maximize().script ?? "") ? "rtl" : "ltr";
}
