import { useSignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { insertText } from "../../browser/insert-text.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";

const EmojiPicker = lazyView(async () => (await import("./emoji-picker.tsx")).EmojiPicker);

const POPOVER_ID = "emoji";

/** Opens all emoji; the one that is picked comes where the cursor is. */
export function EmojiButton({
  field,
}: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}): JSX.Element {
  const { t } = useRoom();
  const isOpen = useSignal(false);

  function close(): void {
    document.getElementById(POPOVER_ID)?.hidePopover();
  }

  function pick(emoji: string): void {
    if (field.current === null) return;
    // By touch it stays open: one may want three, and the keyboard need not come up between them.
    if (!usesTouchKeyboard()) {
      close();
      field.current.focus();
    }
    insertText(field.current, emoji);
  }

  return (
    <>
      <button
        type="button"
        class="icon-button emoji-button"
        popovertarget={POPOVER_ID}
        aria-label={t("emoji")}
        title={t("emoji")}
      >
        <Icon name="smile" />
      </button>
      <div
        id={POPOVER_ID}
        class="popover emoji-popover"
        popover="auto"
        role="dialog"
        aria-label={t("emoji")}
        onToggle={({ newState }) => (isOpen.value = newState === "open")}
      >
        {isOpen.value && <EmojiPicker onPick={pick} onClose={close} />}
      </div>
    </>
  );
}
