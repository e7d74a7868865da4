/** The path of the static file with the words of the Worker's pages in one language. */
export function wordsPath(language: string): string {
  return `/assets/words-${language}.json`;
}
