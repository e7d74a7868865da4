import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** In the place of a message that you deleted, while the deletion can be undone. */
export function DeletedMessage({ seq }: { readonly seq: number | undefined }): JSX.Element {
  const { t, messageActions, conversation, composing } = useRoom();

  async function undo(): Promise<void> {
    if (seq === undefined) return;
    (await messageActions()).deletes.undo(seq);
    conversation.announcements.announce(t("announceRestored"));
  }

  return (
    <p class="text deleted">
      {t("pendingDelete")}{" "}
      {composing.rules.value.Closed === undefined && (
        <button type="button" class="link-button" tabIndex={-1} onClick={() => void undo()}>
          {t("undo")}
        </button>
      )}
    </p>
  );
}
