/** Names the character for which a text is refused (SPEC PUB-1). */
import { CONTROL } from "./characters.ts";

/**
 * The first character for which `parseText` refuses `raw` as `invalid_text`, like `U+001B at 12`: the code points
 * before it are counted. Undefined if there is none.
 */
export function describeInvalidCharacter(raw: string): string | undefined {
  let position = 0;
  for (const character of raw) {
    if (isInvalid(character)) return `U+${hexCodePoint(character)} at ${position}`;
    position++;
  }
  return undefined;
}

/** CR and NEL are controls, but line breaks. */
function isInvalid(character: string): boolean {
  return !character.isWellFormed() || (CONTROL.test(character) && !/[\r\u0085]/u.test(character));
}

function hexCodePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
