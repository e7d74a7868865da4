import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { Confirmation } from "./confirmation.tsx";

interface Properties {
  readonly label: string;
  /** names what it is done to, where there are several buttons */
  readonly itemLabel?: string;
  /** what happens, and whether there is a way back */
  readonly text: string;
  /** of the button that does it */
  readonly confirmLabel: string;
  /** Resolves once it is done. What it rejects with is shown. */
  readonly onConfirm: (button: HTMLElement) => Promise<void>;
  readonly isReady?: boolean;
  /** what is asked for besides */
  readonly children?: ComponentChildren;
}

/** A button for what cannot be undone: in its place it asks before. */
export function ConfirmedButton({
  label,
  itemLabel,
  text,
  confirmLabel,
  onConfirm,
  isReady = true,
  children,
}: Properties): JSX.Element {
  const isAsking = useSignal(false);
  const place = useRef<HTMLDivElement>(null);

  function close(): void {
    isAsking.value = false;
    restoreFocus(() => place.current?.querySelector("button"));
  }

  return (
    <div ref={place}>
      {isAsking.value ? (
        <Confirmation
          text={text}
          label={confirmLabel}
          isReady={isReady}
          onCancel={close}
          onConfirm={async (button) => {
            await onConfirm(button);
            close();
          }}
        >
          {children}
        </Confirmation>
      ) : (
        <button
          type="button"
          class="secondary danger"
          aria-label={itemLabel === undefined ? undefined : `${label}: ${itemLabel}`}
          onClick={() => (isAsking.value = true)}
        >
          {label}
        </button>
      )}
    </div>
  );
}
