import type { JSX } from "preact";
import { sendFailureMessage } from "../../conversation/error-messages.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** The status of your message until it is stored: sending, or failed with buttons to retry and delete. */
export function DeliveryStatus({ row }: { readonly row: MessageRow }): JSX.Element {
  const { t } = useRoom();
  if (row.delivery === "failed") return <SendFailed row={row} />;
  return (
    <span class="pending-icon" role="img" title={t("sending")}>
      <Icon name="clock" />
    </span>
  );
}

function SendFailed({ row }: { readonly row: MessageRow }): JSX.Element {
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
