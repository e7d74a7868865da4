/**
 * The words of the Worker's pages. English is bundled; of each other language they are a static file, read when this
 * isolate makes its first page in it: a Worker that bundled all languages would start slower with each.
 */
import { LANGUAGE_INFO, type Language } from "../locales/languages-info.ts";
import type { PageLocale, WordsFile } from "../locales/locale.ts";
import { en } from "../locales/pages/en.ts";
import { wordsPath } from "../protocol/words-path.ts";
import type { Env } from "./env.ts";
import { WORDS as ENGLISH_ROOM_NAMES } from "./room-names/words-en.ts";

const loaded = new Map<Language, PageLocale & Pick<WordsFile, "roomNames">>([["en", en]]);

/** @throws Error if they are not loaded */
export function pageLocale(language: Language): PageLocale {
  return loadedLocale(language);
}

/** The words that names of rooms are made of. @throws Error if they are not loaded */
export function roomNameWords(language: Language): readonly string[] {
  const { roomNames = ENGLISH_ROOM_NAMES } = loadedLocale(language);
  return roomNames.trim().split(/\s+/u);
}

function loadedLocale(language: Language): PageLocale & Pick<WordsFile, "roomNames"> {
  const locale = loaded.get(language);
  if (locale === undefined) throw new Error(`the words of ${language} are not loaded`);
  return locale;
}

/** Loads the words of a language; does nothing if that is done. @throws Error if the file cannot be read */
export async function loadPageLocale({ ASSETS }: Env, language: Language): Promise<void> {
  if (loaded.has(language)) return;
  // The host is of no account: the binding serves files by their path.
  const response = await ASSETS.fetch(`https://assets.invalid${wordsPath(language)}`);
  if (!response.ok) throw new Error(`the words of ${language} cannot be read: ${response.status}`);
  const words = await response.json<WordsFile>();
  loaded.set(language, { ...LANGUAGE_INFO[language], ...words });
}
