/** Strings that end with their line: the apostrophe of a word must not colour all that follows. */
import type { ParseOptions } from "sugar-high/core";

type OnLiteral = NonNullable<ParseOptions["onLiteral"]>;

/**
 * The rule for strings in quotes, for one text. A quote without a second one on its line is a character like others; of
 * three quotes, the string ends with the next three. What was not found is not searched for again.
 */
export function singleLineStrings({ onLiteral, onQuote }: ParseOptions): { readonly onLiteral: OnLiteral } {
  /** per quote: before this index there is no second one */
  const unclosedUntil: Record<string, number> = {};

  return {
    onLiteral(current, index, code) {
      const length = onLiteral?.(current, index, code);
      if (length) return length;
      // In Rust an apostrophe is also the mark of a lifetime: the library reads it.
      if (current !== '"' && (current !== "'" || onQuote !== undefined)) return 0;
      return tripleLength(current, index, code) ?? lengthOnLine(current, index, code) ?? 1;
    },
  };

  function tripleLength(quote: string, index: number, code: string): number | undefined {
    const triple = quote.repeat(3);
    if (!code.startsWith(triple, index) || (unclosedUntil[triple] ?? 0) > index) return undefined;
    const end = code.indexOf(triple, index + 3);
    if (end !== -1) return end + 3 - index;
    unclosedUntil[triple] = code.length;
    return undefined;
  }

  function lengthOnLine(quote: string, start: number, code: string): number | undefined {
    if ((unclosedUntil[quote] ?? 0) > start) return undefined;
    let index = start + 1;
    while (index < code.length && code[index] !== "\n") {
      if (code[index] === quote) return index + 1 - start;
      index += code[index] === "\\" ? 2 : 1;
    }
    unclosedUntil[quote] = index;
    return undefined;
  }
}
