/** Loads the names of emoji when they are first wanted. */
import { EmojiTable } from "../models/emoji-table.ts";
import type { Language } from "./languages.ts";

const tables = new Map<string, Promise<EmojiTable>>();

/**
 * The emoji with their names in `language`; found by the words of `query` too, should it be written in another one's
 * letters. Fetched once; where that failed, the next call tries again.
 */
export function loadEmoji(language: Language, query = ""): Promise<EmojiTable> {
  const hasArabic = language === "ar" || /\p{Script=Arabic}/u.test(query);
  const key = `${language} ${hasArabic}`;
  const table = tables.get(key) ?? fetchTable(language, hasArabic);
  tables.set(key, table);
  table.catch(() => tables.delete(key));
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
    displayLanguage: language === "ar" ? "arabic" : "english",
  });
}
