import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useRoom } from "../context.ts";

/** A line below the view is met by reading on: only one above it must be jumped to. */
const IN_VIEW_OR_BELOW = "0px 0px 1000000px 0px";

/** The line above the first unread message. */
export function UnreadSeparator(): JSX.Element {
  const { t, conversation } = useRoom();
  const separator = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (separator.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) conversation.readTracker.onUnreadLineSeen();
      },
      { root: separator.current.closest(".scroller"), rootMargin: IN_VIEW_OR_BELOW },
    );
    observer.observe(separator.current);
    return () => observer.disconnect();
  }, []);

  return (
    <li ref={separator} class="separator unread" tabIndex={-1}>
      <span>{t("unread")}</span>
    </li>
  );
}
