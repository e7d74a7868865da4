/** What a key does while a message has the focus. */

export type MessageAct = "reply" | "edit" | "react" | "copy" | "delete" | "menu";

export interface Key {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}

const BY_KEY: Readonly<Partial<Record<string, MessageAct>>> = {
  r: "reply",
  e: "edit",
  a: "react",
  "+": "react",
  c: "copy",
  Delete: "delete",
  ContextMenu: "menu",
};

const LATIN = /^[a-z]$/iu;
const OTHER_LETTER = /^\p{L}$/u;

/** Letters are the ones on the keys; on a keyboard of another script, the ones in the same place. */
export function messageActOf({ key, code, shiftKey }: Key): MessageAct | undefined {
  if (key === "F10" && shiftKey) return "menu";
  if (LATIN.test(key)) return shiftKey ? undefined : BY_KEY[key.toLowerCase()];
  if (OTHER_LETTER.test(key)) return shiftKey ? undefined : BY_KEY[code.replace(/^Key/u, "").toLowerCase()];
  return BY_KEY[key];
}
