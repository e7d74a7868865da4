/** What a reader's browser brings: languages, the passing of days, input methods, keyboards. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { setUpBrowser } from "../support/browser-setup.ts";

const setup = setUpBrowser();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

let rooms = 0;
const newRoomUrl = () => `${setup.server.origin}/r/environment-${++rooms}`;

/** Dispatches a key as an input method does, whose events the automation cannot produce. */
async function pressComposing(page: Page, selector: string, key: string, init: object): Promise<void> {
  await page.locator(selector).evaluate(
    (element, { key, init }) => {
      element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
    },
    { key, init },
  );
}

/** Chromium's order, and Safari's, which ends the composition before its last key. */
const COMPOSING = [
  ["under way", { isComposing: true, keyCode: 229 }],
  ["just ended", { isComposing: false, keyCode: 229 }],
] as const;

describe("the languages of the browser", () => {
  test.each([
    ["en-US@posix", /^\d{1,2}:\d\d\s[AP]M$/u],
    ["C", /^\d{1,2}:\d\d\s[AP]M$/u],
    ["de-DE", /^\d\d:\d\d$/u],
  ])("may have tags that Intl does not know, and other regions: %s", async (tag, time) => {
    const user = await setup.newUser();
    await user.context.addInitScript(
      (tag) => Object.defineProperty(navigator, "languages", { value: [tag, "en-US", "en"] }),
      tag,
    );
    await user.openRoom(newRoomUrl());
    await user.send("hello");
    await user.waitForText("hello");
    expect(await user.page.locator(".byline time").innerText()).toMatch(time);
  });
});

test("at midnight Today becomes Yesterday, also after a night in the background", async () => {
  const user = await setup.newUser({ timezoneId: "America/New_York" });
  await user.page.clock.install();
  const url = newRoomUrl();
  await fetch(url, { method: "POST", body: "good evening" });
  await user.openRoom(url);
  const day = user.page.locator(".separator span");
  expect(await day.innerText()).toBe("Today");
  await user.page.clock.fastForward("24:00:00");
  await expect.poll(() => day.innerText()).toBe("Yesterday");
});

describe("a key of an input method", () => {
  test.each(COMPOSING)("does not close the name form while the composition is %s", async (_state, init) => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.waitForJoin();
    await user.page.locator(".name-button").click();
    await user.page.locator(".name-form input").fill("小明");
    await pressComposing(user.page, ".name-form input", "Escape", init);
    expect(await user.page.locator(".name-form input").inputValue()).toBe("小明");
    await user.page.locator(".name-form input").press("Escape");
    await user.page.locator(".name-form").waitFor({ state: "detached" });
  });

  test.each(COMPOSING)(
    "neither closes nor picks in the emoji picker while it is %s",
    async (_state, init) => {
      const user = await setup.newUser();
      await user.openRoom(newRoomUrl());
      await user.page.getByRole("button", { name: en.room.emoji }).click();
      const search = user.page.getByRole("searchbox", { name: en.lazy.emojiSearch });
      await search.fill("tea");
      for (const key of ["Escape", "Enter", "ArrowDown"])
        await pressComposing(user.page, ".emoji-picker input", key, init);
      expect(await search.inputValue()).toBe("tea");
      expect(await user.composer.inputValue()).toBe("");
    },
  );

  test.each(COMPOSING)("neither sends nor takes a completion while it is %s", async (_state, init) => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.composer.fill(":tea");
    await user.page.getByRole("listbox", { name: en.lazy.completionsTitle }).waitFor();
    for (const key of ["Enter", "Tab", "Escape"]) await pressComposing(user.page, "#write", key, init);
    expect(await user.composer.inputValue()).toBe(":tea");
    expect(await user.page.getByRole("option").count()).toBeGreaterThan(0);
    expect(await user.texts()).toEqual([]);
  });
});

test.each(["Control+Enter", "Meta+Enter"])(
  "%s sends on a touch device, Enter breaks the line",
  async (keys) => {
    const user = await setup.newUser(PHONE);
    await user.openRoom(newRoomUrl());
    await user.composer.fill("one");
    await user.composer.press("Enter");
    await user.composer.pressSequentially("two");
    expect(await user.composer.inputValue()).toBe("one\ntwo");
    await user.composer.press(keys);
    await user.waitForText("one\ntwo");
    expect(await user.composer.inputValue()).toBe("");
  },
);

test("typing right after a message was sent is shown to the others at once", async () => {
  const [ana, bo] = [await setup.newUserNamed("Ana"), await setup.newUserNamed("Bo")];
  const url = newRoomUrl();
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.waitForJoin();
  await bo.waitForJoin();
  await ana.composer.pressSequentially("one");
  await bo.page.locator(".typing-text").waitFor();
  await ana.composer.press("Enter");
  await bo.waitForText("one");
  await bo.page.locator(".typing-text").waitFor({ state: "detached" });
  await ana.composer.pressSequentially("t");
  await bo.page.locator(".typing-text").waitFor({ timeout: 2_000 });
});
