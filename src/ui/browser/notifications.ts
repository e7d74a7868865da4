/** The browser's notifications: whether they may be shown, and one of a room at a time. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Notice } from "../models/notice.ts";
import {
  followWorker,
  PageDisplay,
  WorkerDisplay,
  workerRegistration,
  type NotificationDisplay,
  type ShownAs,
} from "./notification-displays.ts";

export type Permission = NotificationPermission | "unsupported";

export interface NotificationParts {
  readonly room: string;
  readonly lang: string;
  readonly dir: NotificationDirection;
  /** somebody pressed the notification of message `seq` */
  readonly onPressed: (seq: number) => void;
}

export class Notifications {
  readonly #parts: NotificationParts;
  readonly #tag: string;
  readonly #permission = signal<Permission>(currentPermission());
  readonly #page: NotificationDisplay;
  /** showing and taking back take a moment, and come in the order in which they were asked for */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: NotificationParts) {
    this.#parts = parts;
    this.#tag = `majlis:${parts.room}`;
    this.#page = new PageDisplay(parts.onPressed);
    followWorker(parts.onPressed);
  }

  get permission(): ReadonlySignal<Permission> {
    return this.#permission;
  }

  /** The reader may have changed it in the browser's own settings. */
  look(): void {
    if (this.#permission.value !== "unsupported") this.#permission.value = currentPermission();
  }

  /** Asks the reader, if they were not asked yet. Only while they press something. */
  async ask(): Promise<Permission> {
    if (this.#permission.value === "default") this.#permission.value = await Notification.requestPermission();
    return this.#permission.value;
  }

  show({ title, body, seq }: Notice): void {
    this.look();
    if (this.#permission.value !== "granted") return;
    const { lang, dir } = this.#parts;
    const options: ShownAs = {
      body,
      lang,
      dir,
      tag: this.#tag,
      renotify: true,
      icon: "/icon.svg",
      // Whether there is a sound is chosen here.
      silent: true,
    };
    this.#then(async () => {
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
    this.#takeBack();
  }

  /** Takes back what is shown of message `seq`: there is no such message any more. */
  forget(seq: number): void {
    this.#takeBack(seq);
  }

  #takeBack(seq?: number): void {
    if (this.#permission.value !== "granted") return;
    this.#then(async () => {
      await this.#page.close(seq);
      await (await this.#worker())?.close(seq);
    });
  }

  async #worker(): Promise<NotificationDisplay | undefined> {
    const registration = await workerRegistration();
    return registration && new WorkerDisplay(registration, this.#tag);
  }

  #then(next: () => Promise<void>): void {
    this.#last = after(this.#last, next);
  }
}

/** Whatever became of what was before. */
async function after(before: Promise<void>, next: () => Promise<void>): Promise<void> {
  await before.catch(() => undefined);
  await next();
}

function currentPermission(): Permission {
  return "Notification" in globalThis ? Notification.permission : "unsupported";
}
