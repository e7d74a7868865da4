/** Movements: from where the eye is, a sixth of a second at most, only for what the user has done; none if motion is reduced. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

const MAX_MOVEMENT_MS = 180;
const TEA = "🍵";

type Motion = "no-preference" | "reduce";

const joinAsBo = (url: string) => joinRoom({ url, name: "Bo", storage: memoryStorage() });

/** A reader of a room with more messages than fit. */
async function readerOf(room: string, reducedMotion: Motion, language: "en" | "ar" = "en"): Promise<User> {
  const url = `${setup.server.origin}/r/${room}`;
  const bo = joinAsBo(url);
  for (let number = 1; number <= 30; number++) await bo.publish(`number ${number}`).stored;
  bo.close();
  const reader = await setup.newUser({ ...variant("desktop", "light", language), reducedMotion });
  await reader.page.addInitScript(recordMovements);
  await reader.openRoom(url);
  await reader.waitForMessageActions("number 30");
  await reader.waitForDeferredFeatures();
  return reader;
}

/** Keeps what moves by script, with its class and duration, in `window.movements`. The list's movement is held at its beginning. */
function recordMovements(): void {
  const animate = Element.prototype.animate;
  const movements: string[] = [];
  Object.assign(globalThis, { movements });
  Element.prototype.animate = function record(keyframes, options) {
    const { duration } = options as KeyframeAnimationOptions;
    movements.push(`${this.className} ${Number(duration)}`);
    const animation = animate.call(this, keyframes, options);
    if (this.className === "messages") animation.pause();
    return animation;
  };
}

const movementsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { movements: string[] }).movements.splice(0));

/** Presses R on the last message, and returns where that message's end is: before, where its movement begins, and in the end. */
function replyAndMeasure(page: Page): Promise<{ before: number; first: number; last: number }> {
  return page.evaluate(async () => {
    const messages = document.querySelectorAll<HTMLElement>("[data-message]");
    const message = messages[messages.length - 1];
    if (message === undefined) throw new Error("no message");
    const bottom = () => message.getBoundingClientRect().bottom;
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    message.focus();
    const before = bottom();
    message.dispatchEvent(new KeyboardEvent("keydown", { key: "r", bubbles: true }));
    // Two frames: in the second the first is painted.
    await nextFrame();
    await nextFrame();
    const first = bottom();
    for (const animation of document.getAnimations()) if (animation.playState === "paused") animation.play();
    await Promise.all(document.getAnimations().map(({ finished }) => finished));
    await nextFrame();
    return { before, first, last: bottom() };
  });
}

test("the messages move by the height of the bar of a reply, and do not jump", async () => {
  const ana = await readerOf("shift", "no-preference");
  const { before, first, last } = await replyAndMeasure(ana.page);
  expect(before - last).toBeGreaterThan(30);
  expect(Math.abs(before - first)).toBeLessThan(1);
  expect(await movementsOn(ana.page)).toEqual(["messages 150"]);
});

test("further up in the list nothing moves as the bar opens", async () => {
  const ana = await readerOf("shift-above", "no-preference");
  await ana.page.locator(".scroller").evaluate((list) => list.scrollTo(0, 100));
  await ana.page.locator(".jump").waitFor();
  await ana.page.locator("[data-message]").nth(5).focus();
  await ana.page.keyboard.press("r");
  await ana.page.locator(".composer-mode").waitFor();
  expect(await movementsOn(ana.page)).toEqual([]);
});

test("your own message rises and your reaction pops, others' do not", async () => {
  const ana = await readerOf("own", "no-preference");
  await ana.send("here I am");
  await ana.waitForMessageActions("here I am");
  const moved = await movementsOn(ana.page);
  expect(moved).toHaveLength(1);
  expect(moved[0]).toMatch(/^message own.* 150$/u);
  const bo = joinAsBo(`${setup.server.origin}/r/own`);
  const answer = await bo.publish("welcome").stored;
  await bo.react(answer.seq, TEA, true);
  await ana.page.locator(".reaction[data-reactors]").waitFor();
  expect(await movementsOn(ana.page)).toEqual([]);
  await ana.page.locator(".reaction[data-reactors]").click();
  await expect.poll(() => movementsOn(ana.page)).toEqual(["reaction 150"]);
  bo.close();
});

test.each(["en", "ar"] as const)("a panel grows from its button: %s", async (language) => {
  const ana = await readerOf(`panel-${language}`, "no-preference", language);
  for (const id of ["settings", "search", "invite"]) {
    await ana.page.locator(`[popovertarget="${id}"]`).first().click();
    const panel = ana.page.locator(`#${id}`);
    await panel.waitFor();
    const distance = await panel.evaluate(async (element) => {
      await Promise.all(element.getAnimations().map(({ finished }) => finished));
      const button = document.querySelector(`[popovertarget="${element.id}"]`);
      const middle = (rect: DOMRect) => (rect.left + rect.right) / 2;
      if (button === null) throw new Error("no button");
      const origin = Number.parseFloat(getComputedStyle(element).transformOrigin);
      const box = element.getBoundingClientRect();
      return Math.abs(box.left + origin - middle(button.getBoundingClientRect()));
    });
    expect(distance, id).toBeLessThan(12);
    await ana.page.keyboard.press("Escape");
  }
});

test("with reduced motion nothing moves, by script or by styles", async () => {
  const ana = await readerOf("still", "reduce");
  const { first, last } = await replyAndMeasure(ana.page);
  expect(first).toBe(last);
  await ana.send("here I am");
  await ana.waitForMessageActions("here I am");
  await ana.page.locator("[popovertarget='settings']").click();
  expect(await ana.page.evaluate(() => document.getAnimations().length)).toBe(0);
  expect(await movementsOn(ana.page)).toEqual([]);
});

test("no movement takes longer than 180 ms", async () => {
  const ana = await readerOf("durations", "no-preference");
  await ana.message("number 30").focus();
  await ana.page.keyboard.press("r");
  await ana.page.locator(".composer-mode").waitFor();
  const seconds = await ana.page.evaluate(() =>
    [".popover", ".message .bubble", ".composer-mode"].map((selector) => {
      const element = document.querySelector(selector);
      if (element === null) throw new Error(selector);
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return Math.max(...[transitionDuration, animationDuration].join().split(",").map(Number.parseFloat));
    }),
  );
  for (const duration of seconds) {
    expect(duration).toBeGreaterThan(0);
    expect(duration).toBeLessThanOrEqual(MAX_MOVEMENT_MS / 1_000);
  }
});
