import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { nextMenuIndex } from "../../models/menu-navigation.ts";
import { QUICK_REACTIONS } from "../../models/quick-reactions.ts";
import { useRoom, type MessagePanel } from "../context.ts";
import { Icon, type IconName } from "../kit/icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";
import { messageOperations } from "./message-operations.ts";

interface Properties {
  readonly panel: MessagePanel;
  readonly row: ActionableRow;
  readonly message: HTMLElement | null;
  readonly onClose: () => void;
}

interface MenuEntry {
  readonly label: string;
  readonly icon: IconName;
  /** the key that does the same while the message has the focus */
  readonly shortcut?: string;
  readonly onSelect: () => void;
}

/** All that can be done with a message (APG, menu button). */
export function MessageMenu({ panel, row, message, onClose }: Properties): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const operations = messageOperations(room);
  const root = useRef<HTMLDivElement>(null);
  const entries = menuEntries({ panel, row, message, onClose }, room);

  const items = () => Array.from(root.current?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Tab") {
      event.preventDefault();
      return onClose();
    }
    const all = items();
    const focusedIndex = all.findIndex((item) => item === document.activeElement);
    const next = nextMenuIndex(event.key, focusedIndex, {
      firstRowCount: QUICK_REACTIONS.length,
      count: all.length,
      rightToLeft: root.current?.matches(":dir(rtl)") === true,
    });
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  }

  return (
    <div
      ref={root}
      class="menu"
      role="menu"
      aria-label={t("messageActions")}
      onKeyDown={onKeyDown}
      // The key that opened it also asks for the browser's own.
      onContextMenu={(event) => event.preventDefault()}
    >
      <div class="menu-emoji" role="group" aria-label={t("reactions")}>
        {QUICK_REACTIONS.map((emoji) => (
          <button
            key={emoji}
            type="button"
            role="menuitemcheckbox"
            aria-checked={row.reactions.some((one) => one.emoji === emoji && one.mine === true)}
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
      {entries.map(({ label, icon, shortcut, onSelect }, index) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-first={index === 0}
          aria-keyshortcuts={shortcut}
          onClick={onSelect}
        >
          <Icon name={icon} />
          <span>{label}</span>
          {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
        </button>
      ))}
    </div>
  );
}

function menuEntries(
  { panel, row, message, onClose }: Properties,
  room: ReturnType<typeof useRoom>,
): MenuEntry[] {
  const { t } = room;
  const operations = messageOperations(room);
  const openPanel = (kind: MessagePanel["kind"]) => () => (room.panel.value = { ...panel, kind });
  /** Closes first: what is done may put the focus elsewhere. */
  const closeThen = (onSelect: () => void) => () => {
    onClose();
    onSelect();
  };
  return [
    { label: t("reply"), icon: "reply", shortcut: "R", onSelect: closeThen(() => operations.reply(row)) },
    { label: t("react"), icon: "smile", shortcut: "+", onSelect: openPanel("emoji") },
    ...(row.reactions.length > 0
      ? [{ label: t("whoReacted"), icon: "people", onSelect: openPanel("reactors") } as const]
      : []),
    ...(row.own
      ? [
          {
            label: t("edit"),
            icon: "pen",
            shortcut: "E",
            onSelect: closeThen(() => operations.edit(row)),
          } as const,
        ]
      : []),
    {
      label: t("copyMessage"),
      icon: "copy",
      shortcut: "C",
      onSelect: closeThen(() => operations.copyText(row, message)),
    },
    {
      label: t("copyMessageLink"),
      icon: "link",
      onSelect: closeThen(() => operations.copyLink(row, message)),
    },
    ...(row.own
      ? [
          {
            label: t("remove"),
            icon: "bin",
            shortcut: "Del",
            onSelect: closeThen(() => operations.delete(row)),
          } as const,
        ]
      : []),
  ];
}
