/** The browser's notifications: one of a room at a time, the next in its place. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Notice } from "../models/notice.ts";

export type Permission = NotificationPermission | "unsupported";

/** Missing from the types: it tells again where it takes another's place (Notifications API §2). */
interface Options extends NotificationOptions {
  readonly renotify: boolean;
}

export interface NotificationParts {
  readonly room: string;
  readonly lang: string;
  readonly dir: NotificationDirection;
  /** somebody pressed the notification of message `seq` */
  readonly onPressed: (seq: number) => void;
}

export class Notifications {
  readonly #parts: NotificationParts;
  readonly #permission = signal<Permission>(currentPermission());
  #shown: { readonly notification: Notification; readonly seq: number } | undefined;

  constructor(parts: NotificationParts) {
    this.#parts = parts;
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
    const { room, lang, dir, onPressed } = this.#parts;
    const options: Options = {
      body,
      lang,
      dir,
      tag: `majlis:${room}`,
      renotify: true,
      icon: "/icon.svg",
      // Whether there is a sound is chosen here.
      silent: true,
    };
    const notification = this.#make(title, options);
    if (notification === undefined) return;
    notification.addEventListener("click", () => {
      notification.close();
      window.focus();
      onPressed(seq);
    });
    this.#shown = { notification, seq };
  }

  /** Takes back what is shown: it was read. */
  close(): void {
    this.#shown?.notification.close();
    this.#shown = undefined;
  }

  /** Takes back what is shown of message `seq`: there is no such message any more. */
  forget(seq: number): void {
    if (this.#shown?.seq === seq) this.close();
  }

  /** Chrome on Android has the constructor, and throws: only a service worker may show there. */
  #make(title: string, options: Options): Notification | undefined {
    try {
      return new Notification(title, options);
    } catch (reason) {
      if (!(reason instanceof TypeError)) throw reason;
      this.#permission.value = "unsupported";
      return undefined;
    }
  }
}

function currentPermission(): Permission {
  return "Notification" in globalThis ? Notification.permission : "unsupported";
}
