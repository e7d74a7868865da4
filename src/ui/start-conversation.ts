import type { KeyValueStorage } from "../client/api.ts";
import type { BaseRoomApi } from "../client/base-room-client.ts";
import { watchLocationHash } from "./browser/hash-navigation.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { isPageActive, watchPageFocus } from "./browser/page-focus.ts";
import { Conversation } from "./conversation/conversation.ts";
import type { Translate } from "./i18n/translate.ts";
import { ReadMarker } from "./models/read-marker.ts";
import { browserTimers as timers } from "./timers.ts";

export interface ConversationOptions {
  readonly room: BaseRoomApi;
  readonly page: PageConfig;
  readonly storage: KeyValueStorage;
  readonly t: Translate;
  readonly loadStrings: () => Promise<void>;
}

/** Starts the conversation of a room, and connects it to the page's focus, address and end. */
export function startConversation(options: ConversationOptions): Conversation {
  const { room, page, storage, t, loadStrings } = options;
  const conversation = new Conversation({
    room,
    t,
    timers,
    describeError: async (reason) => {
      const [{ describeError }] = await Promise.all([import("./live-features.ts"), loadStrings()]);
      return describeError(t, reason);
    },
    readMarker: new ReadMarker(storage, page.room),
    isPageVisible: () => !document.hidden,
    isPageActive: () => isPageActive(page.view),
  });
  conversation.start();
  watchPageFocus(conversation);
  watchLocationHash(conversation);
  addEventListener("pagehide", () => conversation.readTracker.save());
  return conversation;
}
