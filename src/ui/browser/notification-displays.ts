/** The two ways in which a browser shows a page's notifications. */
import { isNotificationClick, type NotificationData } from "../../service-worker/notification-click.ts";

/** Missing from the types: it tells again where it takes another's place (Notifications API §2). */
export interface DisplayOptions extends NotificationOptions {
  readonly tag: string;
  readonly renotify: boolean;
}

/** Shows one notification at a time, the next in its place. `onPressed` is given the number of its message. */
export interface NotificationDisplay {
  show(title: string, options: DisplayOptions, seq: number): Promise<void>;
  /** Takes back what is shown; of message `seq` only, if it is given. */
  close(seq?: number): Promise<void>;
}

/**
 * By the page itself, where there is no service worker.
 *
 * Throws TypeError as it shows one: Chrome on Android has the constructor, and lets nobody use it.
 */
export class PageDisplay implements NotificationDisplay {
  readonly #onPressed: (seq: number) => void;
  #shown: { readonly notification: Notification; readonly seq: number } | undefined;

  constructor(onClick: (seq: number) => void) {
    this.#onPressed = onClick;
  }

  async show(title: string, options: DisplayOptions, seq: number): Promise<void> {
    const notification = new Notification(title, options);
    notification.addEventListener("click", () => {
      notification.close();
      window.focus();
      this.#onPressed(seq);
    });
    this.#shown = { notification, seq };
  }

  async close(seq = this.#shown?.seq): Promise<void> {
    if (this.#shown === undefined || this.#shown.seq !== seq) return;
    this.#shown.notification.close();
    this.#shown = undefined;
  }
}

/** By the service worker: it outlives the page, and on Android nothing else may. */
export class WorkerDisplay implements NotificationDisplay {
  readonly #registration: ServiceWorkerRegistration;
  readonly #tag: string;

  constructor(registration: ServiceWorkerRegistration, tag: string) {
    this.#registration = registration;
    this.#tag = tag;
  }

  async show(title: string, options: DisplayOptions, seq: number): Promise<void> {
    const data: NotificationData = { path: location.pathname, seq };
    await this.#registration.showNotification(title, { ...options, data });
  }

  async close(seq?: number): Promise<void> {
    for (const shown of await this.#registration.getNotifications({ tag: this.#tag }))
      if (seq === undefined || (shown.data as NotificationData).seq === seq) shown.close();
  }
}

/** The service worker, if one is at work: the first visit is over before it is. */
export async function activeServiceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return registration?.active ? registration : undefined;
}

/** Calls `onPressed` when the service worker says that a notification of this page was pressed. */
export function onServiceWorkerClick(onClick: (seq: number) => void): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isNotificationClick(data)) onClick(data.seq);
  });
  navigator.serviceWorker.startMessages();
}
