/** The words of the Worker's pages, a file for each language: the Worker reads those that it does not bundle. */
import { LANGUAGES, LOCALES } from "../locales/languages.ts";
import type { Language } from "../locales/languages-info.ts";
import { PAGE_PARTS } from "../locales/locale.ts";
import { wordsPath } from "../protocol/words-path.ts";
import { WORDS as ARABIC_ROOM_NAMES } from "../worker/room-names/words-ar.ts";
import type { BuiltFile } from "./outputs.ts";

/** English ones are bundled with the Worker. */
const ROOM_NAMES: Partial<Record<Language, string>> = { ar: ARABIC_ROOM_NAMES };
const FOLDER = "/assets/";

export function pageWordFiles(): BuiltFile[] {
  return LANGUAGES.map((language) => {
    const words = Object.fromEntries(PAGE_PARTS.map((part) => [part, LOCALES[language][part]]));
    return {
      name: wordsPath(language).slice(FOLDER.length),
      contents: new TextEncoder().encode(JSON.stringify({ ...words, roomNames: ROOM_NAMES[language] })),
    };
  });
}
