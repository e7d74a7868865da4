/** Announcements for screen readers: live messages of others while the page is visible, and the state of your own. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { Message } from "../../protocol/events/message.ts";
import { withoutMarkup } from "../formatting.ts";
import type { Translate } from "../i18n/translate.ts";
import { Announcer } from "../models/announcer.ts";
import type { ConnectionNotice } from "../models/connection-notice.ts";
import type { Timers } from "../timers.ts";

export interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** Lines kept in the live region; each is announced when it is added. */
const MAX_LINES = 5;

export class Announcements {
  readonly #lines = signal<readonly Announcement[]>([]);
  readonly #announcer = new Announcer();
  readonly #t: Translate;
  readonly #timers: Timers;
  readonly #isPageVisible: () => boolean;
  #notice: ConnectionNotice["name"] = "none";
  #failed = new Set<string>();
  #isCounting = false;
  #count = 0;

  constructor({ t, timers, isPageVisible }: { t: Translate; timers: Timers; isPageVisible: () => boolean }) {
    this.#t = t;
    this.#timers = timers;
    this.#isPageVisible = isPageVisible;
  }

  get lines(): ReadonlySignal<readonly Announcement[]> {
    return this.#lines;
  }

  /** A message of another member arrived. */
  onMessage(message: Message): void {
    if (!this.#isPageVisible()) return;
    if (this.#announcer.offer(this.#timers.now()))
      this.announce(
        this.#t("announceMessage", { name: message.from.name, text: withoutMarkup(message.text) }),
      );
    else this.#announceCount();
  }

  /** Your own message is stored. */
  onSent(): void {
    if (this.#isPageVisible()) this.announce(this.#t("announceSent"));
  }

  /** The pending messages changed: those that newly failed are announced. */
  onPending(onPending: readonly PendingMessage[]): void {
    const failed = onPending.filter(({ status }) => status.name === "failed");
    for (const pending of failed)
      if (!this.#failed.has(pending.id)) this.announce(this.#failureAnnouncement(pending));
    this.#failed = new Set(failed.map(({ id }) => id));
  }

  /** Announces a lost connection once and its return once; the countdown is visual only. */
  onConnection(notice: ConnectionNotice["name"]): void {
    const before = this.#notice;
    this.#notice = notice;
    if (notice === before) return;
    if (notice === "offline" || notice === "reconnecting") this.announce(this.#t(notice));
    else if (notice === "none") this.announce(this.#t("announceOnline"));
  }

  /** Announces `text`. */
  announce(text: string): void {
    this.#lines.value = [...this.#lines.peek(), { id: this.#count++, text }].slice(-MAX_LINES);
  }

  #failureAnnouncement({ status, text }: PendingMessage): string {
    const isUnknown = status.name === "failed" && status.code === "outcome_unknown";
    return isUnknown ? this.#t("errorUnknown") : this.#t("announceFailed", { text: withoutMarkup(text) });
  }

  #announceCount(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    this.#timers.after(this.#announcer.windowEnd - this.#timers.now(), () => {
      this.#isCounting = false;
      this.announce(this.#t("newMessages", { count: this.#announcer.takeCount() }));
    });
  }
}
