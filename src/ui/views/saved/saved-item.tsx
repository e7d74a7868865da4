import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { whenVisible } from "../../browser/when-visible.ts";
import { excerptOf } from "../../formatting.ts";
import { roomPath } from "../../models/room-path.ts";
import type { SavedMessage } from "../../models/saved-messages.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import { MessagePreview } from "../kit/message-preview.tsx";

const MAX_CHARACTERS = 200;

interface Properties {
  readonly message: SavedMessage;
  /** it may have changed since it was saved */
  readonly onVisible: (message: SavedMessage) => void;
  readonly onRemove: () => void;
  /** the reader goes to the message, which is in this room */
  readonly onFollow: () => void;
}

/** A saved message: a link to it, unless it is gone, and a button that removes it from the list. */
export function SavedItem({ message, onVisible, onRemove, onFollow }: Properties): JSX.Element {
  const { page, conversation, t } = useRoom();
  const element = useRef<HTMLLIElement>(null);
  const { room, seq, text, gone } = message;

  useEffect(() => {
    if (element.current === null) return undefined;
    return whenVisible(element.current, () => onVisible(message));
  }, []);

  function follow(event: MouseEvent): void {
    if (room !== page.room || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onFollow();
    void conversation.goTo(seq);
  }

  const preview = (
    <>
      <MessagePreview message={message} room={room}>
        {gone === "deleted" ? t("deleted") : excerptOf(text, MAX_CHARACTERS)}
      </MessagePreview>
      {gone === "pruned" && <span class="secondary-text">{t("messagePruned")}</span>}
    </>
  );
  return (
    <li ref={element}>
      {gone === undefined ? (
        <a class="message-preview" href={`${roomPath(room)}#${seq}`} onClick={follow}>
          {preview}
        </a>
      ) : (
        <div class="message-preview gone">{preview}</div>
      )}
      <button type="button" class="icon-button" title={t("unsaveMessage")} onClick={onRemove}>
        <LazyIcon name="bin" />
      </button>
    </li>
  );
}
