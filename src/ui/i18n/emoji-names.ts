/** Loads the names of emoji when they are first wanted. */
import { EmojiTable } from "../models/emoji-table.ts";
import type { Language } from "./languages.ts";

const arriving = new Map<string, Promise<EmojiTable>>();

/**
 * The emoji with their names in `language`; found by the words of `query` too, should it be written in another one's
 * letters. Fetched once; where that failed, the next call tries again.
 */
export function loadEmoji(language: Language, query = ""): Promise<EmojiTable> {
  const hasArabic = language === "ar" || /\p{Script=Arabic}/u.test(query);
  const key = `${language} ${hasArabic}`;
  const table = arriving.get(key) ?? fetchTable(language, hasArabic);
  arriving.set(key, table);
  table.catch(() => arriving.delete(key));
  return table;
}

async function fetchTable(language: Language, hasArabic: boolean): Promise<EmojiTable> {
  const [english, arabic] = await Promise.all([
    import("emoji:en"),
    hasArabic ? import("emoji:ar") : undefined,
  ]);
  return new EmojiTable({
    english: english.default,
    arabic: arabic?.default,
    shows: language === "ar" ? "arabic" : "english",
  });
}
