/** Loads the tables of emoji names on demand. */
import { EMOJI } from "locale:emoji";
import type { Language } from "../../locales/languages.ts";
import { EmojiTable } from "../models/emoji-table.ts";

const LANGUAGES = Object.keys(EMOJI) as Language[];
/** The language of the base table, with the characters and short names of all emoji: the others only add names. */
const BASE = "en";

const tables = new Map<string, Promise<EmojiTable>>();

/**
 * The emoji with their names in `language`, which are also searchable in each language in whose script `query` is
 * written. Cached; after a failure the next call tries again.
 */
export function loadEmoji(language: Language, query = ""): Promise<EmojiTable> {
  const searchOnly = LANGUAGES.filter((other) => other !== language && isInOwnScript(query, other));
  const key = [language, ...searchOnly].join(" ");
  const table = tables.get(key) ?? fetchTable(language, searchOnly);
  tables.set(key, table);
  table.catch(() => tables.delete(key));
  return table;
}

/** True if `query` has letters of the language's script, and the base table is in another script. */
function isInOwnScript(query: string, language: Language): boolean {
  const { script } = EMOJI[language];
  return script !== EMOJI[BASE].script && new RegExp(`\\p{Script=${script}}`, "u").test(query);
}

async function fetchTable(language: Language, searchOnly: readonly Language[]): Promise<EmojiTable> {
  const [english, translation, ...others] = await Promise.all([
    fetchNames(BASE),
    language === BASE ? undefined : fetchNames(language),
    ...searchOnly.map(fetchNames),
  ]);
  return new EmojiTable({ english, translation, searchOnly: others });
}

async function fetchNames(language: Language): Promise<string> {
  return (await EMOJI[language].load()).default;
}
