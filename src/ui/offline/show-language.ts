/** The offline page is cached once, in all languages: the reader sees theirs. */

/** The language of the settings, from the page's cookies; empty if none was chosen. */
export function preferredLanguage(cookies: string): string {
  return /(?:^|; )lang=([\w-]+)/u.exec(cookies)?.[1] ?? "";
}

/**
 * Hides all sections but the one in the first of the `preferred` languages (BCP 47 tags, matched by their primary
 * subtag) that there is, else the first section.
 */
export function showLanguage(
  sections: Iterable<Pick<HTMLElement, "lang" | "hidden">>,
  preferred: readonly string[],
): void {
  const all = [...sections];
  const known = preferred
    .map((tag) => tag.toLowerCase().split("-")[0])
    .find((language) => all.some(({ lang }) => lang === language));
  const shown = all.find(({ lang }) => lang === known) ?? all[0];
  for (const section of all) section.hidden = section !== shown;
}
