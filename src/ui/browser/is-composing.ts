/** The key code of a key that an input method handles (UI Events §7.3.1). */
const INPUT_METHOD_KEY_CODE = 229;

/**
 * True if the key belongs to an input method, such as the Enter that ends a composition or the Escape that cancels it.
 * Safari ends the composition before that key: only its code shows it.
 */
export function isComposing({ isComposing: isUnderWay, keyCode }: KeyboardEvent): boolean {
  return isUnderWay || keyCode === INPUT_METHOD_KEY_CODE;
}
