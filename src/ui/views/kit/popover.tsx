import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";

interface Properties {
  /** of the popover; the button that opens it names it in `popovertarget` */
  readonly id: string;
  readonly title: string;
  /** drawn from the first opening on */
  readonly children: () => ComponentChildren;
}

/** A small dialog that a button opens and a press elsewhere closes. It holds nothing before it is first opened. */
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
