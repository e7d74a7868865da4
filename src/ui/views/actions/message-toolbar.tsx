import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { TOOLBAR_REACTION_COUNT, QUICK_REACTIONS } from "../../models/quick-reactions.ts";
import { toolbarPlacement } from "../../models/toolbar-placement.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import type { ActionableRow } from "../message/message-item.tsx";
import { MessageOperations } from "./message-operations.ts";

/** The most frequent actions, beside the active message. */
export function MessageToolbar({ row }: { readonly row: ActionableRow }): JSX.Element {
  const room = useRoom();
  const { t } = room;
  const operations = new MessageOperations(room);
  const toolbar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (toolbar.current !== null) place(toolbar.current);
  }, []);
  return (
    <div ref={toolbar} class="message-toolbar" role="group" aria-label={t("messageActions")}>
      {operations.mayWrite && <WritingButtons row={row} operations={operations} />}
      <button
        type="button"
        class="icon-button"
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

interface WritingProperties {
  readonly row: ActionableRow;
  readonly operations: MessageOperations;
}

/** What only those who may write are offered: reacting and replying. */
function WritingButtons({ row, operations }: WritingProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      {QUICK_REACTIONS.slice(0, TOOLBAR_REACTION_COUNT).map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="icon-button quick"
          title={t("reactWith", { emoji })}
          tabIndex={-1}
          onClick={() => operations.toggle(row, emoji)}
        >
          <span aria-hidden="true">{emoji}</span>
        </button>
      ))}
      <button
        type="button"
        class="icon-button"
        title={t("addReaction")}
        aria-haspopup="dialog"
        tabIndex={-1}
        onClick={({ currentTarget }) => operations.open("emoji", row, currentTarget)}
      >
        <LazyIcon name="smilePlus" />
      </button>
      <button
        type="button"
        class="icon-button"
        title={t("reply")}
        tabIndex={-1}
        onClick={() => operations.reply(row)}
      >
        <LazyIcon name="reply" />
      </button>
    </>
  );
}

function place(toolbar: HTMLElement): void {
  const row = toolbar.closest("[data-message]")?.getBoundingClientRect();
  const list = toolbar.closest(".scroller")?.getBoundingClientRect();
  if (row === undefined || list === undefined) return;
  const span = { top: row.top - list.top, bottom: row.bottom - list.top };
  toolbar.dataset["placement"] = toolbarPlacement(span, list.height);
  toolbar.style.setProperty("--hidden-above", `${Math.max(0, -span.top)}px`);
}
