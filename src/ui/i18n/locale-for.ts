/**
 * The locale that formats dates and numbers: the reader's own region where it speaks the interface's language. `ar-EG`
 * has other digits than `ar`.
 */
export function localeFor(language: string, preferred: readonly string[]): string {
  const [first] = preferred;
  return first !== undefined && first.split("-", 1)[0]?.toLowerCase() === language ? first : language;
}
