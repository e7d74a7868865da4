/** The browser's notifications: whether they may be shown, and one of a room at a time. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { NotificationContent } from "../models/notification-content.ts";
import {
  onServiceWorkerClick,
  PageDisplay,
  WorkerDisplay,
  activeServiceWorker,
  type NotificationDisplay,
  type DisplayOptions,
} from "./notification-displays.ts";

export type NotificationAccess = NotificationPermission | "unsupported";

export interface NotificationParts {
  readonly room: string;
  readonly lang: string;
  readonly dir: NotificationDirection;
  /** somebody pressed the notification of message `seq` */
  readonly onClick: (seq: number) => void;
}

export class Notifications {
  readonly #parts: NotificationParts;
  readonly #tag: string;
  readonly #permission = signal<NotificationAccess>(currentPermission());
  readonly #page: NotificationDisplay;
  /** showing and taking back take a moment, and come in the order in which they were asked for */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: NotificationParts) {
    this.#parts = parts;
    this.#tag = `majlis:${parts.room}`;
    this.#page = new PageDisplay(parts.onClick);
    onServiceWorkerClick(parts.onClick);
  }

  get permission(): ReadonlySignal<NotificationAccess> {
    return this.#permission;
  }

  /** The reader may have changed it in the browser's own settings. */
  refreshPermission(): void {
    if (this.#permission.value !== "unsupported") this.#permission.value = currentPermission();
  }

  /** Asks the reader, if they were not asked yet. Only while they press something. */
  async requestPermission(): Promise<NotificationAccess> {
    if (this.#permission.value === "default") this.#permission.value = await Notification.requestPermission();
    return this.#permission.value;
  }

  show({ title, body, seq }: NotificationContent): void {
    this.refreshPermission();
    if (this.#permission.value !== "granted") return;
    const { lang, dir } = this.#parts;
    const options: DisplayOptions = {
      body,
      lang,
      dir,
      tag: this.#tag,
      renotify: true,
      icon: "/icon.svg",
      // Whether there is a sound is chosen here.
      silent: true,
    };
    this.#enqueue(async () => {
      const display = (await this.#worker()) ?? this.#page;
      try {
        await display.show(title, options, seq);
      } catch (reason) {
        if (!(reason instanceof TypeError)) throw reason;
        this.#permission.value = "unsupported";
      }
    });
  }

  /** Takes back what is shown: it was read. */
  close(): void {
    this.#close();
  }

  /** Takes back what is shown of message `seq`: there is no such message any more. */
  closeMessage(seq: number): void {
    this.#close(seq);
  }

  #close(seq?: number): void {
    if (this.#permission.value !== "granted") return;
    this.#enqueue(async () => {
      await this.#page.close(seq);
      await (await this.#worker())?.close(seq);
    });
  }

  async #worker(): Promise<NotificationDisplay | undefined> {
    const registration = await activeServiceWorker();
    return registration && new WorkerDisplay(registration, this.#tag);
  }

  #enqueue(next: () => Promise<void>): void {
    this.#queue = runAfter(this.#queue, next);
  }
}

/** Whatever became of what was before. */
async function runAfter(previous: Promise<void>, next: () => Promise<void>): Promise<void> {
  await previous.catch(() => undefined);
  await next();
}

function currentPermission(): NotificationAccess {
  return "Notification" in globalThis ? Notification.permission : "unsupported";
}
