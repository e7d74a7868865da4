import { useSignal } from "@preact/signals";
import { EMOJI_GROUPS, type Emoji, type EmojiTable } from "../../models/emoji-table.ts";
import { recentEmoji, rememberEmoji } from "../../models/recent-emoji.ts";
import { inSkinTone, saveSkinTone, skinTone, withoutTone, type SkinTone } from "../../models/skin-tone.ts";
import { canDraw } from "../../browser/emoji-support.ts";
import { useRoom } from "../context.ts";
import type { PickerGroup } from "./picker-groups.ts";

/** What the picker shows, and what can be done in it. */
export interface Picker {
  /** the tabs */
  readonly groups: readonly PickerGroup[];
  readonly group: PickerGroup;
  readonly query: string;
  /** true while results take the place of a group */
  readonly isSearching: boolean;
  readonly shown: readonly Emoji[];
  /** of the emoji in `shown`; those used last have theirs already */
  readonly shownTone: SkinTone;
  readonly tone: SkinTone;
  selectGroup(group: PickerGroup): void;
  search(query: string): void;
  selectTone(tone: SkinTone): void;
  pick(emoji: string): void;
  /** Picks the first of the results, if there is one. */
  pickFirst(): void;
}

/** An emoji used last that the table does not have: a newer browser or a newer page stored it. */
const UNNAMED: Omit<Emoji, "emoji"> = { name: "", shortNames: [], labels: "" };

/** The state of an emoji picker over `table`. */
export function usePicker(table: EmojiTable, onPick: (emoji: string) => void): Picker {
  const { storage } = useRoom();
  const recent = recentIn(table, recentEmoji(storage));
  const group = useSignal<PickerGroup>(recent.length > 0 ? "recent" : "smileys");
  const query = useSignal("");
  const tone = useSignal(skinTone(storage));
  const isSearching = query.value.trim() !== "";
  const isRecent = !isSearching && group.value === "recent";
  const shown = shownIn(table, { query: query.value, group: group.value, recent });

  function pick(emoji: string): void {
    rememberEmoji(storage, emoji);
    onPick(emoji);
  }

  return {
    groups: recent.length > 0 ? ["recent", ...EMOJI_GROUPS] : EMOJI_GROUPS,
    group: group.value,
    query: query.value,
    isSearching,
    shown,
    shownTone: isRecent ? "" : tone.value,
    tone: tone.value,
    selectGroup: (selected) => (group.value = selected),
    search: (text) => (query.value = text),
    selectTone(selected) {
      tone.value = selected;
      saveSkinTone(storage, selected);
    },
    pick,
    pickFirst() {
      const first = shown[0];
      if (isSearching && first !== undefined) pick(inSkinTone(first.emoji, tone.value));
    },
  };
}

interface Shown {
  readonly query: string;
  readonly group: PickerGroup;
  readonly recent: readonly Emoji[];
}

/** The emoji that match the query, or those of the group; without those that would be an empty box. */
function shownIn(table: EmojiTable, { query, group, recent }: Shown): readonly Emoji[] {
  if (query.trim() !== "") return table.find(query).filter(({ emoji }) => canDraw(emoji));
  if (group === "recent") return recent;
  return table.group(group).filter(({ emoji }) => canDraw(emoji));
}

function recentIn(table: EmojiTable, recent: readonly string[]): Emoji[] {
  return recent.map((emoji) => ({
    ...(table.get(emoji) ?? table.get(withoutTone(emoji)) ?? UNNAMED),
    emoji,
  }));
}
