import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useRoom } from "./context.ts";

/** What comes below is new to the reader. */
export function UnreadLine(): JSX.Element {
  const { t, conversation } = useRoom();
  const line = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (line.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) conversation.readTracker.onUnreadLineSeen();
    });
    observer.observe(line.current);
    return () => observer.disconnect();
  }, []);

  return (
    <li ref={line} class="day unread" tabIndex={-1}>
      <span>{t("unread")}</span>
    </li>
  );
}
