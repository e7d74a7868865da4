/** The avatar of a member: a colour derived from their id, and the first character of their name. */
import { graphemes } from "../../text/lengths.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A hue in degrees, the same for the same id everywhere (FNV-1a, then spread by the golden angle). */
export function hueOf(memberId: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < memberId.length; index++)
    hash = Math.imul(hash ^ memberId.charCodeAt(index), FNV_PRIME) >>> 0;
  return Math.round((hash % 4096) * 137.508) % 360;
}

/** The first user-perceived character of a name: never half an emoji, never a letter without its marks. */
export function initialOf(name: string): string {
  const initial = graphemes(name.trim().slice(0, 64))[0] ?? "";
  return initial.toLocaleUpperCase();
}
