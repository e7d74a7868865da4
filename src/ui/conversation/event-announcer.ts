/** Announces live messages of others while the page is visible, and the state of your own and of the connection. */
import { effect } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { Message } from "../../protocol/events/message.ts";
import { plainStartOf } from "../formatting-later.ts";
import type { Translate } from "../i18n/translate.ts";
import { Announcer } from "../models/announcer.ts";
import { limitComplexity } from "../models/complexity-limits.ts";
import type { ConnectionNotice } from "../models/connection-notice.ts";
import type { Timers } from "../timers.ts";
import type { Conversation } from "./conversation.ts";

/** Of a longer text its start is announced, in UTF-16 units: the rest is in the list. */
const MAX_UNITS = 1_000;

export interface EventAnnouncerParts {
  readonly conversation: Pick<Conversation, "room" | "connection" | "announcements">;
  readonly t: Translate;
  readonly timers: Timers;
  readonly isPageVisible: () => boolean;
  /** true for a member whose messages the user has hidden */
  readonly isHidden: (member: string) => boolean;
  /** true while a message is edited: messages wait for the connection, edits do not */
  readonly isEditing: () => boolean;
}

export class EventAnnouncer {
  readonly #announcer = new Announcer();
  readonly #conversation: EventAnnouncerParts["conversation"];
  readonly #t: Translate;
  readonly #timers: Timers;
  readonly #isPageVisible: () => boolean;
  readonly #isHidden: (member: string) => boolean;
  readonly #isEditing: () => boolean;
  #notice: ConnectionNotice["name"] = "none";
  #failed = new Set<string>();
  #isCounting = false;

  constructor({ conversation, t, timers, isPageVisible, isHidden, isEditing }: EventAnnouncerParts) {
    this.#conversation = conversation;
    this.#t = t;
    this.#timers = timers;
    this.#isPageVisible = isPageVisible;
    this.#isHidden = isHidden;
    this.#isEditing = isEditing;
  }

  /** Subscribes to the conversation, whose current state is announced if it is a problem. */
  start(): void {
    const { room, connection } = this.#conversation;
    room.on("event", (event) => {
      if (event.type !== "message" || !this.#isPageVisible()) return;
      if (event.from.id === room.self?.id) this.#announce(this.#t("announceSent"));
      else if (!this.#isHidden(event.from.id)) this.#onMessage(event);
    });
    room.on("pending", (pending) => this.#onPending(pending));
    this.#onPending(room.pending);
    effect(() => this.#onConnection(connection.notice.value.name));
  }

  /** A message of another member arrived. */
  #onMessage({ from, text }: Message): void {
    if (this.#announcer.offer(this.#timers.now()))
      this.#announce(this.#t("announceMessage", { name: from.name, text: announcedText(text) }));
    else this.#announceCount();
  }

  /** The pending messages changed: those that newly failed are announced. */
  #onPending(pending: readonly PendingMessage[]): void {
    const failed = pending.filter(({ status }) => status.name === "failed");
    for (const each of failed)
      if (!this.#failed.has(each.id)) this.#announce(this.#failureAnnouncement(each));
    this.#failed = new Set(failed.map(({ id }) => id));
  }

  /** Announces a lost connection once and its return once; the countdown is visual only. */
  #onConnection(notice: ConnectionNotice["name"]): void {
    const before = this.#notice;
    this.#notice = notice;
    if (notice === before) return;
    if (notice === "none") this.#announce(this.#t("announceOnline"));
    else if (notice === "offline" && this.#isEditing()) this.#announce(this.#t("offlineEditing"));
    else if (notice !== "connecting" && notice !== "closed") this.#announce(this.#t(notice));
  }

  #announce(text: string): void {
    this.#conversation.announcements.announce(text);
  }

  #failureAnnouncement({ status, text }: PendingMessage): string {
    const isUnknown = status.name === "failed" && status.code === "outcome_unknown";
    return isUnknown ? this.#t("errorUnknown") : this.#t("announceFailed", { text: announcedText(text) });
  }

  #announceCount(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    this.#timers.after(this.#announcer.windowEnd - this.#timers.now(), () => {
      this.#isCounting = false;
      this.#announce(this.#t("newMessages", { count: this.#announcer.takeCount() }));
    });
  }
}

/** Drawn too, though not seen: what is slow to draw is limited as in the list. */
function announcedText(text: string): string {
  return limitComplexity(plainStartOf(text, MAX_UNITS));
}
