/** Whether there is any markup in a text at all. */

/** Anything that could be markup. Most texts hold nothing of it, and this is found out many times faster than by parsing. */
const MARKUP = /[*_~`@>]|:\/\/|^ *(?:-|[\d\u0660-\u0669]{1,4}[.)]) /mu;

/** True if `text` is one paragraph of nothing but text. */
export function isPlain(text: string): boolean {
  return !MARKUP.test(text);
}
