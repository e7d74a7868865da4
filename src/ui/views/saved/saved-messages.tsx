import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fetchMessage } from "../../browser/fetch-message.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { removeSaved, savedMessages, updateSaved, type SavedMessage } from "../../models/saved-messages.ts";
import { useRoom } from "../context.ts";
import { closeDialog, Dialog } from "../kit/dialog.tsx";
import { SavedItem } from "./saved-item.tsx";

/** A modal dialog with the messages that were saved in this browser. */
export function SavedMessages(): JSX.Element {
  const { dialog, storage, t } = useRoom();
  const element = useRef<HTMLUListElement>(null);
  const list = useSignal(savedMessages(storage));
  const reload = (): void => {
    list.value = savedMessages(storage);
  };

  useEffect(() => {
    addEventListener("storage", reload);
    return () => removeEventListener("storage", reload);
  }, []);

  /** The button that was pressed is gone: its neighbour gets the focus. */
  function remove(message: SavedMessage, index: number): void {
    removeSaved(storage, message);
    reload();
    restoreFocus(() => {
      const buttons = element.current?.querySelectorAll<HTMLElement>(".icon-button") ?? [];
      const close = element.current?.closest("dialog")?.querySelector("button");
      return buttons[Math.min(index, buttons.length - 1)] ?? close;
    });
  }

  async function check(message: SavedMessage): Promise<void> {
    try {
      updateSaved(storage, message, await fetchMessage(message.room, message.seq));
      reload();
    } catch {
      // Without a network, or while the room is too busy, it stays as it was saved.
    }
  }

  return (
    <Dialog id="saved-title" title={t("savedMessages")} onClose={() => (dialog.value = undefined)}>
      <p class="secondary-text">{t(list.value.length === 0 ? "savedNone" : "savedHint")}</p>
      <ul class="saved-list" ref={element}>
        {list.value.map((message, index) => (
          <SavedItem
            key={`${message.room} ${message.seq}`}
            message={message}
            onVisible={check}
            onRemove={() => remove(message, index)}
            onFollow={() => element.current && closeDialog(element.current)}
          />
        ))}
      </ul>
    </Dialog>
  );
}
