/** What is read out: live messages of others while the page is seen, and what became of your own. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { Message } from "../../protocol/events/message.ts";
import { parseMarkdown } from "../../text/markdown.ts";
import { plainTextOf } from "../../text/markdown-tree.ts";
import type { Translate } from "../i18n/translate.ts";
import { Announcer } from "../models/announcer.ts";
import type { ConnectionNotice } from "../models/connection-notice.ts";
import type { Timers } from "../timers.ts";

export interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** The log region keeps so many lines; a reader hears each as it is added. */
const MAX_LINES = 5;

export class Announcements {
  readonly #lines = signal<readonly Announcement[]>([]);
  readonly #announcer = new Announcer();
  readonly #t: Translate;
  readonly #timers: Timers;
  readonly #isSeen: () => boolean;
  #notice: ConnectionNotice["name"] = "none";
  #failed = new Set<string>();
  #counting = false;
  #count = 0;

  constructor({ t, timers, isSeen }: { t: Translate; timers: Timers; isSeen: () => boolean }) {
    this.#t = t;
    this.#timers = timers;
    this.#isSeen = isSeen;
  }

  get lines(): ReadonlySignal<readonly Announcement[]> {
    return this.#lines;
  }

  /** Somebody else said something. */
  heard(message: Message): void {
    if (!this.#isSeen()) return;
    if (this.#announcer.offer(this.#timers.now()))
      this.say(this.#t("saidBy", { name: message.from.name, text: spoken(message.text) }));
    else this.#countUntilQuiet();
  }

  /** Your own message is stored. */
  sent(): void {
    if (this.#isSeen()) this.say(this.#t("saidSent"));
  }

  /** The messages on their way changed: those that newly failed are told. */
  pending(pending: readonly PendingMessage[]): void {
    const failed = pending.filter(({ status }) => status.name === "failed");
    for (const { id, text } of failed)
      if (!this.#failed.has(id)) this.say(this.#t("saidFailed", { text: spoken(text) }));
    this.#failed = new Set(failed.map(({ id }) => id));
  }

  /** The connection is told of once when it is lost and once when it is back; the countdown is for the eye. */
  connection(notice: ConnectionNotice["name"]): void {
    const before = this.#notice;
    this.#notice = notice;
    if (notice === before) return;
    if (notice === "offline" || notice === "reconnecting") this.say(this.#t(notice));
    else if (notice === "none") this.say(this.#t("saidOnline"));
  }

  /** Reads `text` out. */
  say(text: string): void {
    this.#lines.value = [...this.#lines.peek(), { id: this.#count++, text }].slice(-MAX_LINES);
  }

  #countUntilQuiet(): void {
    if (this.#counting) return;
    this.#counting = true;
    this.#timers.after(this.#announcer.windowEnd - this.#timers.now(), () => {
      this.#counting = false;
      this.say(this.#t("newMessages", { count: this.#announcer.takeCounted() }));
    });
  }
}

/** A text as it is read out: its markup is for the eye. */
function spoken(text: string): string {
  return plainTextOf(parseMarkdown(text));
}
