import type { JSX } from "preact";
import { useRoom } from "./context.ts";

/** In the place of a message that you deleted, for as long as you may bring it back. */
export function Withdrawn({ seq }: { readonly seq: number | undefined }): JSX.Element {
  const { t, acts, conversation } = useRoom();

  async function undo(): Promise<void> {
    if (seq === undefined) return;
    (await acts()).deleting.undo(seq);
    conversation.announcements.say(t("saidRestored"));
  }

  return (
    <p class="text deleted">
      {t("withdrawn")}{" "}
      <button type="button" class="link-button" tabIndex={-1} onClick={() => void undo()}>
        {t("undo")}
      </button>
    </p>
  );
}
