import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";

interface Properties {
  /** for `popovertarget` of the button that opens it */
  readonly id: string;
  readonly title: string;
  /** rendered from the first opening on */
  readonly children: () => ComponentChildren;
}

/** A popover dialog that a button opens and a click outside closes. It is empty until it is first opened. */
export function Popover({ id, title, children }: Properties): JSX.Element {
  const wasOpened = useSignal(false);
  return (
    <div
      id={id}
      class="popover"
      popover="auto"
      role="dialog"
      aria-labelledby={`${id}-title`}
      onBeforeToggle={({ newState }) => {
        if (newState === "open") wasOpened.value = true;
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {wasOpened.value && children()}
    </div>
  );
}
