import type { JSX } from "preact";
import { CLOSE_CODES } from "../../protocol/close-advice.ts";
import type { PlainStringKey } from "../i18n/strings.ts";
import type { ConnectionNotice } from "../models/connection-notice.ts";
import { useRoom } from "./context.ts";

type Closed = Extract<ConnectionNotice, { readonly name: "closed" }>;

const WORDS: ReadonlyMap<number, PlainStringKey> = new Map([
  [CLOSE_CODES.invalid_room_name, "closedRoomName"],
  [CLOSE_CODES.unsupported_protocol, "closedProtocol"],
  [CLOSE_CODES.invalid_token, "closedToken"],
  [CLOSE_CODES.expired_token, "closedToken"],
  [CLOSE_CODES.invalid_name, "closedName"],
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
