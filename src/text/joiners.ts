/** Where the invisible joiners U+200C and U+200D, and variation selectors, are spelling (RFC 5892, A.1 and A.2; UTS #51). */

/** Letters that are joined to each other, of scripts that write U+200C inside of words. */
export const CURSIVE = String.raw`\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}`;

/** Marks of one script alone, as those that suppress a vowel are; accents belong to many. */
const INDIC_MARK = String.raw`[\p{M}--\p{Script=Inherited}]`;

/** What precedes is looked at only where there is a joiner: it may be long. */
const MISPLACED_NON_JOINER = new RegExp(
  String.raw`\u200c(?:(?<!(?:${INDIC_MARK}|[${CURSIVE}]\p{M}{0,16})\u200c)|(?!\p{L}))`,
  "gv",
);

const EMOJI_BEFORE = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?`;
const MISPLACED_JOINER = new RegExp(
  String.raw`\u200d(?:(?<!(?:${INDIC_MARK}|${EMOJI_BEFORE})\u200d)|(?![\p{L}\p{Extended_Pictographic}]))`,
  "gv",
);

/** Only emoji have the selectors 15 and 16; of digits only those of keycaps. */
const MISPLACED_SELECTOR = /[\ufe00-\ufe0d]|[\ufe0e\ufe0f](?:(?<![\p{Emoji}].)|(?<=[\d#*].)(?!\u20e3))/gu;

/** `text` without the joiners and variation selectors that change nothing one could see. */
export function dropMisplacedJoiners(text: string): string {
  return text.replace(MISPLACED_SELECTOR, "").replace(MISPLACED_NON_JOINER, "").replace(MISPLACED_JOINER, "");
}
