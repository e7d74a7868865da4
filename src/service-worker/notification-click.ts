/** A notification that was pressed leads back to the room it told of: the words for that between worker and page. */

/** What a notification carries with it (Notifications API §2.1, `data`). */
export interface NotificationData {
  /** the room's page, like `/r/tea` */
  readonly path: string;
  readonly seq: number;
}

/** What the worker says to the page whose notification was pressed. */
export interface NotificationClick {
  readonly type: "majlis:pressed";
  readonly seq: number;
}

export function isNotificationClick(data: unknown): data is NotificationClick {
  return typeof data === "object" && data !== null && "type" in data && data.type === "majlis:pressed";
}

/** The part of a WindowClient (Service Workers §4.2) that is looked at. */
interface WindowClientState {
  readonly url: string;
  readonly visibilityState: string;
}

/** The page that a notification of the room at `path` leads to: one that can be seen, else any; else there is none. */
export function pageToFocus<Page extends WindowClientState>(
  pages: readonly Page[],
  path: string,
): Page | undefined {
  const roomPages = pages.filter(({ url }) => new URL(url).pathname === path);
  return roomPages.find(({ visibilityState }) => visibilityState === "visible") ?? roomPages[0];
}
