import type { JSX } from "preact";
import type { Translate } from "../../i18n/translate.ts";
import { useRoom } from "../context.ts";

/** "Ana and Bo are typing…", with moving dots. */
export function TypingText({ names }: { readonly names: readonly string[] }): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="typing-text">{typingText(names, t)}</span>
    </>
  );
}

function typingText([name = "", other, ...rest]: readonly string[], t: Translate): string {
  if (other === undefined) return t("typingOne", { name });
  if (rest.length === 0) return t("typingTwo", { name, other });
  return t("typingMany", { name, other, count: rest.length });
}
