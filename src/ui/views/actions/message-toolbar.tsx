import type { JSX } from "preact";
import { TOOLBAR_REACTION_COUNT, QUICK_REACTIONS } from "../../models/quick-reactions.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";
import { MessageOperations } from "./message-operations.ts";

/** The most frequent actions, beside the active message. */
export function MessageToolbar({ row }: { readonly row: ActionableRow }): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const operations = new MessageOperations(room);
  return (
    <div class="message-toolbar" role="group" aria-label={t("messageActions")}>
      {QUICK_REACTIONS.slice(0, TOOLBAR_REACTION_COUNT).map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="icon-button quick"
          aria-label={t("reactWith", { emoji })}
          title={t("reactWith", { emoji })}
          tabIndex={-1}
          onClick={() => operations.toggle(row, emoji)}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        class="icon-button"
        aria-label={t("reply")}
        title={t("reply")}
        tabIndex={-1}
        onClick={() => operations.reply(row)}
      >
        <LazyIcon name="reply" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t("more")}
        title={t("more")}
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={({ currentTarget }) => operations.open("menu", row, currentTarget)}
      >
        <LazyIcon name="more" />
      </button>
    </div>
  );
}
