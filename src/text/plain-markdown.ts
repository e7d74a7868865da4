/** Detects texts without any markup. */

/** Anything that could be markup, or the keycaps of a poll: the fast path, as most texts contain none. */
const MARKUP = /[*_~`@\uff20\ufe6b>\u20e3]|:\/\/|www\.|^ *(?:-|[\d\u0660-\u0669]{1,4}[.)]) /imu;

/** True if `text` is one paragraph without markup. */
export function isPlain(text: string): boolean {
  return !MARKUP.test(text);
}
