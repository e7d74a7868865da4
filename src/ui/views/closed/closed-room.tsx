import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { hasFields } from "../../../client/json-guard.ts";
import { CLOSE_CODES } from "../../../protocol/close-advice.ts";
import { MAX_ROOM_NAME_LETTERS } from "../../../text/room-names.ts";
import { momentOf } from "../../i18n/moment.ts";
import type { PlainStringKey } from "../../i18n/strings.ts";
import type { ConnectionNotice } from "../../models/connection-notice.ts";
import { NAME_KEY } from "../../models/preferred-name.ts";
import { storedToken } from "../../models/stored-room.ts";
import { useRoom } from "../context.ts";
import { MissingRoom } from "./missing-room.tsx";
import { PrivateRoom } from "./private-room.tsx";

type ClosedNotice = Extract<ConnectionNotice, { readonly name: "closed" }>;

const REASON_KEYS: ReadonlyMap<number, PlainStringKey> = new Map([
  [CLOSE_CODES.invalid_room_name, "closedRoomName"],
  [CLOSE_CODES.unsupported_protocol, "closedProtocol"],
  [CLOSE_CODES.invalid_token, "closedToken"],
  [CLOSE_CODES.expired_token, "closedToken"],
  [CLOSE_CODES.revoked_token, "closedToken"],
  [CLOSE_CODES.invalid_name, "closedName"],
  [CLOSE_CODES.banned, "closedBanned"],
  [CLOSE_CODES.kicked, "closedKicked"],
]);

/** The room was closed with a code that forbids reconnecting: the reason, and what the user can do. */
export function ClosedRoom({ notice }: { readonly notice: ClosedNotice }): JSX.Element {
  const { t } = useRoom();
  switch (notice.code) {
    case CLOSE_CODES.members_only:
      return <PrivateRoom />;
    case CLOSE_CODES.room_deleted:
      return <MissingRoom title={t("closedDeleted")} text={t("closedDeletedText")} />;
    case CLOSE_CODES.room_not_found:
      return <MissingRoom title={t("closedMissing")} text={t("closedMissingText")} />;
    default:
      return <Disconnected notice={notice} />;
  }
}

function Disconnected({ notice }: { readonly notice: ClosedNotice }): JSX.Element {
  const { t, page, storage, formats } = useRoom();
  const until = useBanEnd(notice.code);
  useLayoutEffect(() => {
    // Before a reload is offered, which would join with the same name.
    if (notice.code === CLOSE_CODES.invalid_name) storage.remove(NAME_KEY);
  }, [notice.code]);
  const key = until === undefined ? REASON_KEYS.get(notice.code) : "closedBannedUntil";
  return (
    <div class="closed" role="alert">
      <p class="closed-title">{t("closedTitle")}</p>
      <p>
        {key === undefined
          ? t("closedOther", { code: String(notice.code) })
          : t(key, {
              max: MAX_ROOM_NAME_LETTERS,
              time: until === undefined ? "" : momentOf(until, formats),
            })}
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

/** When a ban ends: a close has no field for it, a refused request has (SPEC MOD-6). */
function useBanEnd(closeCode: number): number | undefined {
  const { page, storage } = useRoom();
  const until = useSignal<number | undefined>(undefined);
  useEffect(() => {
    if (closeCode !== CLOSE_CODES.banned) return;
    const token = storedToken(storage, page.url) ?? "";
    fetch(`${page.url.href}/ticket`, { method: "POST", headers: { Authorization: `Bearer ${token}` } })
      .then((response) => response.json())
      .then((problem: unknown) => {
        if (hasFields(problem, { until: "number" })) until.value = Number(problem["until"]);
        return undefined;
      })
      // Then it stays unknown.
      .catch(() => undefined);
  }, [closeCode]);
  return until.value;
}
