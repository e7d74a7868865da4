/** The tabs of the emoji picker: the emoji used last, then the groups of the table. */
import type { Translate } from "../../i18n/translate.ts";
import type { EmojiGroup } from "../../models/emoji-table.ts";

export type PickerGroup = "recent" | EmojiGroup;

/** An emoji that represents the group. */
export const GROUP_ICONS: Readonly<Record<PickerGroup, string>> = {
  recent: "🕘",
  smileys: "🙂",
  people: "👋",
  nature: "🌿",
  food: "🍵",
  places: "🧭",
  activities: "⚽",
  objects: "💡",
  symbols: "💛",
  flags: "🏁",
};

export function groupLabel(group: PickerGroup, t: Translate): string {
  return t(group === "recent" ? "emojiRecent" : `emoji_${group}`);
}
