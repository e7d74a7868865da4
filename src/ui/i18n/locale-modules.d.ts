// oxlint-disable typescript/consistent-type-imports -- the declaration of a module cannot import by a relative path
/** Virtual modules that the build generates from `src/locales`, so that a page loads only a part of one language. */

declare module "locale:strings" {
  type Locale = import("../../locales/locale.ts").Locale;
  type Load<Part extends keyof Locale> = () => Promise<{ readonly default: Locale[Part] }>;

  export const STRINGS: Readonly<
    Record<
      import("../../locales/languages.ts").Language,
      { readonly room: Load<"room">; readonly lazy: Load<"lazy">; readonly admin: Load<"admin"> }
    >
  >;
}

declare module "locale:names" {
  /** What each language calls itself, in the order in which they are shown. */
  const names: Readonly<Record<import("../../locales/languages.ts").Language, string>>;
  export default names;
}

declare module "locale:emoji" {
  /** The names of emoji, as `src/build/emoji-tables.ts` writes them, and the script of the language (ISO 15924). */
  export const EMOJI: Readonly<
    Record<
      import("../../locales/languages.ts").Language,
      { readonly script: string; readonly load: () => Promise<{ readonly default: string }> }
    >
  >;
}
