/** Places a panel beside its anchor. Inline positions are measured from the inline start. */

export interface AnchorBox {
  readonly blockStart: number;
  readonly blockEnd: number;
  readonly inlineStart: number;
  readonly inlineEnd: number;
}

export interface PanelSize {
  readonly block: number;
  readonly inline: number;
}

/** Where the panel starts. */
export interface PanelPosition {
  readonly block: number;
  readonly inline: number;
}

const GAP_PX = 4;
const MARGIN_PX = 8;

/**
 * Below the anchor, or above it if there is no room below; aligned with its end, or with its start if the anchor is in
 * the first half of the line; always completely within the viewport.
 */
export function placePanel(anchor: AnchorBox, size: PanelSize, view: PanelSize): PanelPosition {
  const below = anchor.blockEnd + GAP_PX;
  const above = anchor.blockStart - GAP_PX - size.block;
  const fitsBelow = below + size.block <= view.block - MARGIN_PX;
  const isInFirstHalf = anchor.inlineStart < view.inline / 2;
  const inline = isInFirstHalf ? anchor.inlineStart : anchor.inlineEnd - size.inline;
  return {
    block: clamp(fitsBelow ? below : above, view.block - size.block),
    inline: clamp(inline, view.inline - size.inline),
  };
}

function clamp(position: number, limit: number): number {
  return Math.max(MARGIN_PX, Math.min(position, limit - MARGIN_PX));
}
