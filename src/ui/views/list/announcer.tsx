import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** Read out, never seen: a live region apart from the list, which must not speak when old pages are fetched. */
export function Announcer(): JSX.Element {
  const { conversation } = useRoom();
  return (
    <div class="visually-hidden" role="log" aria-live="polite">
      {conversation.announcements.lines.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
