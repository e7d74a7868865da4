import type { JSX } from "preact";
import { CLOSE_CODES } from "../../../protocol/close-advice.ts";
import { MAX_ROOM_NAME_LETTERS } from "../../../text/room-names.ts";
import type { PlainStringKey } from "../../i18n/strings.ts";
import type { ConnectionNotice } from "../../models/connection-notice.ts";
import { useRoom } from "../context.ts";

type ClosedNotice = Extract<ConnectionNotice, { readonly name: "closed" }>;

const REASON_KEYS: ReadonlyMap<number, PlainStringKey> = new Map([
  [CLOSE_CODES.invalid_room_name, "closedRoomName"],
  [CLOSE_CODES.unsupported_protocol, "closedProtocol"],
  [CLOSE_CODES.invalid_token, "closedToken"],
  [CLOSE_CODES.expired_token, "closedToken"],
  [CLOSE_CODES.invalid_name, "closedName"],
]);

/** The room was closed with a code that forbids reconnecting: the reason, and what the user can do. */
export function ClosedRoom({ notice }: { readonly notice: ClosedNotice }): JSX.Element {
  const { t, page } = useRoom();
  const key = REASON_KEYS.get(notice.code);
  return (
    <div class="closed" role="alert">
      <p class="closed-title">{t("closedTitle")}</p>
      <p>
        {key === undefined
          ? t("closedOther", { code: String(notice.code) })
          : t(key, { max: MAX_ROOM_NAME_LETTERS })}
      </p>
      <p class="buttons">
        <button type="button" class="primary" onClick={() => location.reload()}>
          {t("reload")}
        </button>
        {page.view === "page" && (
          <a class="secondary button" href="/">
            {t("toLanding")}
          </a>
        )}
      </p>
    </div>
  );
}
