/** All emoji, to pick one: by kind, by name in either language, by what was picked last. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { loadEmoji } from "../../i18n/emoji-names.ts";
import { EMOJI_GROUPS, type Emoji, type EmojiGroup, type EmojiTable } from "../../models/emoji-table.ts";
import { recentEmoji, rememberEmoji } from "../../models/recent-emoji.ts";
import {
  inSkinTone,
  saveSkinTone,
  SKIN_TONES,
  skinTone,
  withoutTone,
  type SkinTone,
} from "../../models/skin-tone.ts";
import { useRoom } from "../context.ts";
import { EmojiGrid } from "./emoji-grid.tsx";
import { LoadFailed } from "../kit/lazy-view.tsx";

interface Properties {
  readonly onPick: (emoji: string) => void;
  /** Escape was pressed: whoever opened this takes it away, and the focus back. */
  readonly onClose: () => void;
}

type PickerGroup = "recent" | EmojiGroup;

/** Each kind's first emoji that says what it is. */
const GROUP_ICONS: Readonly<Record<PickerGroup, string>> = {
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

/** Comes with its names, whose place is empty until they are here. */
export function EmojiPicker(properties: Properties): JSX.Element {
  const { page } = useRoom();
  const table = useSignal<EmojiTable | "failed" | undefined>(undefined);

  async function load(query?: string): Promise<void> {
    try {
      table.value = await loadEmoji(page.language, query);
    } catch {
      table.value = "failed";
    }
  }

  useEffect(() => void load(), []);

  if (table.value === "failed") return <LoadFailed onRetry={() => void load()} />;
  if (table.value === undefined) return <div class="emoji-picker" aria-busy="true" />;
  return <Picker {...properties} table={table.value} onQuery={(query) => void load(query)} />;
}

interface PickerProperties extends Properties {
  readonly table: EmojiTable;
  readonly onQuery: (query: string) => void;
}

function Picker({ table, onPick, onClose, onQuery }: PickerProperties): JSX.Element {
  const { t, storage } = useRoom();
  const root = useRef<HTMLDivElement>(null);
  const recent = recentEmoji(storage).map((emoji) => ({
    ...(table.get(emoji) ?? table.get(withoutTone(emoji)) ?? UNNAMED),
    emoji,
  }));
  const group = useSignal<PickerGroup>(recent.length > 0 ? "recent" : "smileys");
  const query = useSignal("");
  const tone = useSignal(skinTone(storage));
  const isSearching = query.value.trim() !== "";
  const shown = isSearching
    ? table.find(query.value)
    : group.value === "recent"
      ? recent
      : table.group(group.value);

  // On a phone the keyboard would hide what there is to choose from.
  useEffect(() => {
    const first = usesTouchKeyboard() ? root.current : root.current?.querySelector("input");
    first?.focus({ preventScroll: true });
  }, []);

  function pick(emoji: string): void {
    rememberEmoji(storage, emoji);
    onPick(emoji);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  function onSearchKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const first = shown[0];
    if (event.key === "ArrowDown") {
      event.preventDefault();
      root.current?.querySelector<HTMLElement>(".emoji-grid [tabindex='0']")?.focus();
    } else if (event.key === "Enter" && isSearching && first !== undefined) {
      event.preventDefault();
      pick(inSkinTone(first.emoji, tone.value));
    }
  }

  return (
    <div ref={root} class="emoji-picker" tabIndex={-1} onKeyDown={onKeyDown}>
      <div class="emoji-bar">
        <input
          type="search"
          dir="auto"
          placeholder={t("emojiSearch")}
          aria-label={t("emojiSearch")}
          autoComplete="off"
          enterkeyhint="search"
          value={query.value}
          onInput={({ currentTarget: { value } }) => {
            query.value = value;
            onQuery(value);
          }}
          onKeyDown={onSearchKey}
        />
        <SkinToneSelect
          tone={tone.value}
          onChoose={(selected) => {
            tone.value = selected;
            saveSkinTone(storage, selected);
          }}
        />
      </div>
      {!isSearching && (
        <GroupTabs
          groups={recent.length > 0 ? ["recent", ...EMOJI_GROUPS] : EMOJI_GROUPS}
          selected={group.value}
          onChoose={(selected) => (group.value = selected)}
        />
      )}
      <div
        id="emoji-panel"
        class="emoji-panel"
        {...(isSearching ? {} : { role: "tabpanel", "aria-labelledby": `emoji-${group.value}` })}
      >
        {shown.length === 0 ? (
          <p class="secondary-text">{t("emojiNone")}</p>
        ) : (
          <EmojiGrid
            key={isSearching ? "search" : group.value}
            label={isSearching ? t("emojiResults") : groupLabel(group.value, t)}
            emoji={shown}
            tone={group.value === "recent" && !isSearching ? "" : tone.value}
            onPick={pick}
            onLeave={() => root.current?.querySelector("input")?.focus()}
          />
        )}
      </div>
      <p class="visually-hidden" role="status">
        {isSearching && shown.length === 0 ? t("emojiNone") : ""}
      </p>
    </div>
  );
}

/** Kept by a newer browser, or by a newer page. */
const UNNAMED: Omit<Emoji, "emoji"> = { name: "", shortNames: [], labels: "" };

interface GroupTabsProperties {
  readonly groups: readonly PickerGroup[];
  readonly selected: PickerGroup;
  readonly onChoose: (group: PickerGroup) => void;
}

/** Tabs: one Tab stop, the arrows walk them. */
function GroupTabs({ groups, selected, onChoose }: GroupTabsProperties): JSX.Element {
  const { t } = useRoom();
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const step = tabStep(event, list.current?.matches(":dir(rtl)") === true);
    if (step === undefined) return;
    event.preventDefault();
    const at = groups.indexOf(selected);
    const next = groups.at(step === "first" ? 0 : step === "last" ? -1 : (at + step) % groups.length);
    if (next === undefined) return;
    onChoose(next);
    document.getElementById(`emoji-${next}`)?.focus();
  }

  return (
    <div ref={list} class="emoji-groups" role="tablist" aria-label={t("emojiGroups")} onKeyDown={onKeyDown}>
      {groups.map((group) => (
        <button
          key={group}
          type="button"
          id={`emoji-${group}`}
          role="tab"
          aria-selected={group === selected}
          aria-controls="emoji-panel"
          aria-label={groupLabel(group, t)}
          title={groupLabel(group, t)}
          tabIndex={group === selected ? 0 : -1}
          onClick={() => onChoose(group)}
        >
          {GROUP_ICONS[group]}
        </button>
      ))}
    </div>
  );
}

