/** Objects that have a key twice: parsers of JSON take different ones of the two (RFC 8259 §4). */

/** A string, or the beginning or end of an object or array. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]/gsu;
const COLON = /\s*:/y;

/** True if any object in `json`, which is valid, has a key twice, in whatever spelling. */
export function hasDuplicateKeys(json: string): boolean {
  const objects: Set<unknown>[] = [];
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token === "{" || token === "[") objects.push(new Set());
    else if (token === "}" || token === "]") objects.pop();
    else if (isFollowedByColon(json, index + token.length)) {
      const keys = objects.at(-1);
      const key: unknown = JSON.parse(token);
      if (keys?.has(key) === true) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** Only a key is. */
function isFollowedByColon(json: string, index: number): boolean {
  COLON.lastIndex = index;
  return COLON.test(json);
}
