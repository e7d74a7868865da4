import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { anchorPanel, boxOf } from "../../browser/anchor-panel.ts";
import { liftMessage } from "../../browser/lift-message.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { onClickOutside } from "../../browser/click-outside.ts";
import { useRoom, type MessagePanel } from "../context.ts";

interface OpenPanel {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly close: () => void;
}

/**
 * Opens the popover that `element` refers to beside the panel's anchor and moves the focus into it; `close` gives the
 * focus back to the anchor. `fallback` stands in for an anchor that is gone: a toolbar is removed with the mouse.
 */
export function usePanel(panel: MessagePanel, fallback: HTMLElement): OpenPanel {
  const { panel: openPanel } = useRoom();
  const element = useRef<HTMLDivElement>(null);
  const anchor = () => (panel.anchor.isConnected ? panel.anchor : fallback);

  function close(): void {
    if (openPanel.peek() !== panel) return;
    openPanel.value = undefined;
    const { activeElement } = document;
    const hasFocus = element.current?.contains(activeElement) === true || activeElement === document.body;
    if (hasFocus) anchor().focus({ preventScroll: true });
  }

  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    element.current.showPopover();
    // Only now: what is hidden takes no focus.
    element.current.querySelector<HTMLElement>("[data-first]")?.focus({ preventScroll: true });
    const stopAnchoring = anchorPanel(element.current, panel.place ?? boxOf(anchor()));
    const stopWatching = onClickOutside(element.current, close);
    const drop = usesTouchKeyboard() ? liftMessage(fallback, element.current) : undefined;
    return () => {
      stopAnchoring();
      stopWatching();
      drop?.();
    };
  }, []);

  return { element, close };
}
