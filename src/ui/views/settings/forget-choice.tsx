import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { deleteCachedPages } from "../../browser/forget-room.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { storedOwnerKey } from "../../models/owner-key.ts";
import { deleteStoredRoom } from "../../models/stored-room.ts";
import { useRoom } from "../context.ts";

/** Forgets the user in this room, everywhere, and the room in this browser. Asks first: there is no way back. */
export function ForgetChoice(): JSX.Element {
  const { page, conversation, composing, storage, t } = useRoom();
  const isAsking = useSignal(false);
  const row = useRef<HTMLDivElement>(null);
  const isOwn = storedOwnerKey(storage, page.room) !== undefined;

  function ask(asks: boolean): void {
    isAsking.value = asks;
    restoreFocus(() => row.current?.querySelector("button"));
  }

  async function forget(): Promise<void> {
    // What the room could not be notified of ends when the token expires; here nothing is left either way.
    const isRevoked = conversation.room.forget().catch(() => undefined);
    // Else the end of the page would store it again.
    composing.discard();
    const hasCookie = fetch(`${page.url.href}/guest-cookie`, { method: "DELETE", keepalive: true });
    deleteStoredRoom(storage, page.room, page.url);
    await Promise.all([isRevoked, hasCookie.catch(() => undefined), deleteCachedPages(page.url)]);
    // What was written while the room closed.
    deleteStoredRoom(storage, page.room, page.url);
    if (page.view === "page") location.assign("/");
    else location.reload();
  }

  return (
    <div class="setting" role="group" aria-labelledby="forget-title">
      <p class="setting-title" id="forget-title">
        {t("forgetTitle")}
      </p>
      {conversation.self.value?.vouched === true && <p class="setting-hint">{t("nameOfSite")}</p>}
      <div class="setting-row" ref={row}>
        {isAsking.value ? (
          <>
            <button type="button" onClick={() => ask(false)}>
              {t("cancel")}
            </button>
            <button type="button" onClick={() => void forget()}>
              {t("forgetConfirm")}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => ask(true)}>
            {t("forgetMe")}
          </button>
        )}
      </div>
      <p class="setting-hint" role="status">
        {isAsking.value && t("forgetHint")}
        {isAsking.value && isOwn && <strong> {t("forgetOwnerHint")}</strong>}
      </p>
    </div>
  );
}
