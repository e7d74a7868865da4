/** Names the character for which a text is refused (SPEC PUB-1). */
import { CONTROL } from "./characters.ts";
import { indexOfExcessMark, MAX_MARKS } from "./marks.ts";

/**
 * The first character for which `parseText` refuses `raw` as `invalid_text`, like `U+001B at 12`: the code points
 * before it are counted. Undefined if there is none.
 */
export function describeInvalidCharacter(raw: string): string | undefined {
  const excess = indexOfExcessMark(raw);
  let position = 0;
  let index = 0;
  for (const character of raw) {
    if (isInvalid(character)) return placeOf(character, position);
    if (index === excess) return `${placeOf(character, position)} (more than ${MAX_MARKS} marks on a letter)`;
    position++;
    index += character.length;
  }
  return undefined;
}

/** CR and NEL are controls, but line breaks. */
function isInvalid(character: string): boolean {
  return !character.isWellFormed() || (CONTROL.test(character) && !/[\r\u0085]/u.test(character));
}

function placeOf(character: string, position: number): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex} at ${position}`;
}
