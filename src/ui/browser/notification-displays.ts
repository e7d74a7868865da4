/** Two implementations of browser notifications: by the page, and by the service worker. */
import { isNotificationClick, type NotificationData } from "../../service-worker/notification-click.ts";

/** `renotify` is missing in TypeScript's types: it alerts again when a notification is replaced (Notifications API §2). */
export interface DisplayOptions extends NotificationOptions {
  readonly tag: string;
  readonly renotify: boolean;
}

/** Shows one notification at a time, each replacing the previous one. */
export interface NotificationDisplay {
  show(title: string, options: DisplayOptions, seq: number): Promise<void>;
  /** Closes the notification; if `seq` is given, only one of that message. */
  close(seq?: number): Promise<void>;
}

/**
 * Notifications by the page itself, without a service worker.
 *
 * `show` throws TypeError in Chrome on Android, whose `Notification` constructor is illegal.
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

/** Notifications by the service worker: they outlive the page, and are the only ones on Android. */
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

/** The registration with an active service worker; undefined during the first visit. */
export async function activeServiceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await serviceWorkers()
    ?.getRegistration()
    .catch(() => undefined);
  return registration?.active ? registration : undefined;
}

/** Calls `onPressed` with the seq when the service worker reports a click on a notification of this page. */
export function onServiceWorkerClick(onClick: (seq: number) => void): void {
  const workers = serviceWorkers();
  workers?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isNotificationClick(data)) onClick(data.seq);
  });
  workers?.startMessages();
}

/** Missing without a secure context, and refused to a frame that is sandboxed without `allow-same-origin`. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  } catch {
    return undefined;
  }
}
