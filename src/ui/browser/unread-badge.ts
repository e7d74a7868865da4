/** Shows the number of unread messages in the page's title, its icon and the badge of the installed app. */
import { titleWithUnread } from "../models/page-title.ts";

const ICON = "/icon.svg";
const UNREAD_ICON = "/icon-news.svg";

/** The Badging API is missing where apps cannot be installed. */
type Badging = Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;

export class UnreadBadge {
  #title = document.title;
  readonly #icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  readonly #format: (count: number) => string;
  #count = 0;

  constructor(format: (count: number) => string) {
    this.#format = format;
  }

  /** Replaces the page's own title, without a number. */
  setTitle(title: string): void {
    this.#title = title;
    this.#showTitle();
  }

  show(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#showTitle();
    this.#icon?.setAttribute("href", count === 0 ? ICON : UNREAD_ICON);
    const badging: Badging = navigator;
    // A page that is not installed, or may not set a badge, still has its title.
    const done = count === 0 ? badging.clearAppBadge?.() : badging.setAppBadge?.(count);
    done?.catch(() => undefined);
  }

  #showTitle(): void {
    document.title = titleWithUnread(this.#title, this.#count, this.#format);
  }
}
