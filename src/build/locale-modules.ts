/**
 * Splits the strings of `src/locales` into chunks. A language is one file; a page loads one part of it at once, another
 * part later, and the strings of the Worker's pages never: `locale:ar/room` is the module of one part.
 */
import type { Plugin } from "esbuild";
import { LANGUAGES, LOCALES, type Language } from "../locales/languages.ts";
import { emojiBase, emojiNames } from "./emoji-tables.ts";

/** The parts that the room page loads unchanged. */
const STRING_PARTS = ["room", "lazy", "admin"] as const;
/** The entry point of the strings that the room page loads first. */
const FIRST_STRINGS = /^locale:([\w-]+)\/room$/;

/** Resolves `locale:strings`, `locale:names`, `locale:emoji` and their imports. Typed in `ui/i18n/locale-modules.d.ts`. */
export const localeModules: Plugin = {
  name: "locale-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^locale:/ }, ({ path }) => ({
      path: path.slice("locale:".length),
      namespace: "locale",
    }));
    onLoad({ filter: /.*/, namespace: "locale" }, ({ path }) => ({
      contents: moduleSource(path),
      loader: "js",
    }));
  },
};

/** The language whose first strings this entry point is; undefined for any other entry point. */
export function firstStringsLanguage(entryPoint: string): string | undefined {
  return FIRST_STRINGS.exec(entryPoint)?.[1];
}

function moduleSource(path: string): string {
  if (path === "strings") return `export const STRINGS = ${byLanguage(stringLoaders)};`;
  if (path === "emoji") return `export const EMOJI = ${byLanguage(emojiLoader)};`;
  if (path === "names")
    return `export default ${byLanguage((language) => JSON.stringify(LOCALES[language].name))};`;
  const [language, part] = path.split("/") as [Language, (typeof STRING_PARTS)[number] | "emoji"];
  return `export default ${JSON.stringify(part === "emoji" ? emojiTable(language) : LOCALES[language][part])};`;
}

function stringLoaders(language: Language): string {
  return `{ ${STRING_PARTS.map((part) => `${part}: ${loader(language, part)}`).join(", ")} }`;
}

function emojiLoader(language: Language): string {
  const { script = "" } = new Intl.Locale(language).maximize();
  return `{ script: ${JSON.stringify(script)}, load: ${loader(language, "emoji")} }`;
}

function loader(language: Language, part: string): string {
  return `() => import("locale:${language}/${part}")`;
}

function byLanguage(valueSource: (language: Language) => string): string {
  return `{ ${LANGUAGES.map((language) => `${JSON.stringify(language)}: ${valueSource(language)}`).join(", ")} }`;
}

function emojiTable(language: Language): string {
  return language === "en" ? emojiBase() : emojiNames(language);
}
