import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useRoom } from "../context.ts";

/** The line above the first unread message. */
export function UnreadSeparator(): JSX.Element {
  const { t, conversation } = useRoom();
  const separator = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (separator.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) conversation.readTracker.onUnreadLineSeen();
    });
    observer.observe(separator.current);
    return () => observer.disconnect();
  }, []);

  return (
    <li ref={separator} class="separator unread" tabIndex={-1}>
      <span>{t("unread")}</span>
    </li>
  );
}
