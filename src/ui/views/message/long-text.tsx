import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { lazyView } from "../kit/lazy-view.tsx";

const FoldToggle = lazyView(async () => (await import("./fold-toggle.tsx")).FoldToggle);

interface Properties {
  /** laid out only near the view, at about its folded height until then */
  readonly isFar: boolean;
  readonly children: ComponentChildren;
}

/**
 * A text of which only the beginning is shown if it is higher than most of the view, and the rest on request. All of it
 * is in the page, so that it is found, copied, printed and read out.
 */
export function LongText({ isFar, children }: Properties): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={box} class={isFar ? "fold far cut" : "fold"}>
        <div>{children}</div>
      </div>
      <FoldToggle box={box} isFar={isFar} />
    </>
  );
}
