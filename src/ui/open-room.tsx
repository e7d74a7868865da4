/** Puts a joined room on the page. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import type { KeyValueStorage, RoomApi } from "../client/api.ts";
import { watchPageFocus } from "./browser/page-focus.ts";
import { watchLocationHash } from "./browser/hash-navigation.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { Composing } from "./conversation/composing.ts";
import { Conversation } from "./conversation/conversation.ts";
import { formats } from "./i18n/formats.ts";
import { loadLazyStrings } from "./i18n/load-strings.ts";
import { localeFor } from "./i18n/locale-for.ts";
import type { Strings } from "./i18n/strings.ts";
import { translator } from "./i18n/translate.ts";
import { memoizeAsync } from "./memoize-async.ts";
import { DraftStore } from "./models/draft-store.ts";
import { ReadMarker } from "./models/read-marker.ts";
import { rememberRoom } from "./models/recent-rooms.ts";
import { browserTimers as timers } from "./timers.ts";
import { App } from "./views/app.tsx";
import { COMPOSER_ID } from "./views/composer/composer-field.tsx";

export interface OpenRoomOptions {
  readonly room: RoomApi;
  readonly page: PageConfig;
  readonly storage: KeyValueStorage;
  readonly strings: Strings;
  readonly container: Element;
}

/** Returns the conversation that the page now shows. */
export function openRoom({ room, page, storage, strings, container }: OpenRoomOptions): Conversation {
  const locale = localeFor(page.language, navigator.languages);
  const localFormats = formats(locale);
  const table = { ...strings };
  const t = translator(table, page.language, locale);
  const conversation = new Conversation({
    room,
    t,
    timers,
    readMarker: new ReadMarker(storage, page.room),
    isPageVisible: () => !document.hidden,
  });
  const draft = new DraftStore(storage, page.room);
  const composing = new Composing({
    room,
    draft,
    limits: conversation.limits,
    timers,
    typing: conversation.typing,
    onError: conversation.problems.show,
  });
  conversation.start();
  effect(() => conversation.timeline.applyOverlay({ subject: composing.subject }));
  if (page.view === "page") room.on("welcome", () => rememberRoom(storage, page.room));
  addEventListener("pagehide", () => {
    composing.save();
    conversation.readTracker.save();
  });
  addEventListener("storage", (event) => {
    const text = draft.textFromEvent(event);
    if (text !== undefined) composing.onDraftChange(text);
  });
  watchPageFocus(conversation);
  watchLocationHash(conversation);

  const loadStrings = memoizeAsync(
    async () => void Object.assign(table, await loadLazyStrings(page.language)),
  );
  const notificationControls = memoizeAsync(async () => {
    const [{ startNotifications: startTelling }] = await Promise.all([
      import("./start-notifications.ts"),
      loadStrings(),
    ]);
    return startTelling({ conversation, page, storage, timers, t, formats: localFormats });
  });
  effect(() => {
    // Without it nobody is told; whoever opens the settings loads it again.
    if (conversation.joined.value) notificationControls().catch(() => undefined);
  });

  container.replaceChildren();
  render(
    <App
      context={{
        page,
        conversation,
        composing,
        storage,
        t,
        formats: localFormats,
        messageActions: memoizeAsync(async () =>
          (await import("./message-actions-entry.ts")).startActs(conversation, timers),
        ),
        panel: signal(undefined),
        shortcuts: signal(false),
        loadStrings,
        notificationControls,
        focusComposer: () => document.getElementById(COMPOSER_ID)?.focus(),
      }}
    />,
    container,
  );
  return conversation;
}
