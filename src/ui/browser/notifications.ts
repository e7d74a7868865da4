/** Browser notifications: the permission, and one notification per room. */
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
  /** called when the notification of message `seq` was clicked */
  readonly onClick: (seq: number) => void;
}

export class Notifications {
  readonly #parts: NotificationParts;
  readonly #tag: string;
  readonly #permission = signal<NotificationAccess>(currentPermission());
  readonly #page: NotificationDisplay;
  /** show and close are asynchronous, and run in the order of their calls */
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

  /** Reads the permission again: it may have been changed in the browser's settings. */
  refreshPermission(): void {
    if (this.#permission.value !== "unsupported") this.#permission.value = currentPermission();
  }

  /** Prompts for the permission, if it was not decided yet. Needs a user gesture. */
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
      // The sound is a setting of ours.
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

  /** Closes the notification: its messages were read. */
  close(): void {
    this.#close();
  }

  /** Closes the notification if it is of message `seq`, which was deleted. */
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

/** Runs `next` after `previous`, also if that failed. */
async function runAfter(previous: Promise<void>, next: () => Promise<void>): Promise<void> {
  await previous.catch(() => undefined);
  await next();
}

function currentPermission(): NotificationAccess {
  return "Notification" in globalThis ? Notification.permission : "unsupported";
}
