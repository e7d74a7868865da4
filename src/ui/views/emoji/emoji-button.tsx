import { useSignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { insertText } from "../../browser/insert-text.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyPanel } from "../kit/lazy-view.tsx";

const EmojiPicker = lazyPanel(async () => (await import("./emoji-picker.tsx")).EmojiPicker);

const POPOVER_ID = "emoji";

interface Properties {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Opens the emoji picker; the emoji that is picked is inserted at the cursor of `field`. */
export function EmojiButton({ field }: Properties): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="icon-button emoji-button" popovertarget={POPOVER_ID} title={t("emoji")}>
        <Icon name="smile" />
      </button>
      <EmojiPopover field={field} />
    </>
  );
}

function EmojiPopover({ field }: Properties): JSX.Element {
  const { t } = useRoom();
  const isOpen = useSignal(false);
  const close = () => document.getElementById(POPOVER_ID)?.hidePopover();

  function pick(emoji: string): void {
    if (field.current === null) return;
    // With a touch keyboard it stays open for further emoji: the keyboard need not open between them.
    if (!usesTouchKeyboard()) {
      close();
      field.current.focus({ preventScroll: true });
    }
    insertText(field.current, emoji);
  }

  return (
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
  );
}
