/** Excerpts of the texts that were quoted last: hundreds of replies may quote one message, and change with each of its edits. */
import { excerpt } from "../../text/excerpt.ts";

/** More than are edited at once. */
export const MAX_EXCERPTS = 100;

/** `compute`, which is called once for the same text and length as long as they are among the latest. */
export function remembering(
  compute: (text: string, maxUnits: number) => string,
): (text: string, maxUnits: number) => string {
  const results = new Map<string, string>();
  return (text, maxUnits) => {
    const key = `${maxUnits} ${text}`;
    const result = results.get(key) ?? compute(text, maxUnits);
    // Behind the others: the first one is that which was not used for longest.
    results.delete(key);
    results.set(key, result);
    const [oldest] = results.keys();
    if (results.size > MAX_EXCERPTS && oldest !== undefined) results.delete(oldest);
    return result;
  };
}

/** See `excerpt`. */
export const rememberedExcerpt = remembering(excerpt);
