import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** A live region for screen readers, apart from the list, which must not announce fetched history. */
export function AnnouncerRegion(): JSX.Element {
  const { conversation } = useRoom();
  return (
    <div class="visually-hidden" role="log" aria-live="polite">
      {conversation.announcements.lines.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
