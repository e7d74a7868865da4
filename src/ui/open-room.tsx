import { signal } from "@preact/signals";
import { render } from "preact";
import type { KeyValueStorage } from "../client/api.ts";
import type { BaseRoomApi } from "../client/base-room-client.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { NARROW, watchMedia, WIDE } from "./browser/media-queries.ts";
import { usesTouchKeyboard } from "./browser/touch-input.ts";
import type { Strings } from "./i18n/strings.ts";
import { needsName } from "./models/preferred-name.ts";
import { rememberRoom } from "./models/recent-rooms.ts";
import { loadPart } from "./load-error.ts";
import { memoizeAsync } from "./memoize-async.ts";
import { pageStrings } from "./page-strings.ts";
import { startComposing } from "./start-composing.ts";
import { startConversation } from "./start-conversation.ts";
import { browserTimers as timers } from "./timers.ts";
import { App } from "./views/app.tsx";
import { COMPOSER_ID } from "./views/composer/composer-field.tsx";
import { provideRoom, type RoomContext } from "./views/context.ts";

export interface OpenRoomOptions {
  readonly room: BaseRoomApi;
  readonly page: PageConfig;
  readonly storage: KeyValueStorage;
  readonly strings: Strings;
  readonly container: Element;
}

/** Renders a room that is being joined into `container`; returns what its views share. */
export function openRoom({ container, ...options }: OpenRoomOptions): RoomContext {
  const context = createContext(options);
  provideRoom(context);
  container.replaceChildren();
  render(<App context={context} />, container);
  return context;
}

/** Everything that the views share. */
function createContext(options: Omit<OpenRoomOptions, "container">): RoomContext {
  const { page, storage, strings } = options;
  const { t, formats, clock, loadStrings, loadAdminStrings } = pageStrings(page, strings);
  const conversation = startConversation({ ...options, t, loadStrings });
  // At once: the reader may leave before a later part is loaded. Not in a frame, whose room was chosen by the page around it.
  if (page.view === "page") conversation.room.on("welcome", () => rememberRoom(storage, page.room));
  const composing = startComposing(conversation, storage, page.room);
  const asksName = signal(needsName(storage));
  // Another tab or frame has asked.
  addEventListener("storage", () => (asksName.value &&= needsName(storage)));
  return {
    page,
    conversation,
    composing,
    storage,
    t,
    formats,
    messageActions: memoizeAsync(async () => {
      const [{ startMessageActions }] = await loadPart(() =>
        Promise.all([import("./message-actions-entry.ts"), loadStrings()]),
      );
      return startMessageActions({ conversation, composing, timers, t });
    }),
    isReadOnly: signal("readOnly" in document.documentElement.dataset),
    asksName,
    panel: signal(),
    dialog: signal(),
    isWide: watchMedia(WIDE),
    isNarrow: watchMedia(NARROW),
    hasKeyboard: signal(!usesTouchKeyboard()),
    shortcuts: signal(false),
    loadStrings,
    loadAdminStrings,
    notificationControls: memoizeAsync(async () => {
      const loading = [import("./start-notifications.ts"), loadStrings()] as const;
      const [{ startNotifications }] = await Promise.all(loading);
      return startNotifications({ conversation, page, storage, timers, t, formats, clock });
    }),
    focusComposer: () => document.getElementById(COMPOSER_ID)?.focus({ preventScroll: true }),
  };
}
