/** Whether a text calls somebody by name: `@Sara`. */
import { fold } from "./folding.ts";

/** Commercial at, and its full-width and small forms, which fold to it. */
const AT = /[@\uff20\ufe6b]/u;
/** A no-break space joins the words of one name. Folding would make it a space like any other: it is put aside as this. */
const JOINER = "\ue000";
/** What goes on with a word, so that `@Sara` is in neither `@Sarah` nor `ana@sara`, and `@guest` is not in `@guest-7f3a`. */
const NAME_CONTINUES = /^(?:[\p{L}\p{M}\p{N}_]|[-.\ue000][\p{L}\p{N}_])/u;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u;

/**
 * True if `text` mentions `name`: `@`, the name however it is spelled (see `fold`), and then no more of a word.
 * A name may hold spaces; `@Ana Maria` mentions both an Ana and an Ana Maria, as only its author knows which, but joined
 * by a no-break space, as completion writes it, it mentions Ana Maria alone.
 */
export function mentionsName(text: string, name: string): boolean {
  // Few texts hold an @, and this is found out many times faster than by folding.
  if (!AT.test(text)) return false;
  const joined = collapseSpaces(fold(text.replaceAll("\u00a0", JOINER)));
  const folded = joined.replaceAll(JOINER, " ");
  const mention = `@${collapseSpaces(fold(name))}`;
  if (mention === "@") return false;
  for (let at = folded.indexOf(mention); at !== -1; at = folded.indexOf(mention, at + 1)) {
    const end = at + mention.length;
    // A name may itself hold an @ or begin amid a word: only what stands around it decides.
    const before = joined.slice(Math.max(0, at - 2), at);
    if (!WORD_BEFORE.test(before) && !NAME_CONTINUES.test(joined.slice(end, end + 4))) return true;
  }
  return false;
}

function collapseSpaces(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
