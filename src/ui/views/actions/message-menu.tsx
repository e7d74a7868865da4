import type { JSX } from "preact";
import { nextMenuIndex } from "../../models/menu-navigation.ts";
import { quickReactions } from "../../models/quick-reactions.ts";
import { recentEmoji } from "../../models/recent-emoji.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import { menuEntries, MessageOperations, type MenuEntry, type MenuProperties } from "./message-operations.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

/** The context menu of a message: quick reactions in a row, then one action a line (APG, menu button). */
export function MessageMenu(properties: MenuProperties): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const { row, onClose } = properties;
  const operations = new MessageOperations(room);
  return (
    <div
      class="menu"
      role="menu"
      aria-label={t("messageActions")}
      onKeyDown={(event) => onKeyDown(event, onClose)}
      // The key that opened it also asks for the browser's own menu.
      onContextMenu={(event) => event.preventDefault()}
    >
      {operations.mayWrite && (
        <div class="menu-emoji" role="group" aria-label={t("reactions")}>
          {quickReactions(recentEmoji(room.storage)).map((emoji) => (
            <button
              key={emoji}
              type="button"
              role="menuitemcheckbox"
              aria-checked={row.reactions.some(
                (reaction) => reaction.emoji === emoji && reaction.mine === true,
              )}
              aria-label={t("reactWith", { emoji })}
              tabIndex={-1}
              onClick={() => {
                onClose();
                operations.toggle(row, emoji);
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      {menuEntries(properties, room, operations).map((entry, index) => (
        <MenuItem key={entry.label} entry={entry} isFirst={index === 0} />
      ))}
    </div>
  );
}

interface ItemProperties {
  readonly entry: MenuEntry;
  /** it gets the focus when the menu opens */
  readonly isFirst: boolean;
}

function MenuItem({
  entry: { label, icon, shortcut, isDestructive, onSelect },
  isFirst,
}: ItemProperties): JSX.Element {
  return (
    <button
      type="button"
      role="menuitem"
      class={isDestructive && "danger"}
      tabIndex={-1}
      data-first={isFirst}
      aria-keyshortcuts={shortcut}
      onClick={onSelect}
    >
      <LazyIcon name={icon} />
      <span>{label}</span>
      {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  );
}

/** Arrows, Home and End move between the items; Tab closes. */
function onKeyDown(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  onClose: () => void,
): void {
  const { key, currentTarget: menu } = event;
  if (key === "Tab") {
    event.preventDefault();
    return onClose();
  }
  const items = Array.from(menu.querySelectorAll<HTMLElement>("[role^='menuitem']"));
  const focusedIndex = items.findIndex((item) => item === document.activeElement);
  const next = nextMenuIndex(key, focusedIndex, {
    firstRowCount: menu.querySelectorAll(".menu-emoji > *").length,
    count: items.length,
    rightToLeft: menu.matches(":dir(rtl)"),
  });
  if (next === undefined) return;
  event.preventDefault();
  focusInDocument(items[next]);
}
