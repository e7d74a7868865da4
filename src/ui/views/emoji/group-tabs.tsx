import type { JSX } from "preact";
import { nextTabIndex } from "../../models/tab-navigation.ts";
import { useRoom } from "../context.ts";
import { GROUP_ICONS, groupLabel, type PickerGroup } from "./picker-groups.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

interface Properties {
  readonly groups: readonly PickerGroup[];
  readonly selected: PickerGroup;
  readonly onSelect: (group: PickerGroup) => void;
}

/** The groups as tabs (APG): one Tab stop, in which the arrows select. The panel they control is the picker's. */
export function GroupTabs({ groups, selected, onSelect }: Properties): JSX.Element {
  const { t } = useRoom();

  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
    const index = groups.indexOf(selected);
    const next = nextTabIndex(event.key, index, groups.length, event.currentTarget.matches(":dir(rtl)"));
    const group = next === undefined ? undefined : groups[next];
    if (group === undefined) return;
    event.preventDefault();
    onSelect(group);
    focusInDocument(document.getElementById(`emoji-${group}`));
  }

  return (
    <div class="emoji-groups" role="tablist" aria-label={t("emojiGroups")} onKeyDown={onKeyDown}>
      {groups.map((group) => (
        <button
          key={group}
          type="button"
          id={`emoji-${group}`}
          role="tab"
          aria-selected={group === selected}
          aria-controls="emoji-panel"
          title={groupLabel(group, t)}
          tabIndex={group === selected ? 0 : -1}
          onClick={() => onSelect(group)}
        >
          <span aria-hidden="true">{GROUP_ICONS[group]}</span>
        </button>
      ))}
    </div>
  );
}
