/** Wires notifications, sound, unread badge and their settings to the conversation. */
import { effect, type Signal } from "@preact/signals";
import type { KeyValueStorage } from "../client/api.ts";
import type { DisplaySettings } from "../protocol/display-settings.ts";
import { applySettings } from "./browser/apply-settings.ts";
import { currentDisplay } from "./browser/display.ts";
import { currentTheme } from "./browser/theme.ts";
import { Notifications } from "./browser/notifications.ts";
import type { PageConfig } from "./browser/page-config.ts";
import { isPageActive } from "./browser/page-focus.ts";
import { createTabLeader } from "./browser/tab-leader.ts";
import { NotificationSound } from "./browser/notification-sound.ts";
import { UnreadBadge } from "./browser/unread-badge.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { hiddenMembersOf } from "./conversation/hidden-members.ts";
import { roomTitle } from "./conversation/room-title.ts";
import { UserSettings } from "./conversation/user-settings.ts";
import { Notifier, type NotificationOutputs } from "./conversation/notifier.ts";
import type { Formats } from "./i18n/formats.ts";
import type { Translate } from "./i18n/translate.ts";
import { ReadMarker } from "./models/read-marker.ts";
import type { Timers } from "./timers.ts";

export interface NotificationContext {
  readonly conversation: Conversation;
  readonly page: PageConfig;
  readonly storage: KeyValueStorage;
  readonly timers: Timers;
  readonly t: Translate;
  readonly formats: Formats;
  readonly clock: Signal<DisplaySettings["clock"]>;
}

export interface NotificationControls {
  readonly settings: UserSettings;
  readonly notifications: Notifications;
  readonly sound: NotificationSound;
}

export async function startNotifications(context: NotificationContext): Promise<NotificationControls> {
  const { conversation, page, storage, timers, t, clock } = context;
  const { room, view, language } = page;
  const settings = new UserSettings({
    storage,
    room,
    theme: currentTheme(),
    display: currentDisplay(),
    timers,
  });
  applySettings(settings, view, clock);
  const notifications = new Notifications({
    room,
    lang: language,
    dir: document.documentElement.dir === "rtl" ? "rtl" : "ltr",
    onClick: (seq) => void conversation.goTo(seq),
  });
  const sound = new NotificationSound();
  // A frame may not ask for notifications, and its title and icon are invisible.
  const outputs = view === "page" ? outputsFor(notifications, sound, context) : soundOnly(sound);
  const tabLeader = await createTabLeader(`${view}:${room}`);
  const notifier = new Notifier({
    conversation,
    settings,
    timers,
    t,
    roomTitle: () => roomTitle(context),
    marker: new ReadMarker(storage, room),
    outputs,
    isPageActive: () => isPageActive(view),
    isHidden: (member) => hiddenMembersOf(context).has(member),
    isLeader: () => tabLeader.isLeader(),
  });
  notifier.start();
  document.addEventListener("visibilitychange", notifier.refresh);
  addEventListener("storage", notifier.refresh);
  addEventListener("focus", () => {
    // The reader may come from the browser's settings, where they changed the permission.
    notifier.refresh();
    notifications.close();
    notifications.refreshPermission();
  });
  return { settings, notifications, sound };
}

function outputsFor(
  notifications: Notifications,
  tone: NotificationSound,
  context: NotificationContext,
): NotificationOutputs {
  const badge = new UnreadBadge((count) => context.formats.number(count));
  effect(() => badge.setTitle(`${roomTitle(context)} · Majlis`));
  return {
    notify: (notice) => notifications.show(notice),
    sound: () => void tone.play(),
    dismiss: (seq) => notifications.closeMessage(seq),
    count(count) {
      badge.show(count);
      if (count === 0) notifications.close();
    },
  };
}

function soundOnly(tone: NotificationSound): NotificationOutputs {
  return {
    notify: () => undefined,
    sound: () => void tone.play(),
    dismiss: () => undefined,
    count: () => undefined,
  };
}
