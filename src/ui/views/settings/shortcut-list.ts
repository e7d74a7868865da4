/** The keyboard shortcuts, as the dialog lists them. */
import type { PlainStringKey } from "../../i18n/strings.ts";

/** Keys that are pressed together. */
type KeyCombination = readonly string[];

export interface Shortcut {
  readonly label: PlainStringKey;
  /** any of which does it */
  readonly keys: readonly KeyCombination[];
}

export interface ShortcutGroup {
  readonly title: PlainStringKey;
  readonly shortcuts: readonly Shortcut[];
}

export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = [
  {
    title: "keysEverywhere",
    shortcuts: [
      { label: "keyRegions", keys: [["F6"]] },
      { label: "switchRoom", keys: [["Ctrl", "K"]] },
      { label: "keyHelp", keys: [["Ctrl", "/"]] },
    ],
  },
  {
    title: "keysWriting",
    shortcuts: [
      { label: "keySend", keys: [["Enter"]] },
      { label: "keyNewLine", keys: [["Shift", "Enter"]] },
      { label: "keyEditLast", keys: [["↑"]] },
      { label: "keyCancel", keys: [["Esc"]] },
    ],
  },
  {
    title: "keysMessage",
    shortcuts: [
      { label: "keyMove", keys: [["↑"], ["↓"]] },
      { label: "keyEnds", keys: [["Home"], ["End"]] },
      { label: "keyEnter", keys: [["Enter"]] },
      { label: "keyLeave", keys: [["Esc"]] },
      { label: "reply", keys: [["R"]] },
      { label: "edit", keys: [["E"]] },
      { label: "addReaction", keys: [["+"], ["A"]] },
      { label: "copyMessage", keys: [["C"]] },
      { label: "remove", keys: [["Delete"]] },
      { label: "keyMenu", keys: [["Shift", "F10"]] },
    ],
  },
];
