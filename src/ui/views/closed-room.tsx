import type { JSX } from "preact";
import { CLOSES } from "../../protocol/close-codes.ts";
import type { PlainKey } from "../i18n/strings.ts";
import type { ConnectionNotice } from "../models/connection-notice.ts";
import { useRoom } from "./context.ts";

type Closed = Extract<ConnectionNotice, { readonly name: "closed" }>;

const WORDS: ReadonlyMap<number, PlainKey> = new Map([
  [CLOSES.invalid_room_name.code, "closedRoomName"],
  [CLOSES.unsupported_protocol.code, "closedProtocol"],
  [CLOSES.invalid_token.code, "closedToken"],
  [CLOSES.expired_token.code, "closedToken"],
  [CLOSES.invalid_name.code, "closedName"],
]);

/** The room said not to come back by ourselves: why, and what a person can do. */
export function ClosedRoom({ notice }: { readonly notice: Closed }): JSX.Element {
  const { t, page } = useRoom();
  const key = WORDS.get(notice.code);
  return (
    <div class="closed" role="alert">
      <p class="closed-title">{t("closedTitle")}</p>
      <p>{key === undefined ? t("closedOther", { reason: notice.reason }) : t(key)}</p>
      <p class="buttons">
        <button type="button" class="primary" onClick={() => location.reload()}>
          {t("reload")}
        </button>
        {page.view === "page" && (
          <a class="quiet button" href="/">
            {t("toLanding")}
          </a>
        )}
      </p>
    </div>
  );
}
