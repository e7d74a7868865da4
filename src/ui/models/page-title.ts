/** The page's title, with how much is new. */

/** Past it nobody counts. */
const MAX_COUNT = 99;

/** `(3) room · Majlis`; just the title where nothing is new. */
export function titleWithUnread(title: string, count: number, format: (count: number) => string): string {
  if (count === 0) return title;
  return `(${format(Math.min(count, MAX_COUNT))}${count > MAX_COUNT ? "+" : ""}) ${title}`;
}
