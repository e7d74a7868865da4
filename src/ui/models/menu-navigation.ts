/** Arrow keys in a menu whose first items are side by side in one row. */

export interface MenuLayout {
  /** the number of items in the first row, which may be none */
  readonly firstRowCount: number;
  /** the number of all items */
  readonly count: number;
  readonly rightToLeft: boolean;
}

/** The index that `key` moves to; undefined if it does not move. Up and down wrap around. */
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
      if (inRow || index === 0) return count - 1;
      return index === firstRowCount ? 0 : index - 1;
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
