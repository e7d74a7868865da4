import { useSignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { STAY } from "../../browser/scroll-anchor.ts";
import { scrollInDocument } from "../../browser/scroll-in-document.ts";
import { UNFOLD, UNFOLDED } from "../../browser/unfold.ts";
import { FOLDED_PART } from "../../browser/visible-units.ts";
import { whenHeightChanges } from "../../browser/when-height-changes.ts";
import { useRoom } from "../context.ts";

interface Properties {
  /** of the text: what is higher than it is cut */
  readonly box: RefObject<HTMLElement | null>;
  readonly isFar: boolean;
}

/**
 * The button that shows all of a long text, and folds it again; nothing while no part of it is cut. Where the browser
 * scrolls to a place in the box that is not shown, as its own search does, all is shown; so is a message that was gone to.
 */
export function FoldToggle({ box, isFar }: Properties): JSX.Element | null {
  const { t } = useRoom();
  const toggle = useRef<HTMLButtonElement>(null);
  const isCut = useSignal(isFar);
  const isOpen = useSignal(false);
  /** what the reader looks at, and where it was before the change */
  const anchor = useRef<{ readonly element: Element; readonly top: number } | undefined>(undefined);

  function setOpen(open: boolean): void {
    box.current?.dispatchEvent(new Event(STAY, { bubbles: true }));
    const element = open ? box.current?.firstElementChild : toggle.current;
    if (element) anchor.current = { element, top: element.getBoundingClientRect().top };
    if (!open) box.current?.closest(`[${UNFOLDED}]`)?.removeAttribute(UNFOLDED);
    // After print the height may be the one that was last observed, which calls no observer.
    isCut.value = true;
    isOpen.value = open;
  }

  useLayoutEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    const stop = whenHeightChanges(content, (height) => {
      const foldedHeight = isOpen.peek() ? FOLDED_PART * innerHeight : element.clientHeight;
      isCut.value = height > foldedHeight + 1;
    });
    const onUnfold = (): void => void (isOpen.value = true);
    const onScroll = (): void => {
      if (element.scrollTop > 0 && !isOpen.peek()) setOpen(true);
    };
    element.addEventListener("scroll", onScroll);
    element.addEventListener(UNFOLD, onUnfold);
    if (element.closest(`[${UNFOLDED}]`) !== null) onUnfold();
    onScroll();
    return () => {
      stop();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener(UNFOLD, onUnfold);
    };
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    element?.classList.toggle("cut", isCut.value && !isOpen.value);
    element?.classList.toggle("fold", !isOpen.value);
    const scroller = element?.closest(".scroller");
    if (anchor.current === undefined || !scroller) return;
    scroller.scrollTop += anchor.current.element.getBoundingClientRect().top - anchor.current.top;
    anchor.current = undefined;
    // By the keyboard it may be pressed out of view.
    if (!isOpen.peek() && toggle.current !== null) scrollInDocument(toggle.current);
  }, [isCut.value, isOpen.value]);

  if (!isCut.value) return null;
  return (
    <button
      ref={toggle}
      type="button"
      class="link-button fold-toggle"
      aria-expanded={isOpen.value}
      tabIndex={-1}
      onClick={() => setOpen(!isOpen.peek())}
    >
      {t(isOpen.value ? "showLess" : "showMore")}
    </button>
  );
}
