/** The letter of a member's avatar. */
import { graphemes } from "../../text/lengths.ts";

/** The first user-perceived character of a name: never half an emoji, never a letter without its marks. */
export function initialOf(name: string): string {
  const initial = graphemes(name.trim().slice(0, 64))[0] ?? "";
  return initial.toLocaleUpperCase();
}
