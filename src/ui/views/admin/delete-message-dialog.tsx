import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { excerptOf } from "../../formatting.ts";
import { useRoom, type DeletableMessage } from "../context.ts";
import { closeDialog, Dialog } from "../kit/dialog.tsx";
import { MessagePreview } from "../kit/message-preview.tsx";
import { ReasonField } from "./reason-field.tsx";

const MAX_CHARACTERS = 200;

interface Properties {
  readonly message: DeletableMessage;
}

/** Asks a moderator before they delete another's message, with a reason if they like (SPEC MOD-8). */
export function DeleteMessageDialog({ message }: Properties): JSX.Element {
  const { conversation, messageActions, dialog, t } = useRoom();
  const { problems, announcements } = conversation;
  const reason = useSignal("");

  async function remove(): Promise<void> {
    const { deletes } = await messageActions();
    const given = reason.peek().trim();
    deletes.delete(message.seq, given === "" ? {} : { reason: given });
    announcements.announce(t("announceDeleted"));
  }

  return (
    <Dialog
      id="delete-message-title"
      title={t("deleteMessageTitle")}
      onClose={() => (dialog.value = undefined)}
    >
      <form
        class="settings"
        onSubmit={(event) => {
          event.preventDefault();
          closeDialog(event.currentTarget);
          remove().catch(problems.show);
        }}
      >
        <div class="message-preview">
          <MessagePreview message={message}>{excerptOf(message.text, MAX_CHARACTERS)}</MessagePreview>
        </div>
        <p class="secondary-text">{t("deleteMessageText")}</p>
        <ReasonField value={reason.value} onChange={(text) => (reason.value = text)} takesFocus />
        <div class="buttons">
          <button type="button" class="secondary" onClick={({ currentTarget }) => closeDialog(currentTarget)}>
            {t("cancel")}
          </button>
          <button type="submit" class="primary danger-button">
            {t("remove")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
