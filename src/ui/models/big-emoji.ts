/** Messages of a few emoji and nothing else are shown larger. */
import { isEmoji } from "../../text/emoji.ts";
import { graphemes } from "../../text/lengths.ts";

const MAX_EMOJI = 6;
const MAX_UNITS = 128;

/** True if `text` is one to six emoji, spaces aside. */
export function isBigEmoji(text: string): boolean {
  if (text.length > MAX_UNITS || /\p{L}/u.test(text)) return false;
  const shown = graphemes(text.replace(/\s/gu, ""));
  return shown.length > 0 && shown.length <= MAX_EMOJI && shown.every(isEmoji);
}
