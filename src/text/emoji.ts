/** The emoji of reactions. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** No emoji is longer, in UTF-16 units: a family and a flag of tags have 12 and 14. */
const MAX_UNITS = 64;

/** A character that is shown as text by default and whose presentation is left open (UTS #51 ED-9). */
const OPEN_PRESENTATION = /(?![\p{Emoji_Presentation}])\p{Emoji}(?![\ufe0e\ufe0f\p{Emoji_Modifier}])/gu;

/** True if `text` is exactly one emoji recommended for general interchange (UTS #51). */
export function isEmoji(text: string): boolean {
  return text.length <= MAX_UNITS && ONE_EMOJI.test(text);
}

/**
 * The fully-qualified form (UTS #51 ED-18) of the one emoji in `text`, which may lack any of its variation selectors
 * U+FE0F (ED-18a, ED-19); undefined if `text` is not exactly one emoji.
 */
export function qualifyEmoji(text: string): string | undefined {
  if (isEmoji(text)) return text;
  if (text.length > MAX_UNITS) return undefined;
  const qualified = text.replace(OPEN_PRESENTATION, "$&\ufe0f");
  return isEmoji(qualified) ? qualified : undefined;
}
