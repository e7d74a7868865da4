/** Where a pointer is in a text that each reader has in another width, and perhaps in another direction. */

export interface PointerPlace {
  /** the number of the paragraph */
  readonly block: number;
  /** from the side where lines start, and from the top, as shares of the paragraph */
  readonly inline: number;
  readonly down: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** As an array, which is shorter to send: shares in thousandths. */
export function placeIn(block: number, box: Box, point: { x: number; y: number }, isRtl: boolean): number[] {
  const inline = isRtl ? box.right - point.x : point.x - box.left;
  return [block, thousandths(inline / box.width), thousandths((point.y - box.top) / box.height)];
}

/** Members send any JSON: what is no place in one of `blocks` paragraphs is left out. */
export function readPlace(data: unknown, blocks: number): PointerPlace | undefined {
  if (!Array.isArray(data)) return undefined;
  const [block, inline, down] = data as readonly unknown[];
  if (!isWithin(block, 0, blocks - 1) || !isWithin(inline, -500, 1_500) || !isWithin(down, -500, 1_500))
    return undefined;
  return { block, inline: inline / 1_000, down: down / 1_000 };
}

/** The same place in this reader's box, from its left and top. */
export function pointIn(
  { inline, down }: PointerPlace,
  { width, height }: Pick<Box, "width" | "height">,
  isRtl: boolean,
) {
  return { x: width * (isRtl ? 1 - inline : inline), y: height * down };
}

function thousandths(share: number): number {
  return Math.round(share * 1_000);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
