/** What one does in the list, by mouse, finger or key: loaded after the page's first picture. */
import type { JSX, RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { watchActiveMessages } from "../../browser/active-messages.ts";
import { onLongPress } from "../../browser/long-press.ts";
import { startMessageShortcuts } from "../../browser/message-shortcuts.ts";
import { startPageShortcuts } from "../../browser/page-shortcuts.ts";
import { startRovingTabindex } from "../../browser/roving-tabindex.ts";
import { useRoom } from "../context.ts";
import { lazyView } from "../kit/lazy-view.tsx";
import { messageItemAt } from "../message/message-item.tsx";
import { messageOperations } from "./message-operations.ts";
import { MessagePanelView } from "./message-panel.tsx";
import { MessageToolbar } from "./message-toolbar.tsx";

const KeyboardShortcuts = lazyView(
  async () => (await import("../settings/keyboard-shortcuts.tsx")).KeyboardShortcuts,
);

export interface MessageActionsViewProperties {
  readonly list: RefObject<HTMLElement | null>;
  /** Escape in the list, where there is nothing to come out of */
  readonly onLeave: () => void;
}

export function MessageActionsView({ list, onLeave }: MessageActionsViewProperties): JSX.Element | null {
  const room = useRoom();
  const { panel, shortcuts } = room;

  const scroller = list.current;

  useEffect(() => {
    if (scroller === null) return undefined;
    const operations = messageOperations(room);
    const cleanups = [
      startMessageShortcuts(scroller, (action, message) => {
        const row = messageItemAt(message)?.actionableRow;
        return row !== undefined && operations.perform(action, row, message);
      }),
      startRovingTabindex({ scroller, onLeave }),
      watchActiveMessages(scroller, (message, isActive) =>
        messageItemAt(message)?.setState({ Toolbar: isActive ? MessageToolbar : undefined }),
      ),
      onLongPress(scroller, (pressed) => {
        const message = pressed.closest<HTMLElement>("[data-message]");
        const row = message === null ? undefined : messageItemAt(message)?.actionableRow;
        if (message === null || row === undefined) return;
        const kind = pressed.closest("[data-reactors]") === null ? "menu" : "reactors";
        panel.value = { kind, seq: row.seq, anchor: message };
      }),
      startPageShortcuts({
        regions: () => [
          document.querySelector<HTMLElement>(".room-header"),
          scroller,
          document.querySelector<HTMLElement>(".composer"),
        ],
        onHelp: () => (shortcuts.value = true),
      }),
    ];
    return () => {
      for (const cleanUp of cleanups) cleanUp();
    };
  }, [scroller]);

  const openPanel = panel.value;
  if (scroller === null) return null;
  return (
    <>
      {openPanel !== undefined && (
        <MessagePanelView key={`${openPanel.kind} ${openPanel.seq}`} panel={openPanel} scroller={scroller} />
      )}
      {shortcuts.value && <KeyboardShortcuts onClose={() => (shortcuts.value = false)} />}
    </>
  );
}
