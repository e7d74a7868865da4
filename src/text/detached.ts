/** A copy of `text`. V8 keeps the whole string in memory of which another one is a part: a header or URL as long as its sender likes. */
export function detached(text: string): string {
  return [...text].join("");
}
