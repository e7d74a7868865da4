/** A notification that was pressed leads back to the room it told of: the words for that between worker and page. */

/** What a notification carries with it (Notifications API §2.1, `data`). */
export interface ToldOf {
  /** the room's page, like `/r/tea` */
  readonly path: string;
  readonly seq: number;
}

/** What the worker says to the page whose notification was pressed. */
export interface Pressed {
  readonly type: "majlis:pressed";
  readonly seq: number;
}

export function isPressed(data: unknown): data is Pressed {
  return typeof data === "object" && data !== null && "type" in data && data.type === "majlis:pressed";
}

/** The part of a WindowClient (Service Workers §4.2) that is looked at. */
interface OpenPage {
  readonly url: string;
  readonly visibilityState: string;
}

/** The page that a notification of the room at `path` leads to: one that can be seen, else any; else there is none. */
export function pageToLeadTo<Page extends OpenPage>(pages: readonly Page[], path: string): Page | undefined {
  const ofRoom = pages.filter(({ url }) => new URL(url).pathname === path);
  return ofRoom.find(({ visibilityState }) => visibilityState === "visible") ?? ofRoom[0];
}
