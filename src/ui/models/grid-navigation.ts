/** Keyboard navigation in a grid of cells (APG, Grid pattern). */

interface Grid {
  readonly count: number;
  readonly columns: number;
  /** true where the first cell of a row is at its right */
  readonly rightToLeft: boolean;
}

/**
 * The index of the cell that `key` moves to from `index`: -1 above the first row, undefined if the key does not move.
 */
export function nextGridIndex(
  key: string,
  index: number,
  { count, columns, rightToLeft }: Grid,
): number | undefined {
  const clamp = (target: number) => Math.min(count - 1, Math.max(0, target));
  const row = index - (index % columns);
  switch (key) {
    case "ArrowRight":
      return clamp(index + (rightToLeft ? -1 : 1));
    case "ArrowLeft":
      return clamp(index + (rightToLeft ? 1 : -1));
    case "ArrowDown":
      return row + columns < count ? clamp(index + columns) : index;
    case "ArrowUp":
      return row === 0 ? -1 : index - columns;
    case "Home":
      return row;
    case "End":
      return clamp(row + columns - 1);
    case "PageDown":
      return clamp(index + columns * 5);
    case "PageUp":
      return clamp(index - columns * 5);
    default:
      return undefined;
  }
}
