/**
 * How the host of a link is shown: a label that could pass for another as Punycode (`xn--…`). The policy is a simpler one
 * of those that browsers have for their address bar (Chromium, "IDN in Google Chrome"; UTS #39).
 */
import { normalize } from "./marks.ts";
import { toPunycode } from "./punycode.ts";

const ASCII = /^[\x00-\x7f]*$/;

/** Dropped where a host is looked up (UTS #46). */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** A longer name is no host (RFC 1035). */
const MAX_HOST_CHARACTERS = 253;

const WRITTEN = /^[\p{L}\p{M}\p{Nd}_-]+$/u;

/** `a` and an acute are one character in a canonical label; what stays apart is put there to deceive. */
const EUROPEAN_MARK = /[\u0300-\u036f]/u;

/** Phonetic letters, small capitals and letters of few languages, many of which look like others (`ɢ`, `ɑ`, `ĸ`). */
const RARE_LATIN =
  /[\p{Script=Latin}--[a-z\u00df-\u0137\u0139-\u0148\u014a-\u017e\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u01e4-\u01ed\u01f8\u01f9\u0218-\u021b\u0253\u0256\u0257\u0259\u0199\u01b4\u1e00-\u1eff]]/v;

/** Letters that are written in a few countries, and elsewhere pass for another (`þ` for p, `ı` for i). */
const LOCAL_LETTERS: readonly (readonly [letter: RegExp, places: readonly string[]])[] = [
  [/[þð]/u, ["is", "fo"]],
  [/ı/u, ["tr", "az", "cy"]],
  [/ə/u, ["az"]],
];

/** Scripts that may be in one label, besides ASCII digits: of East Asia several and Latin, otherwise a single one. */
const ALPHABETS = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
  ...[
    "Arabic|Armenian|Bengali|Cyrillic|Devanagari|Ethiopic|Georgian|Greek|Gujarati|Gurmukhi|Hebrew|Kannada|Khmer",
    "Lao|Malayalam|Myanmar|Oriya|Sinhala|Tamil|Telugu|Thaana|Thai|Tibetan",
  ]
    .join("|")
    .split("|")
    .map((script) => [script]),
].map(
  (scripts) =>
    new RegExp(`^[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join("")}\\d_\\-]+$`, "u"),
);

/** Strokes of East Asia that stand for a slash, a hyphen or a letter where only Latin is around them. */
const STROKES = /^[\x00-\x7fノソゾンヅーヽヾ一丶丿乙工口力ㅣㅡㅇㄱㄧ]*$/u;
const LATIN_OR_ALONE = /[a-z]|^.$/u;

interface Lookalikes {
  /** letters that look Latin */
  readonly letters: RegExp;
  /** the top-level domains where labels in this script are expected */
  readonly places: readonly string[];
}

const LOOKALIKES: readonly Lookalikes[] = [
  lookalikes("ագզէլհյոսւօՙ", ["am"]),
  lookalikes("аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡ", ["bg", "by", "kz", "ru", "su", "ua", "uz"]),
  lookalikes("ሀሠሰስበነተከዐዕዘጠፐꬅ", ["er", "et"]),
  lookalikes("იოყძხჽჿ", ["ge"]),
  lookalikes("αικνρυωηοτ", ["gr"]),
  lookalikes("דוחיןסװײ", ["il"]),
  lookalikes("ทนบพรหเแ๐ดลปฟม", ["th"]),
  lookalikes("ခဂငထပဝ၀၂ၔၜ", ["mm"]),
  lookalikes("০৭ऽ०ॱડટ૦૧੦੧ಽ೦೧ടഠധനറ൦ଠ୦୮டப௦౦౧", []),
];

/** Letters and digits of other scripts that look like 2, 3 and other digits. */
const DIGIT_LOOKALIKES = /^[\dθ२২੨૨೩೭շзҙӡउওਤ੩૩౩ဒვპੜ੫丩ㄐճ৪੪୫૭୨౨_-]+$/u;

/** A top-level domain that exists, although it consists of lookalikes. */
const REAL_TOP_LEVEL = "рус";

/** `host` as typed, or with the labels that could pass for others as Punycode. */
export function displayHost(host: string): string {
  if (ASCII.test(host) || host.length > MAX_HOST_CHARACTERS) return host;
  const canonical = normalize(host.replace(IGNORABLE, ""), "NFKC").toLowerCase();
  const labels = canonical.split(".");
  const topLevel = labels.at(-1) ?? "";
  const shown = [
    ...labels.slice(0, -1).map((label) => (isHonest(label, topLevel) ? label : toPunycode(label))),
    isHonestTopLevel(topLevel) ? topLevel : toPunycode(topLevel),
  ].join(".");
  return shown === host.toLowerCase() ? host : shown;
}

function isHonest(label: string, topLevel: string): boolean {
  return isReadable(label, topLevel) && !passesForLatin(label, topLevel);
}

function isHonestTopLevel(topLevel: string): boolean {
  return topLevel === REAL_TOP_LEVEL || isHonest(topLevel, "");
}

/** True if it is ASCII, or in the letters of one alphabet and of everyday spelling. */
function isReadable(label: string, topLevel: string): boolean {
  if (ASCII.test(label)) return true;
  return (
    WRITTEN.test(label) &&
    !EUROPEAN_MARK.test(label) &&
    !RARE_LATIN.test(label) &&
    LOCAL_LETTERS.every(([letter, places]) => places.includes(topLevel) || !letter.test(label)) &&
    ALPHABETS.some((alphabet) => alphabet.test(label))
  );
}

/** True if each of its letters looks like one of Latin, or like a digit, where another script is not expected. */
function passesForLatin(label: string, topLevel: string): boolean {
  if (ASCII.test(label)) return false;
  if (STROKES.test(label) && LATIN_OR_ALONE.test(label)) return true;
  if (topLevel !== "" && !ASCII.test(topLevel)) return false;
  return (
    DIGIT_LOOKALIKES.test(label) ||
    LOOKALIKES.some(({ letters, places }) => letters.test(label) && !places.includes(topLevel))
  );
}

function lookalikes(letters: string, places: readonly string[]): Lookalikes {
  return { letters: new RegExp(`^[${letters}\\d_\\-]+$`, "u"), places };
}
