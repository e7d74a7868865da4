/** From the Enter key to the paint of the sent message, in a full list. */
import { median } from "../statistics.ts";
import { variant } from "../../support/browser-variant.ts";
import { pageMetric, type PageMetric } from "./figures.ts";
import type { PageEnvironment } from "./environment.ts";

const ROUNDS = 15;
const TARGET_MS = 16;

export async function measureSending(environment: PageEnvironment): Promise<PageMetric> {
  const room = "sending";
  await environment.fill(room, 300);
  const context = await environment.browser.newContext(variant("desktop", "light", "en"));
  // Else a first visitor is asked for a name, in the composer's place.
  await context.addInitScript(() => localStorage.setItem("majlis:name-asked", "1"));
  const page = await context.newPage();
  await page.goto(environment.url(room));
  await page.locator(".message").first().waitFor();
  await page.evaluate(observePaints);
  const composer = page.locator("#write");
  for (let round = 1; round <= ROUNDS; round++) {
    await composer.fill(`message ${round}`);
    await page.evaluate(waitForTypedTextPaint);
    await composer.press("Enter");
    await page.waitForFunction(
      (count) => (globalThis as unknown as { paints: readonly number[] }).paints.length === count,
      round,
    );
  }
  const paints = await page.evaluate(() => (globalThis as unknown as { paints: readonly number[] }).paints);
  await context.close();
  return pageMetric("own message, from key to paint", median(paints) ?? Number.NaN, "ms", {
    atMost: TARGET_MS,
  });
}

/** Waits past the paint of the typed text, to a random moment within a later frame, as real key presses come. */
async function waitForTypedTextPaint(): Promise<void> {
  const frame = () => new Promise(requestAnimationFrame);
  for (let frames = 2 + Math.random() * 5; frames > 0; frames--) await frame();
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 16));
}

function observePaints(): void {
  const paints: number[] = [];
  let pressedAt: number | undefined;
  Object.assign(globalThis, { paints });
  addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      if (key === "Enter") pressedAt = timeStamp;
    },
    { capture: true },
  );
  const list = document.querySelector(".messages");
  if (list === null) throw new Error("the page has no list");
  new MutationObserver(() => {
    const from = pressedAt;
    if (from === undefined) return;
    pressedAt = undefined;
    // A message posted within the frame arrives after its paint.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => paints.push(performance.now() - from);
    port2.postMessage(undefined);
  }).observe(list, { childList: true });
}
