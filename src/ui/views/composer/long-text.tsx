import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { splitText } from "../../models/split-text.ts";
import { useRoom } from "../context.ts";

/** Below a text over the length limit: an offer to send it as several messages, or a hint to shorten it. */
export function LongText(): JSX.Element {
  const { composing, conversation, t } = useRoom();
  const text = composing.text.value;
  const limits = conversation.limits.value;
  const parts = useMemo(() => splitText(text, limits), [text, limits]);
  if (parts === undefined) return <p class="long-text">{t("longTooLong")}</p>;
  return (
    <p class="long-text">
      {t("longHint")}{" "}
      <button
        type="button"
        class="link-button"
        onClick={() => {
          composing.submitParts(parts);
          conversation.goToLatest();
        }}
      >
        {t("longSplit", { count: parts.length })}
      </button>
    </p>
  );
}
