/**
 * The colours of members: twelve hues, checked for contrast in both themes. A member's hue follows from their id alone, so
 * that it is the same on every page and in each visit. Two members may have the same: it never stands without a name.
 */

/** Degrees in OKLCH, evenly around the circle. The styles choose lightness and chroma. */
export const MEMBER_HUES = [15, 45, 75, 105, 135, 165, 195, 225, 255, 285, 315, 345] as const;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The member's hue in degrees: one of {@link MEMBER_HUES}, by FNV-1a. */
export function hueOf(memberId: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < memberId.length; index++)
    hash = Math.imul(hash ^ memberId.charCodeAt(index), FNV_PRIME) >>> 0;
  return MEMBER_HUES[hash % MEMBER_HUES.length] ?? 0;
}
