import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useRoom } from "../context.ts";
import { Icon } from "./icons.tsx";

interface Properties {
  /** of the title, and unique on the page */
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog with a title and a button that closes it, as do Escape and a press outside of it. */
export function Dialog({ id, title, onClose, children }: Properties): JSX.Element {
  const { t } = useRoom();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => element.current?.showModal(), []);
  return (
    <dialog
      ref={element}
      class="sheet"
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        // The content covers the dialog: a press on the dialog itself is one on its backdrop.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="sheet-content">
        <header>
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="icon-button"
            title={t("close")}
            onClick={() => element.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Closes the dialog that contains `element`. */
export function closeDialog(element: Element): void {
  element.closest("dialog")?.close();
}
