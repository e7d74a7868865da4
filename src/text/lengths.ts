/** The length of a text in the units of limits. Without `TextEncoder`, which the core layers do not have. */

const ASCII = /^[\x00-\x7f]*$/;

/** Without a CR LF each character is a grapheme: marks and joiners begin at U+0300. */
const LATIN = /^[\x00-\u02ff]*$/;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The UTF-8 length of `text`, in bytes. A lone surrogate counts 3, as an encoder would replace it with U+FFFD. */
export function utf8Bytes(text: string): number {
  // Fast path: most frames are ASCII.
  if (ASCII.test(text)) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isSurrogatePair(unit, text.charCodeAt(index + 1))) {
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

/** True if `text` takes more than `maxBytes` in UTF-8; counts only if needed. */
export function exceedsBytes(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  if (text.length * 3 <= maxBytes) return false;
  return utf8Bytes(text) > maxBytes;
}

/** True if `text` has more than `maxGraphemes` user-perceived characters (UAX #29); segments only if needed. */
export function exceedsGraphemes(text: string, maxGraphemes: number): boolean {
  if (text.length <= maxGraphemes) return false;
  if (isLatin(text)) return true;
  let count = 0;
  for (const _ of segmenter.segment(text)) {
    count++;
    if (count > maxGraphemes) return true;
  }
  return false;
}

/** The user-perceived characters of `text` (UAX #29). */
export function graphemes(text: string): string[] {
  if (isLatin(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Fast path: to segment a text takes longer than all else. */
function isLatin(text: string): boolean {
  return LATIN.test(text) && !text.includes("\r\n");
}

/** The longest prefix of `text` with at most `maxBytes` in UTF-8 that splits no code point. */
export function truncateBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let truncated = "";
  for (const character of text) {
    bytes += utf8Bytes(character);
    if (bytes > maxBytes) break;
    truncated += character;
  }
  return truncated;
}

function isSurrogatePair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
