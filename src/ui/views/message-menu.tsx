import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { nextMenuIndex } from "../models/menu-navigation.ts";
import { QUICK_REACTIONS } from "../models/quick-reactions.ts";
import { useRoom, type MessagePanel } from "./context.ts";
import { Icon, type IconName } from "./icons.tsx";
import type { StoredRow } from "./message-item.tsx";
import { messageOperations } from "./message-operations.ts";

interface Properties {
  readonly panel: MessagePanel;
  readonly row: StoredRow;
  readonly message: HTMLElement | null;
  readonly onClose: () => void;
}

interface Entry {
  readonly words: string;
  readonly icon: IconName;
  /** the key that does the same while the message has the focus */
  readonly shortcut?: string;
  readonly act: () => void;
}

/** All that can be done with a message (APG, menu button). */
export function MessageMenu({ panel, row, message, onClose }: Properties): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const operations = messageOperations(room);
  const root = useRef<HTMLDivElement>(null);
  const entries = entriesFor({ panel, row, message, onClose }, room);

  const items = () => Array.from(root.current?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Tab") {
      event.preventDefault();
      return onClose();
    }
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const next = nextMenuIndex(event.key, at, {
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
      {entries.map(({ words, icon, shortcut, act }, index) => (
        <button
          key={words}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-first={index === 0}
          aria-keyshortcuts={shortcut}
          onClick={act}
        >
          <Icon name={icon} />
          <span>{words}</span>
          {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
        </button>
      ))}
    </div>
  );
}

function entriesFor({ panel, row, message, onClose }: Properties, room: ReturnType<typeof useRoom>): Entry[] {
  const { t } = room;
  const operations = messageOperations(room);
  const open = (kind: MessagePanel["kind"]) => () => (room.panel.value = { ...panel, kind });
  /** Closes first: what is done may put the focus elsewhere. */
  const after = (act: () => void) => () => {
    onClose();
    act();
  };
  return [
    { words: t("reply"), icon: "reply", shortcut: "R", act: after(() => operations.reply(row)) },
    { words: t("react"), icon: "smile", shortcut: "+", act: open("emoji") },
    ...(row.reactions.length > 0
      ? [{ words: t("whoReacted"), icon: "people", act: open("who") } as const]
      : []),
    ...(row.own
      ? [{ words: t("edit"), icon: "pen", shortcut: "E", act: after(() => operations.edit(row)) } as const]
      : []),
    {
      words: t("copyMessage"),
      icon: "copy",
      shortcut: "C",
      act: after(() => operations.copyText(row, message)),
    },
    { words: t("copyMessageLink"), icon: "link", act: after(() => operations.copyLink(row, message)) },
    ...(row.own
      ? [
          {
            words: t("remove"),
            icon: "bin",
            shortcut: "Del",
            act: after(() => operations.delete(row)),
          } as const,
        ]
      : []),
  ];
}
