/** The message actions of the list, by mouse, touch or key: loaded after the page's first render. */
import type { JSX, RefObject } from "preact";
import { useRoom } from "../context.ts";
import { lazyPanel } from "../kit/lazy-view.tsx";
import { MessagePanelView } from "./message-panel.tsx";
import { useListControls } from "./use-list-controls.ts";

const KeyboardShortcuts = lazyPanel(
  async () => (await import("../settings/keyboard-shortcuts.tsx")).KeyboardShortcuts,
);

export interface MessageActionsViewProperties {
  readonly list: RefObject<HTMLElement | null>;
  /** Escape in the list, outside of a message's controls */
  readonly onLeave: () => void;
}

export function MessageActionsView({ list, onLeave }: MessageActionsViewProperties): JSX.Element | null {
  const { panel, shortcuts } = useRoom();
  const scroller = list.current;
  useListControls(scroller, onLeave);
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
