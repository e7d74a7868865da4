import type { JSX } from "preact";
import { sendFailureMessage } from "../../conversation/error-messages.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";

/** Why your message was not sent, with buttons to retry and delete. */
export function SendFailed({ row }: { readonly row: MessageRow }): JSX.Element {
  const { t, conversation } = useRoom();
  const reason = sendFailureMessage(t, { code: row.failureCode ?? "", message: row.failureMessage ?? "" });
  return (
    <p class="failed">
      <span>{reason}</span>
      <span>
        <button type="button" class="link-button" onClick={() => conversation.room.retry(row.id)}>
          {t("retry")}
        </button>
        <button type="button" class="link-button" onClick={() => conversation.room.discard(row.id)}>
          {t("remove")}
        </button>
      </span>
    </p>
  );
}
