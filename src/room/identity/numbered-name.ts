/** The number behind a name that is in use (SPEC ID-22). */
import { exceedsGraphemes } from "../../text/lengths.ts";

const NUMBER = / \(\d{1,6}\)$/u;

/** `name` with ` (number)` behind it, shortened where it would be too long for a name. */
export function numberedName(name: string, number: number | string, maxGraphemes: number): string {
  const suffix = ` (${number})`;
  let shortened = name;
  while (exceedsGraphemes(shortened + suffix, maxGraphemes)) shortened = [...shortened].slice(0, -1).join("");
  return shortened.trimEnd() + suffix;
}

/** The name that the number was given to. */
export function withoutNumber(name: string): string {
  return name.replace(NUMBER, "");
}
