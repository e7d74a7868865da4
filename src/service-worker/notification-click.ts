/** A click on a notification opens its room: the messages for that between service worker and page. */

/** The `data` of a notification (Notifications API §2.1). */
export interface NotificationData {
  /** the room's page, like `/r/tea` */
  readonly path: string;
  readonly seq: number;
}

/** Sent by the service worker to the page whose notification was clicked. */
export interface NotificationClick {
  readonly type: "majlis:pressed";
  readonly seq: number;
}

export function isNotificationClick(data: unknown): data is NotificationClick {
  return typeof data === "object" && data !== null && "type" in data && data.type === "majlis:pressed";
}

/** The part of a WindowClient that is used (Service Workers §4.2). */
interface WindowClientState {
  readonly url: string;
  readonly visibilityState: string;
}

/** The open page of the room at `path` that a click focuses: a visible one, else any; undefined if there is none. */
export function pageToFocus<Page extends WindowClientState>(
  pages: readonly Page[],
  path: string,
): Page | undefined {
  const roomPages = pages.filter(({ url }) => new URL(url).pathname === path);
  return roomPages.find(({ visibilityState }) => visibilityState === "visible") ?? roomPages[0];
}
