import type { Page } from "playwright-core";

/**
 * Call it while the page's one frame is in view, before what hides it. The result resolves once the frame has learned that it
 * is out of view, which a busy browser notifies it of some time later.
 */
export async function watchFrameHiding(page: Page): Promise<() => Promise<void>> {
  const element = await page.locator("iframe").elementHandle();
  const frame = await element?.contentFrame();
  if (frame === null || frame === undefined) throw new Error("the page has no frame");
  const hiding = await frame.evaluateHandle(() => ({
    ended: new Promise<void>((resolve) => {
      new IntersectionObserver((entries) => {
        if (entries.at(-1)?.isIntersecting === false) resolve();
      }).observe(document.documentElement);
    }),
  }));
  return () => hiding.evaluate(({ ended }) => ended);
}
