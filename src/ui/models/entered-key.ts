/** The key in what a user enters: the link of an invitation, with `#key=` before the key, or the key itself. */
export function keyIn(entered: string): string {
  const text = entered.trim();
  return text.slice(text.lastIndexOf("=") + 1);
}
