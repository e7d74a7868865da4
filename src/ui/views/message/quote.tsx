import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { whenVisible } from "../../browser/when-visible.ts";
import { excerptOf } from "../../formatting.ts";
import { plainDirection } from "../../models/direction.ts";
import { hueOf } from "../../models/member-hues.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";

const MAX_CHARACTERS = 140;

/** The quote of the message that is replied to; a click scrolls to it. If it is not loaded, it is fetched once in view. */
export function Quote({ row, to }: { readonly row: MessageRow; readonly to: number }): JSX.Element {
  const { t, conversation, messageActions } = useRoom();
  const element = useRef<HTMLButtonElement>(null);
  const { replyState, replyName, replyText, replyAuthorId } = row;

  useEffect(() => {
    if (replyState !== "unknown" || element.current === null) return undefined;
    return whenVisible(element.current, () => void messageActions().then(({ quotes }) => quotes.request(to)));
  }, [replyState, to]);

  return (
    <button
      ref={element}
      type="button"
      class="quote"
      style={replyAuthorId && { "--hue": hueOf(replyAuthorId) }}
      tabIndex={-1}
      onClick={() => void conversation.goTo(to)}
    >
      {replyState === "gone" ? (
        <span class="quote-name">{t("errorGone")}</span>
      ) : (
        <QuotePreview name={replyName} text={replyState === "deleted" ? t("deleted") : replyText} isShort />
      )}
    </button>
  );
}

interface QuotePreviewProperties {
  readonly name: string | undefined;
  readonly text: string | undefined;
  /** shows the name alone: that it is a reply is said to screen readers only */
  readonly isShort?: true;
}

/** The author and the start of the text that is replied to. */
export function QuotePreview({ name, text = "", isShort }: QuotePreviewProperties): JSX.Element {
  const { t } = useRoom();
  const shown = excerptOf(text, MAX_CHARACTERS);
  return (
    <>
      <span class={isShort && name ? "visually-hidden" : "quote-name"}>
        {name === undefined ? t("replyUnknown") : t("replyTo", { name })}
      </span>
      {isShort && name && (
        <bdi class="quote-name" aria-hidden="true">
          {name}
        </bdi>
      )}
      {shown !== "" && (
        <span class="quote-text" dir={plainDirection(shown)}>
          {shown}
        </span>
      )}
    </>
  );
}
