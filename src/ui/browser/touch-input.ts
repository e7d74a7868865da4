/** True on devices with an on-screen keyboard, on which Enter inserts a line break and a button sends. */
export function usesTouchKeyboard(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}
