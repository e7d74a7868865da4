/** The panel beside a message: its menu, the emoji picker, who reacted, or its replies. On a touch screen it is a bottom sheet. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { isComposing } from "../../browser/is-composing.ts";
import { useRoom, type MessagePanel } from "../context.ts";
import { lazyPanel } from "../kit/lazy-view.tsx";
import { messageItemAt, type ActionableRow } from "../message/message-item.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { MessageOperations } from "./message-operations.ts";
import { ReactorList } from "./reactor-list.tsx";
import { ReplyList } from "./reply-list.tsx";
import { usePanel } from "./use-panel.ts";

const EmojiPicker = lazyPanel(async () => (await import("../emoji/emoji-picker.tsx")).EmojiPicker);

interface Properties {
  readonly panel: MessagePanel;
  readonly scroller: HTMLElement;
}

export function MessagePanelView({ panel, scroller }: Properties): JSX.Element {
  const { conversation } = useRoom();
  // Subscribes: the panel is rendered again when the message changes, and closes when it is gone.
  void conversation.timeline.rows.value;
  const message = scroller.querySelector<HTMLElement>(`[data-seq="${panel.seq}"]`);
  const row = message === null ? undefined : messageItemAt(message)?.actionableRow;
  const { element, close } = usePanel(panel, message ?? scroller);

  useLayoutEffect(() => {
    if (row === undefined) close();
  }, [row === undefined]);

  return (
    <div
      ref={element}
      class={`message-panel shows-${panel.kind}`}
      popover="manual"
      onKeyDown={(event) => {
        if (isComposing(event) || (event.key !== "Escape" && event.key !== "F6")) return;
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
  const operations = new MessageOperations(room);
  switch (panel.kind) {
    case "menu":
      return <MessageMenu panel={panel} row={row} message={message} onClose={onClose} />;
    case "reactors":
      return (
        <PanelDialog label={room.t("reactions")}>
          <ReactorList seq={row.seq} reactions={row.reactions} />
        </PanelDialog>
      );
    case "replies":
      return (
        <PanelDialog label={room.t("replies")}>
          <ReplyList seq={row.seq} onClose={onClose} />
        </PanelDialog>
      );
    case "emoji":
      return (
        <PanelDialog label={room.t("addReaction")}>
          <EmojiPicker
            picksReaction
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
