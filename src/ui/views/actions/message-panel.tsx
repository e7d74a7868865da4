/** What opens beside a message: its menu, all emoji, or who reacted. Where a finger points, it rises from the foot. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { anchorPanel } from "../../browser/anchor-panel.ts";
import { onClickOutside } from "../../browser/click-outside.ts";
import { useRoom, type MessagePanel } from "../context.ts";
import { lazyView } from "../kit/lazy-view.tsx";
import { messageItemAt, type ActionableRow } from "../message/message-item.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { messageOperations } from "./message-operations.ts";
import { ReactorList } from "./reactor-list.tsx";

const EmojiPicker = lazyView(async () => (await import("../emoji/emoji-picker.tsx")).EmojiPicker);

interface Properties {
  readonly panel: MessagePanel;
  readonly scroller: HTMLElement;
}

export function MessagePanelView({ panel, scroller }: Properties): JSX.Element | null {
  const { panel: openPanel, conversation } = useRoom();
  const element = useRef<HTMLDivElement>(null);
  // Drawn anew as the message changes, and gone with it.
  void conversation.timeline.rows.value;
  const message = scroller.querySelector<HTMLElement>(`[data-seq="${panel.seq}"]`);
  const row = message === null ? undefined : messageItemAt(message)?.actionableRow;

  function close(): void {
    if (openPanel.peek() !== panel) return;
    openPanel.value = undefined;
    if (
      element.current?.contains(document.activeElement) !== true &&
      document.activeElement !== document.body
    )
      return;
    (panel.anchor.isConnected ? panel.anchor : message)?.focus({ preventScroll: true });
  }

  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    element.current.showPopover();
    // What is hidden takes no focus: only now.
    element.current.querySelector<HTMLElement>("[data-first]")?.focus({ preventScroll: true });
    // A button beside the message goes as soon as nobody points there.
    const anchor = panel.anchor.isConnected ? panel.anchor : (message ?? scroller);
    const cleanups = [anchorPanel(element.current, anchor), onClickOutside(element.current, close)];
    return () => {
      for (const cleanUp of cleanups) cleanUp();
    };
  }, []);

  useLayoutEffect(() => {
    if (row === undefined) close();
  }, [row === undefined]);

  return (
    <div
      ref={element}
      class={`message-panel shows-${panel.kind}`}
      popover="manual"
      onKeyDown={(event) => {
        if (event.key !== "Escape" && event.key !== "F6") return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      {row !== undefined && <PanelContent panel={panel} row={row} message={message} onClose={close} />}
    </div>
  );
}

interface ContentProperties {
  readonly panel: MessagePanel;
  readonly row: ActionableRow;
  readonly message: HTMLElement | null;
  readonly onClose: () => void;
}

function PanelContent({ panel, row, message, onClose }: ContentProperties): JSX.Element {
  const room = useRoom();
  const operations = messageOperations(room);
  switch (panel.kind) {
    case "menu":
      return <MessageMenu panel={panel} row={row} message={message} onClose={onClose} />;
    case "reactors":
      return (
        <PanelDialog label={room.t("whoReacted")}>
          <ReactorList reactions={row.reactions} />
        </PanelDialog>
      );
    case "emoji":
      return (
        <PanelDialog label={room.t("addReaction")}>
          <EmojiPicker
            onPick={(emoji) => {
              onClose();
              operations.toggle(row, emoji);
            }}
            onClose={onClose}
          />
        </PanelDialog>
      );
  }
}

function PanelDialog({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="panel-dialog" role="dialog" aria-label={label} tabIndex={-1} data-first>
      {children}
    </div>
  );
}
