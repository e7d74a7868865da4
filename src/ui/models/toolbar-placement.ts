/** Where the toolbar of a message is: it must not be cut off by the top of the list. */

/** Above its row the toolbar needs this much. */
const NEEDED_ABOVE_PX = 24;

/** A row from the top of the list, in px. */
export interface RowSpan {
  readonly top: number;
  readonly bottom: number;
}

/** Above the row, below it if it begins at the top of the list, or at that top if it begins above and ends below the view. */
export type ToolbarPlacement = "above" | "below" | "inside";

export function toolbarPlacement({ top, bottom }: RowSpan, listHeightPx: number): ToolbarPlacement {
  if (top >= NEEDED_ABOVE_PX) return "above";
  return bottom <= listHeightPx - NEEDED_ABOVE_PX ? "below" : "inside";
}
