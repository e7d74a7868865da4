/** How the arrows walk a menu that begins with a row of things side by side. */

export interface MenuLayout {
  /** how many stand side by side in its first line */
  readonly firstRowCount: number;
  /** how many there are in all */
  readonly count: number;
  readonly rightToLeft: boolean;
}

/** Where `key` leads from item `at`; undefined where it leads nowhere. Up and down go round. */
export function nextMenuIndex(
  key: string,
  index: number,
  { firstRowCount, count, rightToLeft }: MenuLayout,
): number | undefined {
  const inRow = index < firstRowCount;
  switch (key) {
    case "ArrowDown":
      return inRow ? Math.min(firstRowCount, count - 1) : index + 1 < count ? index + 1 : 0;
    case "ArrowUp":
      return inRow ? count - 1 : index === firstRowCount ? 0 : index - 1;
    case "ArrowRight":
    case "ArrowLeft": {
      if (!inRow) return undefined;
      const step = (key === "ArrowRight") === rightToLeft ? -1 : 1;
      return (index + step + firstRowCount) % firstRowCount;
    }
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
