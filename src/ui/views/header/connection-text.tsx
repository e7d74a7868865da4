import type { JSX } from "preact";
import type { Translate } from "../../i18n/translate.ts";
import type { ConnectionNotice } from "../../models/connection-notice.ts";
import { useRoom } from "../context.ts";

/** What the connection bar says, and a button to retry. */
export function ConnectionText(): JSX.Element {
  const { composing, conversation, t } = useRoom();
  const notice = conversation.connection.notice.value;
  const isEditing = composing.mode.value.name === "edit";
  // Messages wait for the connection, edits do not.
  const text =
    notice.name === "offline" && isEditing
      ? t("offlineEditing")
      : (conversation.keptNotice.value ?? noticeText(notice, t));
  return (
    <>
      {/* A screen reader would announce the countdown every second. */}
      <span class="connection-text" role="status" aria-live="off">
        {text}
      </span>
      <button type="button" class="link-button" onClick={() => conversation.room.wake()}>
        {t("retryNow")}
      </button>
    </>
  );
}

export function noticeText(notice: ConnectionNotice, t: Translate): string | undefined {
  switch (notice.name) {
    case "none":
    case "closed":
      return undefined;
    case "reconnecting":
      if (notice.seconds > 0) return t("reconnectingIn", { count: notice.seconds });
  }
  return t(notice.name);
}
