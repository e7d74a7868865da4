import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { describeError } from "../../conversation/error-messages.ts";
import { useRoom } from "../context.ts";
import { useId } from "../kit/use-id.ts";

interface Properties {
  /** what happens, and whether there is a way back */
  readonly text: string;
  /** of the button that does it */
  readonly label: string;
  readonly onConfirm: (button: HTMLElement) => Promise<void> | void;
  readonly onCancel: () => void;
  /** false while something is missing */
  readonly isReady?: boolean;
  /** what is asked for besides */
  readonly children?: ComponentChildren;
}

/** Asks before something that cannot be undone. The focus is on what does nothing. */
export function Confirmation({
  text,
  label,
  onConfirm,
  onCancel,
  isReady = true,
  children,
}: Properties): JSX.Element {
  const { t } = useRoom();
  const id = useId();
  const group = useRef<HTMLDivElement>(null);
  const isBusy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const canConfirm = isReady && !isBusy.value;

  useLayoutEffect(() => {
    group.current?.scrollIntoView({ block: "nearest" });
    group.current?.querySelector<HTMLElement>("input, button")?.focus({ preventScroll: true });
  }, []);

  async function confirm(button: HTMLElement): Promise<void> {
    if (!canConfirm) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await onConfirm(button);
    } catch (error) {
      problem.value = describeError(t, error);
    } finally {
      isBusy.value = false;
    }
  }

  return (
    <div ref={group} class="confirmation" role="group" aria-labelledby={id}>
      <p id={id}>{text}</p>
      {children}
      <div class="buttons">
        <button type="button" class="secondary" onClick={onCancel}>
          {t("cancel")}
        </button>
        <button
          type="button"
          class="primary danger-button"
          aria-describedby={id}
          aria-disabled={!canConfirm}
          onClick={({ currentTarget }) => void confirm(currentTarget)}
        >
          {label}
        </button>
      </div>
      <p class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
