/** What tells a reader of news while they are elsewhere, and what they chose about it. */
import type { KeyValueStorage } from "../client/api.ts";
import { followSettings } from "./browser/follow-settings.ts";
import { shownTheme } from "./browser/look.ts";
import { Notifications } from "./browser/notifications.ts";
import type { PageFacts } from "./browser/page.ts";
import { openTabs } from "./browser/tabs.ts";
import { Tone } from "./browser/tone.ts";
import { UnreadMarks } from "./browser/unread-marks.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { Settings } from "./conversation/settings.ts";
import { Telling, type Voices } from "./conversation/telling.ts";
import type { Formats } from "./i18n/formats.ts";
import type { Translate } from "./i18n/translate.ts";
import { ReadMark } from "./models/read-mark.ts";
import type { Timers } from "./timers.ts";

export interface TellingContext {
  readonly conversation: Conversation;
  readonly page: PageFacts;
  readonly storage: KeyValueStorage;
  readonly timers: Timers;
  readonly t: Translate;
  readonly formats: Formats;
}

export interface Told {
  readonly settings: Settings;
  readonly notifications: Notifications;
  readonly tone: Tone;
}

export async function startTelling(context: TellingContext): Promise<Told> {
  const { conversation, page, storage, timers, t, formats } = context;
  const { room, view, language } = page;
  const settings = new Settings({ storage, room, theme: shownTheme(), timers });
  followSettings(settings, view);
  const notifications = new Notifications({
    room,
    lang: language,
    dir: document.documentElement.dir === "rtl" ? "rtl" : "ltr",
    onPressed: (seq) => void conversation.goTo(seq),
  });
  const tone = new Tone();
  // A frame may ask for no notifications, has no title or icon that anybody sees, and tells apart from the page itself.
  const voices = view === "page" ? voicesOf(notifications, tone, formats) : toneAlone(tone);
  const tabs = await openTabs(`${view}:${room}`);
  const telling = new Telling({
    conversation,
    settings,
    timers,
    t,
    roomName: room,
    mark: new ReadMark(storage, room),
    voices,
    isSeen: () => !document.hidden,
    isTeller: () => tabs.isTeller(),
  });
  telling.follow();
  document.addEventListener("visibilitychange", telling.looked);
  addEventListener("storage", telling.looked);
  addEventListener("focus", () => {
    // Whoever came by themselves needs no leading. They may come from the browser's own settings.
    notifications.close();
    notifications.look();
  });
  return { settings, notifications, tone };
}

function voicesOf(notifications: Notifications, tone: Tone, formats: Formats): Voices {
  const marks = new UnreadMarks((count) => formats.number(count));
  return {
    notify: (notice) => notifications.show(notice),
    sound: () => void tone.play(),
    forget: (seq) => notifications.forget(seq),
    count(count) {
      marks.show(count);
      if (count === 0) notifications.close();
    },
  };
}

function toneAlone(tone: Tone): Voices {
  return {
    notify: () => undefined,
    sound: () => void tone.play(),
    forget: () => undefined,
    count: () => undefined,
  };
}
