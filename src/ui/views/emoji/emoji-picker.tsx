/** The emoji picker: all emoji by group, by name in either language, and those used last. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isComposing } from "../../browser/is-composing.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { loadEmoji } from "../../i18n/emoji-names.ts";
import type { EmojiTable } from "../../models/emoji-table.ts";
import { plainDirection } from "../../models/direction.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { LoadFailed } from "../kit/lazy-view.tsx";
import { EmojiGrid } from "./emoji-grid.tsx";
import { GroupTabs } from "./group-tabs.tsx";
import { groupLabel } from "./picker-groups.ts";
import { SkinTones } from "./skin-tones.tsx";
import { usePicker, type Picker } from "./use-picker.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

interface Properties {
  readonly onPick: (emoji: string) => void;
  /** Escape was pressed: the opener closes the picker and takes the focus back. */
  readonly onClose: () => void;
  /** the emoji become reactions: there is no way to a poll */
  readonly picksReaction?: boolean;
}

/** Loads the names of the emoji; its place stays empty until they are here. */
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
  return <LoadedPicker {...properties} table={table.value} onQuery={(query) => void load(query)} />;
}

interface LoadedProperties extends Properties {
  readonly table: EmojiTable;
  /** names in another language may have to be loaded for it */
  readonly onQuery: (query: string) => void;
}

function LoadedPicker({ table, onPick, onClose, onQuery, picksReaction }: LoadedProperties): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const picker = usePicker(table, onPick);
  const find = (selector: string) => root.current?.querySelector<HTMLElement>(selector);

  // On a phone the keyboard would cover the emoji.
  useEffect(() => {
    const initial = usesTouchKeyboard() ? root.current : find("input");
    initial?.focus({ preventScroll: true });
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    <div ref={root} class="emoji-picker" tabIndex={-1} onKeyDown={onKeyDown}>
      <div class="emoji-bar">
        <SearchField
          picker={picker}
          onQuery={onQuery}
          onLeave={() => focusInDocument(find(".emoji-grid [tabindex='0']"))}
        />
      </div>
      {!picker.isSearching && (
        <GroupTabs groups={picker.groups} selected={picker.group} onSelect={picker.selectGroup} />
      )}
      <EmojiPanel picker={picker} onLeave={() => focusInDocument(find("input"))} />
      <div class="emoji-bar">
        <SkinTones tone={picker.tone} onSelect={picker.selectTone} />
        {picksReaction !== true && <PollButton onOpen={onClose} />}
      </div>
    </div>
  );
}

function PollButton({ onOpen }: { readonly onOpen: () => void }): JSX.Element {
  const { dialog, t } = useRoom();
  return (
    <button
      type="button"
      class="link-button"
      onClick={() => {
        onOpen();
        dialog.value = { name: "poll" };
      }}
    >
      {t("pollCreate")}
    </button>
  );
}

interface SearchFieldProperties {
  readonly picker: Picker;
  readonly onQuery: (query: string) => void;
  /** ArrowDown was pressed */
  readonly onLeave: () => void;
}

function SearchField({ picker, onQuery, onLeave }: SearchFieldProperties): JSX.Element {
  const { t } = useRoom();
  const field = useRef<HTMLInputElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event) || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
    event.preventDefault();
    if (event.key === "ArrowDown") onLeave();
    else picker.pickFirst();
  }

  return (
    <div class="emoji-search">
      <input
        ref={field}
        type="search"
        dir={plainDirection(picker.query)}
        placeholder={t("emojiSearch")}
        aria-label={t("emojiSearch")}
        autoComplete="off"
        enterkeyhint="search"
        value={picker.query}
        onInput={({ currentTarget: { value } }) => {
          picker.search(value);
          onQuery(value);
        }}
        onKeyDown={onKeyDown}
      />
      {picker.query !== "" && (
        <button
          type="button"
          class="icon-button"
          title={t("clearSearch")}
          onClick={() => {
            picker.search("");
            field.current?.focus({ preventScroll: true });
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

interface PanelProperties {
  readonly picker: Picker;
  readonly onLeave: () => void;
}

/** The emoji of the selected group, or those found; a tab panel only while there are tabs. */
function EmojiPanel({ picker, onLeave }: PanelProperties): JSX.Element {
  const { t } = useRoom();
  const { group, isSearching, shown } = picker;
  const isEmpty = shown.length === 0;
  return (
    <>
      <div
        id="emoji-panel"
        class="emoji-panel"
        {...(isSearching ? {} : { role: "tabpanel", "aria-labelledby": `emoji-${group}` })}
      >
        {isEmpty ? (
          <p class="secondary-text">{t("emojiNone")}</p>
        ) : (
          <EmojiGrid
            key={isSearching ? "search" : group}
            label={isSearching ? t("emojiResults") : groupLabel(group, t)}
            emoji={shown}
            tone={picker.shownTone}
            onPick={picker.pick}
            onLeave={onLeave}
          />
        )}
      </div>
      <p class="visually-hidden" role="status">
        {isSearching && isEmpty ? t("emojiNone") : ""}
      </p>
    </>
  );
}
