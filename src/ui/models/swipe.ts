/** A horizontal swipe on a message, in the direction of reading: it replies to the message. */

/** A shorter way may still become a scroll or a tap. */
const START_PX = 12;
/** From here on, lifting the finger replies. */
export const SWIPE_REPLY_PX = 56;
/** The message follows the finger no further. */
const MAX_PX = 80;

export type Swipe =
  | { readonly name: "undecided" }
  /** a scroll, or a swipe in the other direction */
  | { readonly name: "other" }
  | { readonly name: "swiping"; readonly px: number; readonly replies: boolean };

/**
 * What a finger does that has moved by `dx` and `dy` since it touched the screen. Once it swipes it may go back.
 *
 * @param sign 1 where reading goes to the right, -1 where it goes to the left
 */
export function swipeOf(dx: number, dy: number, sign: 1 | -1, before: Swipe): Swipe {
  if (before.name === "other") return before;
  const px = dx * sign;
  if (before.name === "undecided") {
    if (Math.hypot(dx, dy) < START_PX) return before;
    if (px < 2 * Math.abs(dy)) return { name: "other" };
  }
  const followed = Math.min(MAX_PX, Math.max(0, px));
  return { name: "swiping", px: followed, replies: followed >= SWIPE_REPLY_PX };
}
