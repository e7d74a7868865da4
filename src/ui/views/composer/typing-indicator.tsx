import type { JSX } from "preact";
import type { Translate } from "../../i18n/translate.ts";
import { useRoom } from "../context.ts";

/** Which members are typing. Its space is reserved, so that nothing moves; screen readers do not announce it. */
export function TypingIndicator(): JSX.Element {
  const { conversation, t } = useRoom();
  const text = typingText(conversation.typing.names.value, t);
  return (
    <p class="typing" aria-live="off">
      {text !== undefined && (
        <>
          <span class="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span class="typing-text">{text}</span>
        </>
      )}
    </p>
  );
}

function typingText([name, other, ...rest]: readonly string[], t: Translate): string | undefined {
  if (name === undefined) return undefined;
  if (other === undefined) return t("typingOne", { name });
  if (rest.length === 0) return t("typingTwo", { name, other });
  return t("typingMany", { name, other, count: rest.length });
}
