import { ISOLATE, POP_ISOLATE } from "./translate.ts";

/** The text before the first isolated value, the value, and the text after it. */
export function splitIsolate(text: string): readonly [string, string, string] {
  const [before = "", isolated = ""] = text.split(ISOLATE);
  const [value = "", after = ""] = isolated.split(POP_ISOLATE);
  return [before, value, after];
}
