/** A room that refuses to be joined for now (SPEC JOIN-7): the page says why, and comes in by itself. */
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";

const setup = setUpBrowser({ isPlatform: true, limits: { addressConnections: 1 } });
const { newUser, screenshot } = setup;

test.each([
  ["en", en, {}],
  ["ar", ar, { locale: "ar", viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true }],
] as const)(
  "[JOIN-7] [LIM-10] one too many sees why, and joins once there is a place: %s",
  async (tag, words, options) => {
    const url = `${setup.server.origin}/r/full-${tag}`;
    const [ana, bo] = [await newUser(), await newUser(options)];
    await ana.openRoom(url);
    await ana.waitForText("1 here");
    await bo.page.goto(url);
    const notice = bo.page.locator(".connection-text");
    await notice.waitFor();
    await expect.poll(() => notice.textContent()).toBe(words.lazy.busy);
    expect(await axeViolations(bo.page)).toEqual([]);
    await screenshot(bo, `refused-join-${tag}`);
    await ana.page.close();
    await bo.page.getByRole("button", { name: words.lazy.retryNow }).click();
    await notice.waitFor({ state: "detached" });
  },
);

test("[ID-7] a stored name that rooms refuse is dropped: the room opens after a reload", async () => {
  const bo = await newUser();
  // What says why is another part of the page, and may be there first.
  const liveFeatures = await holdLazyScripts(bo, '"reconnectingIn"');
  await bo.page.goto(`${setup.server.origin}/privacy`);
  // As an older release allowed it.
  await bo.page.evaluate(() => localStorage.setItem("majlis:name", "Bo ✓"));
  await bo.page.goto(`${setup.server.origin}/r/checked`);
  await bo.page.getByText(en.lazy.closedName).waitFor();
  await bo.page.getByRole("button", { name: en.room.reload }).click();
  liveFeatures.release();
  await bo.waitForJoin();
  await bo.page.locator(".own-name", { hasText: /^Guest \d+/ }).waitFor();
  // The browser logs the refusal.
  expect(bo.consoleErrors.splice(0).filter((error) => !/status of 400/.test(error))).toEqual([]);
});
