import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { Icon } from "./icons.tsx";

/** Reword or take back a message of your own. Deleting asks once more, in place: a frame may show no dialogs. */
export function MessageActions({ seq, text }: { readonly seq: number; readonly text: string }): JSX.Element {
  const { t, composing, conversation, focusComposer } = useRoom();
  const asking = useSignal(false);

  function remove({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
    if (!asking.value) {
      asking.value = true;
      return;
    }
    asking.value = false;
    // These buttons go with the text: what had the focus must not leave it nowhere.
    currentTarget.closest<HTMLElement>("[data-message]")?.focus();
    conversation.room.delete(seq).catch(conversation.problems.show);
  }

  return (
    <div
      class="actions"
      role="group"
      aria-label={t("messageActions")}
      onFocusOut={() => (asking.value = false)}
    >
      <button
        type="button"
        class="icon-button"
        aria-label={t("edit")}
        title={t("edit")}
        tabIndex={-1}
        onClick={() => {
          composing.edit({ seq, text });
          focusComposer();
        }}
      >
        <Icon name="pen" />
      </button>
      <button
        type="button"
        class={asking.value ? "icon-button asking" : "icon-button"}
        aria-label={t(asking.value ? "deleteAsk" : "remove")}
        title={t("remove")}
        tabIndex={-1}
        onClick={remove}
      >
        <Icon name="bin" />
        {asking.value && <span>{t("deleteAsk")}</span>}
      </button>
    </div>
  );
}
