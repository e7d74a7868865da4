import { useEffect } from "preact/hooks";
import { watchActiveMessages } from "../../browser/active-messages.ts";
import { startCopying, type CopiedMessage } from "../../browser/copy-messages.ts";
import { onLongPress } from "../../browser/long-press.ts";
import { startMessageShortcuts } from "../../browser/message-shortcuts.ts";
import { startPageShortcuts } from "../../browser/page-shortcuts.ts";
import { followRoomLinks } from "../../browser/room-links.ts";
import { onSwipeToReply } from "../../browser/swipe-to-reply.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { startRovingTabindex } from "../../browser/roving-tabindex.ts";
import { shownName } from "../../../text/lines.ts";
import { withoutIsolates } from "../../i18n/translate.ts";
import { useRoom, type RoomContext } from "../context.ts";
import { messageItemAt, type ActionableRow } from "../message/message-item.tsx";
import { MessageOperations } from "./message-operations.ts";
import { MessageToolbar } from "./message-toolbar.tsx";

/** Makes the list respond to keys, the mouse and long presses. */
export function useListControls(scroller: HTMLElement | null, onLeave: () => void): void {
  const room = useRoom();
  useEffect(() => {
    if (scroller === null) return undefined;
    const operations = new MessageOperations(room);
    const cleanups = [
      startMessageShortcuts(scroller, (action, message) => {
        const row = actionableRowAt(message);
        return row !== undefined && operations.perform(action, row, message);
      }),
      startRovingTabindex({ scroller, onLeave }),
      watchActiveMessages(scroller, showToolbar),
      onSwipeToReply(scroller, {
        mayReply: (message) => operations.mayWrite && actionableRowAt(message) !== undefined,
        onReply: (message) => {
          const row = actionableRowAt(message);
          if (row !== undefined) operations.reply(row);
        },
      }),
      startCopying(scroller, (message) => copiedMessage(message, room)),
      followRoomLinks(scroller, room.page.url, (seq) => goToLinked(seq, room)),
      onLongPress(scroller, (pressed) => openPanelAt(pressed, operations)),
      startPageShortcuts({
        regions: () => regionsAround(scroller),
        onHelp: () => showShortcuts(room),
        onSwitch: switcherOf(room),
      }),
    ];
    scroller.dataset["controls"] = "";
    return () => {
      delete scroller.dataset["controls"];
      for (const cleanUp of cleanups) cleanUp();
    };
  }, [scroller]);
}

function actionableRowAt(message: HTMLElement): ActionableRow | undefined {
  return messageItemAt(message)?.actionableRow;
}

/** By touch the menu has all actions, and a toolbar would cover the messages. */
function showToolbar(message: HTMLElement, isActive: boolean): void {
  if (usesTouchKeyboard()) return;
  messageItemAt(message)?.setState({ Toolbar: isActive ? MessageToolbar : undefined });
}

function copiedMessage(element: HTMLElement, { t, formats }: RoomContext): CopiedMessage | undefined {
  const row = messageItemAt(element)?.props.row;
  if (row === undefined || row.deleted || row.isPendingDelete) return undefined;
  return {
    byline: withoutIsolates(
      t("copiedByline", {
        name: shownName({ name: row.authorName, vouched: row.authorVouched }),
        time: formats.time(row.at),
      }),
    ),
    text: row.text,
  };
}

/** The page goes to the message; its address leads there too, and its history back. A frame has the history of its host. */
function goToLinked(seq: number, { page, conversation }: RoomContext): void {
  if (page.view === "page") history.pushState(history.state, "", `#${seq}`);
  void conversation.goTo(seq);
}

/** A long press on a reaction asks who reacted; elsewhere it opens the menu. */
function openPanelAt(pressed: Element, operations: MessageOperations): void {
  const message = pressed.closest<HTMLElement>("[data-message]");
  const row = message === null ? undefined : actionableRowAt(message);
  if (message === null || row === undefined) return;
  operations.open(pressed.closest("[data-reactors]") === null ? "menu" : "reactors", row, message);
}

/** The regions that F6 moves between. */
function regionsAround(scroller: HTMLElement): readonly (HTMLElement | null)[] {
  return [
    document.querySelector<HTMLElement>(".room-header"),
    scroller,
    document.querySelector<HTMLElement>(".composer"),
  ];
}

/** A frame stays in its room. */
function switcherOf({ page, dialog }: RoomContext): (() => void) | undefined {
  return page.view === "page" ? () => (dialog.value = { name: "switcher" }) : undefined;
}

function showShortcuts({ shortcuts }: RoomContext): void {
  shortcuts.value = true;
}
