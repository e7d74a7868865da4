/** Where elements are in a page. */
import type { Locator } from "playwright-core";

/** True if no point is in the boxes of both. */
export async function areApart(first: Locator, second: Locator): Promise<boolean> {
  const [one, other] = await Promise.all([first.boundingBox(), second.boundingBox()]);
  if (one === null || other === null) throw new Error("both are shown");
  const isBeside = one.x + one.width <= other.x || other.x + other.width <= one.x;
  return isBeside || one.y + one.height <= other.y || other.y + other.height <= one.y;
}

/** Where the text of an element is, which may be narrower than the element. */
export function textBox(element: Locator): Promise<{ readonly left: number; readonly right: number }> {
  return element.evaluate((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    return { left, right };
  });
}
