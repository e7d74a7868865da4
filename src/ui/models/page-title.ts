/** The page's title with the number of unread messages. */

/** Shown as `99+` beyond. */
const MAX_COUNT = 99;

/** `(3) room · Majlis`; the bare title if nothing is unread. */
export function titleWithUnread(title: string, count: number, format: (count: number) => string): string {
  if (count === 0) return title;
  return `(${format(Math.min(count, MAX_COUNT))}${count > MAX_COUNT ? "+" : ""}) ${title}`;
}
