/** The nesting depth of JSON, without parsing it: deep input must be refused before anything recurses into it. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSERS: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** True if arrays and objects in `json` nest deeper than `maxDepth`. Brackets inside strings do not count. */
export function exceedsDepth(json: string, maxDepth: number): boolean {
  let depth = 0;
  let insideString = false;
  for (let index = 0; index < json.length; index++) {
    const unit = json.charCodeAt(index);
    if (insideString) {
      if (unit === BACKSLASH) index++;
      else if (unit === QUOTE) insideString = false;
    } else if (unit === QUOTE) insideString = true;
    else if (OPENERS.has(unit)) {
      depth++;
      if (depth > maxDepth) return true;
    } else if (CLOSERS.has(unit)) depth--;
  }
  return false;
}
