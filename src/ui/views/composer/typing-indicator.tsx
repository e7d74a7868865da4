import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { lazyView } from "../kit/lazy-view.tsx";

/** Loaded with what finds out who is typing. */
const TypingText = lazyView(async () => (await import("../../live-features.ts")).TypingText);

/** Which members are typing. Its space is reserved, so that nothing moves; screen readers do not announce it. */
export function TypingIndicator(): JSX.Element {
  const names = useRoom().conversation.typing.names.value;
  return (
    <p class="typing" aria-live="off">
      {names.length > 0 && <TypingText names={names} />}
    </p>
  );
}