function tabStep({ key }: KeyboardEvent, rightToLeft: boolean): 1 | -1 | "first" | "last" | undefined {
  if (key === "Home") return "first";
  if (key === "End") return "last";
  if (key !== "ArrowRight" && key !== "ArrowLeft") return undefined;
  return (key === "ArrowRight") === rightToLeft ? -1 : 1;
}

const SKIN_TONE_SAMPLE = "✋";

interface SkinToneSelectProperties {
  readonly tone: SkinTone;
  readonly onChoose: (tone: SkinTone) => void;
}

function SkinToneSelect({ tone, onChoose }: SkinToneSelectProperties): JSX.Element {
  const { t } = useRoom();
  const labels = [
    t("skinTone0"),
    t("skinTone1"),
    t("skinTone2"),
    t("skinTone3"),
    t("skinTone4"),
    t("skinTone5"),
  ];
  return (
    <select
      class="emoji-tone"
      aria-label={t("skinTone")}
      title={t("skinTone")}
      value={String(SKIN_TONES.indexOf(tone))}
      onChange={({ currentTarget }) => onChoose(SKIN_TONES[currentTarget.selectedIndex] ?? "")}
    >
      {SKIN_TONES.map((toneOption, index) => (
        <option key={toneOption} value={String(index)} aria-label={labels[index] ?? ""}>
          {inSkinTone(SKIN_TONE_SAMPLE, toneOption)}
        </option>
      ))}
    </select>
  );
}

function groupLabel(group: PickerGroup, t: ReturnType<typeof useRoom>["t"]): string {
  return t(group === "recent" ? "emojiRecent" : `emoji_${group}`);
}
