/** Entries kept: more than the characters of an ordinary text. Then the memory is emptied. */
const MAX_ENTRIES = 1_000;

/** `of`, which remembers its results: for rules that are applied to each character of a text, or to one name several times. */
export function memoize(of: (text: string) => string): (text: string) => string {
  const results = new Map<string, string>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    if (results.size >= MAX_ENTRIES) results.clear();
    const result = of(text);
    results.set(text, result);
    return result;
  };
}
