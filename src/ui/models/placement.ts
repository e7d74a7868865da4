/** Where a panel stands beside what it belongs to. Along the line everything is measured from where lines begin. */

export interface Box {
  readonly blockStart: number;
  readonly blockEnd: number;
  readonly inlineStart: number;
  readonly inlineEnd: number;
}

export interface Size {
  readonly block: number;
  readonly inline: number;
}

const GAP_PX = 4;
const MARGIN_PX = 8;

/** Below the anchor and flush with its end, above it where there is no room below; always whole within the view. */
export function placeBeside(
  anchor: Box,
  size: Size,
  view: Size,
): { readonly block: number; readonly inline: number } {
  const below = anchor.blockEnd + GAP_PX;
  const above = anchor.blockStart - GAP_PX - size.block;
  const fitsBelow = below + size.block <= view.block - MARGIN_PX;
  return {
    block: within(fitsBelow ? below : above, view.block - size.block),
    inline: within(anchor.inlineEnd - size.inline, view.inline - size.inline),
  };
}

function within(at: number, last: number): number {
  return Math.max(MARGIN_PX, Math.min(at, last - MARGIN_PX));
}
