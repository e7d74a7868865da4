/** What one does in the list, by mouse, finger or key: loaded after the page's first picture. */
import type { JSX, RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { watchActiveMessages } from "../browser/active-messages.ts";
import { onLongPress } from "../browser/long-press.ts";
import { startMessageShortcuts } from "../browser/message-shortcuts.ts";
import { startPageShortcuts } from "../browser/page-shortcuts.ts";
import { startRovingTabindex } from "../browser/roving-tabindex.ts";
import { useRoom } from "./context.ts";
import { lazyView } from "./lazy.tsx";
import { messageItemAt } from "./message-item.tsx";
import { messageOperations } from "./message-operations.ts";
import { MessagePanelView } from "./message-panel.tsx";
import { MessageTools } from "./message-tools.tsx";

const Shortcuts = lazyView(async () => (await import("./shortcuts.tsx")).Shortcuts);

export interface ActingProperties {
  readonly list: RefObject<HTMLElement | null>;
  /** Escape in the list, where there is nothing to come out of */
  readonly onLeave: () => void;
}

export function Acting({ list, onLeave }: ActingProperties): JSX.Element | null {
  const room = useRoom();
  const { panel, shortcuts } = room;

  const scroller = list.current;

  useEffect(() => {
    if (scroller === null) return undefined;
    const operations = messageOperations(room);
    const stops = [
      startMessageShortcuts(scroller, (act, message) => {
        const row = messageItemAt(message)?.actable;
        return row !== undefined && operations.perform(act, row, message);
      }),
      startRovingTabindex({ scroller, onLeave }),
      watchActiveMessages(scroller, (message, isAttended) =>
        messageItemAt(message)?.setState({ Tools: isAttended ? MessageTools : undefined }),
      ),
      onLongPress(scroller, (pressed) => {
        const message = pressed.closest<HTMLElement>("[data-message]");
        const row = message === null ? undefined : messageItemAt(message)?.actable;
        if (message === null || row === undefined) return;
        const kind = pressed.closest("[data-who]") === null ? "menu" : "who";
        panel.value = { kind, seq: row.seq, anchor: message };
      }),
      startPageShortcuts({
        regions: () => [
          document.querySelector<HTMLElement>(".bar"),
          scroller,
          document.querySelector<HTMLElement>(".composer"),
        ],
        onHelp: () => (shortcuts.value = true),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [scroller]);

  const open = panel.value;
  if (scroller === null) return null;
  return (
    <>
      {open !== undefined && (
        <MessagePanelView key={`${open.kind} ${open.seq}`} panel={open} scroller={scroller} />
      )}
      {shortcuts.value && <Shortcuts onClose={() => (shortcuts.value = false)} />}
    </>
  );
}
