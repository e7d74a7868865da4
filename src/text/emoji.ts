/** The emoji of reactions. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** True if `text` is exactly one emoji recommended for general interchange (UTS #51). */
export function isEmoji(text: string): boolean {
  return text.length <= 64 && ONE_EMOJI.test(text);
}
