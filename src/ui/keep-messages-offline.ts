import { effect } from "@preact/signals";
import { isOpenedByFrame } from "./browser/opened-by-frame.ts";
import { keepPlaceOnJoin } from "./browser/keep-place-on-join.ts";
import { MessageKeeper } from "./conversation/message-keeper.ts";
import { momentOf } from "./i18n/moment.ts";
import type { Translate } from "./i18n/translate.ts";
import type { ConnectionNotice } from "./models/connection-notice.ts";
import { browserTimers as timers } from "./timers.ts";
import type { RoomContext } from "./views/context.ts";
import { noticeText } from "./views/header/connection-text.tsx";

/**
 * Shows the messages that this browser has kept of the room, and keeps those to come. Never in a frame, which is on
 * another site's page, nor in its tab, where a site's member reads; nor where storage ends with the page.
 */
export function keepMessagesOffline(context: RoomContext): void {
  const { conversation, page, storage } = context;
  if (page.view !== "page" || isOpenedByFrame() || storage.isShared !== true) return;
  const keeper = new MessageKeeper({ conversation, storage, roomName: page.room, timers });
  keeper.start();
  addEventListener("pagehide", keeper.keepNow);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keeper.keepNow();
  });
  if (conversation.keptUntil.peek() === undefined) return;
  keepPlaceOnJoin(conversation);
  // Without the strings the general notice is shown.
  showKeptNotice(context).catch(() => undefined);
}

/** Says up to what time the kept messages are complete, while they are shown without a connection. */
async function showKeptNotice({ conversation, loadStrings, t, formats }: RoomContext): Promise<void> {
  await loadStrings();
  effect(() => {
    const { value: until } = conversation.keptUntil;
    const { value: notice } = conversation.connection.notice;
    conversation.keptNotice.value =
      until === undefined ? undefined : keptText(notice, momentOf(until, formats), t);
  });
}

function keptText(notice: ConnectionNotice, time: string, t: Translate): string | undefined {
  if (notice.name === "offline") return t("offlineKept", { time });
  const general = noticeText(notice, t);
  return general === undefined ? undefined : `${t("keptUntil", { time })} ${general}`;
}
