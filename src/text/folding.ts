/** Folds spelling variants into one form, so that a name or word is found in any of its spellings. */
import { normalize } from "./marks.ts";

export const ASCII = /^[\x00-\x7f]*$/;

/** Marks that do not change which word it is: accents, Hebrew points, Arabic tashkeel, hamza above or below. */
const DIACRITICS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/gu;
/** Characters that belong to no word: tatweel, joiners, direction marks, soft hyphens. */
const IGNORED_CHARACTERS = /[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f]/gu;

const EQUIVALENT_LETTERS: Readonly<Record<string, string>> = {
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ے: "ي",
  ة: "ه",
  ۀ: "ه",
  ہ: "ه",
  ھ: "ه",
  ک: "ك",
  ς: "σ",
  // Letters of Latin alphabets that do not decompose (CLDR, transform Latin-ASCII), lower case.
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ...latinLetters({
    b: "ɓƀ",
    d: "đðɖɗ",
    e: "əǝɛ",
    f: "ƒ",
    g: "ǥɠ",
    h: "ħ",
    i: "ıɨɩ",
    k: "ƙ",
    l: "łƚ",
    n: "ŋɲ",
    o: "øɔɵ",
    p: "ƥ",
    q: "ĸ",
    t: "ŧƭ",
    u: "ʉ",
    v: "ʋ",
    y: "ƴ",
    z: "ƶ",
  }),
};
const EQUIVALENT_LETTER = new RegExp(`[${Object.keys(EQUIVALENT_LETTERS).join("")}]`, "gu");
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu;

/** `{o: "øɵ"}` as `{ø: "o", ɵ: "o"}`. */
function latinLetters(spellings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(spellings).flatMap(([letter, alike]) => [...alike].map((other) => [other, letter])),
  );
}

/**
 * `text` folded for comparison: one form for compatibility variants, case, accents, strokes and
 * ligatures of Latin letters, tashkeel and the forms of alef, yeh, heh and kaf; Arabic digits as Latin ones. Folded text is compared and never displayed.
 *
 * @param maxUnits of the decomposed text, in UTF-16: of U+FDFA decomposition makes eighteen characters
 */
export function fold(text: string, maxUnits = Infinity): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = normalize(text, "NFKD")
    .slice(0, maxUnits)
    .replace(DIACRITICS, "")
    .replace(IGNORED_CHARACTERS, "");
  // Normalized again: marks that an ignored character separated are now on one letter.
  return normalize(bare, "NFC")
    .toLowerCase()
    .replace(EQUIVALENT_LETTER, (letter) => EQUIVALENT_LETTERS[letter] ?? letter)
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));
}
