/** How this device is written on. */

/** True where a finger and an on-screen keyboard write: there Enter breaks the line, and a button sends. */
export function usesTouchKeyboard(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}
