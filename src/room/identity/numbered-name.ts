/** The number behind a name that is in use (SPEC ID-22). */
import { graphemes } from "../../text/lengths.ts";

const NUMBER = / \(\d{1,6}\)$/u;

/** `name` with ` (number)` behind it, shortened where it would be too long for a name. */
export function numberedName(name: string, number: number | string, maxGraphemes: number): string {
  const suffix = ` (${number})`;
  const shortened = graphemes(name)
    .slice(0, maxGraphemes - suffix.length)
    .join("");
  return shortened.trimEnd() + suffix;
}

/** The name that the number was given to. */
export function withoutNumber(name: string): string {
  return name.replace(NUMBER, "");
}
