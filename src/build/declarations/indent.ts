/** Indents each line of `text` by one level. */
export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
