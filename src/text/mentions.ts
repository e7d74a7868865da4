/** Finds mentions of a name in a text: `@Sara`. */
import { fold } from "./folding.ts";

/** Commercial at, and its full-width and small forms, which fold to it. */
const AT = /[@\uff20\ufe6b]/u;
/** Replaces a no-break space, which joins the words of one name, while folding turns every other space into U+0020. */
const JOINER = "\ue000";
/** A continuation of the name, so that `@Sara` does not match `@Sarah`, nor `@guest` match `@guest-7f3a`. */
const NAME_CONTINUES = /^(?:[\p{L}\p{M}\p{N}_]|[-.\ue000][\p{L}\p{N}_])/u;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u;

/**
 * True if `text` mentions `name`: `@`, the name in any spelling (see `fold`), and the end of the word. A name may
 * contain spaces: `@Ana Maria` mentions both an Ana and an Ana Maria, as only its author knows which, but with a
 * no-break space, as autocompletion inserts it, it mentions Ana Maria alone.
 */
export function mentionsName(text: string, name: string): boolean {
  // Fast path: few texts contain an @.
  if (!AT.test(text)) return false;
  const joined = collapseSpaces(fold(text.replaceAll("\u00a0", JOINER)));
  const folded = joined.replaceAll(JOINER, " ");
  const mention = `@${collapseSpaces(fold(name))}`;
  if (mention === "@") return false;
  for (let at = folded.indexOf(mention); at !== -1; at = folded.indexOf(mention, at + 1)) {
    const end = at + mention.length;
    // A name may itself contain an @, so only the characters around the mention decide.
    const before = joined.slice(Math.max(0, at - 2), at);
    if (!WORD_BEFORE.test(before) && !NAME_CONTINUES.test(joined.slice(end, end + 4))) return true;
  }
  return false;
}

function collapseSpaces(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
