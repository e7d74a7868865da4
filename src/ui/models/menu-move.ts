/** How the arrows walk a menu that begins with a row of things side by side. */

export interface Menu {
  /** how many stand side by side in its first line */
  readonly beside: number;
  /** how many there are in all */
  readonly count: number;
  readonly rightToLeft: boolean;
}

/** Where `key` leads from item `at`; undefined where it leads nowhere. Up and down go round. */
export function menuMove(key: string, at: number, { beside, count, rightToLeft }: Menu): number | undefined {
  const inRow = at < beside;
  switch (key) {
    case "ArrowDown":
      return inRow ? Math.min(beside, count - 1) : at + 1 < count ? at + 1 : 0;
    case "ArrowUp":
      return inRow ? count - 1 : at === beside ? 0 : at - 1;
    case "ArrowRight":
    case "ArrowLeft": {
      if (!inRow) return undefined;
      const step = (key === "ArrowRight") === rightToLeft ? -1 : 1;
      return (at + step + beside) % beside;
    }
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
