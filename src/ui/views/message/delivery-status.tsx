import type { JSX } from "preact";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";

const SendFailed = lazyView(async () => (await import("../../live-features.ts")).SendFailed);

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
