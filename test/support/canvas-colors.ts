/** What a canvas shows, by the colours of its pixels. */
import type { Page } from "playwright-core";

export interface CanvasPlace {
  /** shares of the canvas, from its left and top */
  readonly x: number;
  readonly y: number;
}

/** The middle of the pixels that have this CSS colour, exactly; undefined if there are none. */
export function placeOfColor(page: Page, color: string): Promise<CanvasPlace | undefined> {
  return page.locator("canvas").evaluate((element, wanted) => {
    const canvas = element as HTMLCanvasElement;
    const sample = document.createElement("canvas").getContext("2d");
    const drawn = canvas.getContext("2d");
    if (sample === null || drawn === null || canvas.width === 0) return undefined;
    sample.fillStyle = wanted;
    sample.fillRect(0, 0, 1, 1);
    const [red, green, blue] = sample.getImageData(0, 0, 1, 1).data;
    const { data, width, height } = drawn.getImageData(0, 0, canvas.width, canvas.height);
    let [count, sumX, sumY] = [0, 0, 0];
    for (let pixel = 0; pixel < width * height; pixel++) {
      const at = 4 * pixel;
      if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) continue;
      count += 1;
      sumX += pixel % width;
      sumY += Math.floor(pixel / width);
    }
    return count === 0 ? undefined : { x: sumX / count / width, y: sumY / count / height };
  }, color);
}
