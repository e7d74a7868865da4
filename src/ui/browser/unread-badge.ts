/** How a page that nobody looks at shows that there is news: in its title, its icon, and the installed app's badge. */
import { titleWithUnread } from "../models/page-title.ts";

const ICON = "/icon.svg";
const UNREAD_ICON = "/icon-news.svg";

/** Missing where an app cannot be installed. */
type Badging = Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;

export class UnreadBadge {
  readonly #title = document.title;
  readonly #icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  readonly #format: (count: number) => string;
  #count = 0;

  constructor(format: (count: number) => string) {
    this.#format = format;
  }

  show(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    document.title = titleWithUnread(this.#title, count, this.#format);
    this.#icon?.setAttribute("href", count === 0 ? ICON : UNREAD_ICON);
    const badging: Badging = navigator;
    // Where the page is not installed, or may not have a badge, its title says it all the same.
    const done = count === 0 ? badging.clearAppBadge?.() : badging.setAppBadge?.(count);
    done?.catch(() => undefined);
  }
}
