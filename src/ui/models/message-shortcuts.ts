/** Keyboard shortcuts of a focused message. */

export type MessageAction = "reply" | "edit" | "react" | "copy" | "delete" | "menu";

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}

const ACTION_BY_KEY: Readonly<Partial<Record<string, MessageAction>>> = {
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

/** Letters match by character, or by physical key on a keyboard of another script. */
export function messageActionFor({ key, code, shiftKey }: KeyPress): MessageAction | undefined {
  if (key === "F10" && shiftKey) return "menu";
  if (LATIN.test(key)) return shiftKey ? undefined : ACTION_BY_KEY[key.toLowerCase()];
  if (OTHER_LETTER.test(key))
    return shiftKey ? undefined : ACTION_BY_KEY[code.replace(/^Key/u, "").toLowerCase()];
  return ACTION_BY_KEY[key];
}
