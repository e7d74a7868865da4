/** Fingers on a touch screen, by Chromium's own input events. */
import type { Locator } from "playwright-core";
import type { User } from "./user.ts";

/** Rests a finger on `target` until the page responds by opening `panel`, and lifts it. */
export async function longPress({ page, context }: User, target: Locator, panel: Locator): Promise<void> {
  // Waits until the target is visible and does not move.
  await target.tap({ trial: true });
  const box = await target.boundingBox();
  if (box === null) throw new Error("the target is not visible");
  const touchPoint = await context.newCDPSession(page);
  const at = { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await panel.waitFor();
  await touchPoint.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touchPoint.detach();
}

/** A finger on `target`, which `hold` moves to places in shares of its width and height; it is lifted at the end. */
export async function holdFinger(
  { page, context }: User,
  target: Locator,
  hold: (moveTo: (place: { readonly x: number; readonly y: number }) => Promise<void>) => Promise<void>,
): Promise<void> {
  await target.tap({ trial: true });
  const box = await target.boundingBox();
  if (box === null) throw new Error("the target is not visible");
  const session = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]);
  await hold(async ({ x, y }) => {
    await touch("touchMove", [{ x: box.x + box.width * x, y: box.y + box.height * y }]);
  });
  await touch("touchEnd", []);
  await session.detach();
}

/** Moves a finger sideways over `target` by `px`, to the right if it is positive. */
export async function swipe({ page, context }: User, target: Locator, px: number): Promise<void> {
  await target.tap({ trial: true });
  const box = await target.boundingBox();
  if (box === null) throw new Error("the target is not visible");
  const session = await context.newCDPSession(page);
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  const at = (part: number) => [{ ...start, x: start.x + px * part }];
  // At once: a finger that rests for half a second presses, and a busy machine may take as long for an answer.
  await Promise.all([touch("touchStart", [start]), touch("touchMove", at(0.25))]);
  for (const part of [0.5, 0.75, 1]) await touch("touchMove", at(part));
  await touch("touchEnd", []);
  await session.detach();
}
