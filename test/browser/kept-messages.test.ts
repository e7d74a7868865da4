/** Messages are kept in the browser to be read offline (SPEC ID-23). */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar, en, es, fa, fr } from "../../src/locales/index.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { screenshot } = setup;

const LOCALES = { ar, en, es, fa, fr };

const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;

function newUser(options: Parameters<typeof User.open>[1]): Promise<User> {
  return setup.newUser({ ...options, serviceWorkers: "allow" });
}

/** Publishes messages as another member. */
async function publish(room: string, texts: readonly string[]): Promise<void> {
  const bo = joinRoom({ url: urlOf(room), name: "Bo", storage: memoryStorage() });
  for (const text of texts) await bo.publish(text).stored;
  bo.close();
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `message ${from + index}`);

/** The texts that the browser keeps of a room; undefined if it keeps none. */
function keptTexts(page: Page, room: string): Promise<string[] | undefined> {
  return page.evaluate((key) => {
    const stored = localStorage.getItem(key);
    if (stored === null) return undefined;
    const { messages } = JSON.parse(stored.slice(stored.indexOf(" "))) as { messages: { text: string }[] };
    return messages.map(({ text }) => text);
  }, `majlis:kept:${room}`);
}

/** Waits until the page opens offline and its last message is kept. */
async function isKept(page: Page, room: string, last: string): Promise<void> {
  await eventually(`${room} is cached, and “${last}” is kept`, async () => {
    const isCached = await page.evaluate(
      async (path) =>
        navigator.serviceWorker.controller !== null &&
        (await caches.match(path, { ignoreVary: true })) !== undefined,
      `/r/${room}`,
    );
    return isCached && (await keptTexts(page, room))?.at(-1) === last;
  });
}

const topOf = (user: User, text: string) =>
  user.message(text).evaluate((element) => Math.round(element.getBoundingClientRect().top));

test.each([
  ["en", "phone", "light"],
  ["ar", "phone", "dark"],
  ["fa", "desktop", "dark"],
  ["fr", "desktop", "light"],
  ["es", "phone", "light"],
] as const)(
  "a room is read offline, in %s on a %s, and its messages stay in place once it is joined",
  async (language, device, theme) => {
    const room = `kept-${language}`;
    const words = LOCALES[language].lazy;
    const ana = await newUser(variant(device, theme, language));
    await ana.openRoom(urlOf(room));
    await ana.waitForJoin();
    await publish(room, numbered(1, 30));
    await (device === "phone" ? ana.sendByTap("mine") : ana.send("mine"));
    await isKept(ana.page, room, "mine");

    await ana.context.setOffline(true);
    await ana.page.reload();
    const bar = ana.page.locator(".connection-text");
    await bar.waitFor();
    const [beforeTime = "", afterTime = ""] = words.offlineKept.split("{time}");
    await expect
      .poll(() => bar.innerText())
      .toMatch(new RegExp(`^${beforeTime}\\u2068[^\\u2069]+\\u2069${afterTime}`, "u"));
    await expect.poll(() => ana.texts()).toEqual([...numbered(1, 30), "mine"]);
    await expect.poll(() => ana.page.locator(".skeleton").count()).toBe(0);
    await expect.poll(() => ana.message("mine").getAttribute("class")).toContain("own");
    expect(await axeViolations(ana.page)).toEqual([]);
    await screenshot(ana, `kept-offline-${device}-${theme}-${language}`);

    const row = await ana.message("mine").elementHandle();
    const top = await topOf(ana, "message 30");
    const overflow = await ana.page
      .locator(".connection")
      .evaluate((each) => each.getBoundingClientRect().height);
    await ana.context.setOffline(false);
    await ana.waitForJoin();
    await expect.poll(() => row?.evaluate((element) => element.isConnected)).toBe(true);
    await eventually("the notice is gone", async () => (await bar.count()) === 0);
    // What gives way is the notice alone.
    expect(Math.abs((await topOf(ana, "message 30")) - top)).toBeLessThanOrEqual(Math.ceil(overflow));
  },
);

test("who has scrolled up offline stays there, whatever was written meanwhile", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await publish("scrolled", ["the first", ...numbered(2, 50)]);
  await ana.openRoom(urlOf("scrolled"));
  await isKept(ana.page, "scrolled", "message 50");
  await ana.context.setOffline(true);
  await ana.page.reload();
  await ana.message("message 50").waitFor();
  await ana.page.locator(".scroller").hover();
  await ana.page.mouse.wheel(0, -20_000);
  await eventually("the first is in view", async () => (await topOf(ana, "the first")) > 0);
  await publish("scrolled", numbered(51, 90));
  await ana.context.setOffline(false);
  await ana.waitForJoin();
  await eventually("it still is", async () => {
    const top = await topOf(ana, "the first").catch(() => Number.NaN);
    return top > 0 && top < 800;
  });
  await ana.page.getByRole("button", { name: en.room.jump }).click();
  await ana.message("message 90").waitFor();
});

test("what is deleted and edited is so in what is kept, and what was deleted meanwhile once the room is joined", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  const bo = joinRoom({ url: urlOf("amended"), name: "Bo", storage: memoryStorage() });
  const [secret, typo, later] = await Promise.all(
    ["a secret", "a typo", "deleted later"].map((text) => bo.publish(text).stored),
  );
  await ana.openRoom(urlOf("amended"));
  await isKept(ana.page, "amended", "deleted later");
  await bo.delete(secret!.seq);
  await bo.edit(typo!.seq, "a word");
  await eventually("they are kept so", async () => {
    const texts = await keptTexts(ana.page, "amended");
    return texts?.join() === ",a word,deleted later";
  });
  await ana.context.setOffline(true);
  await bo.delete(later!.seq);
  bo.close();
  await ana.page.reload();
  await ana.waitForText("a word");
  await expect.poll(() => ana.page.getByText("a secret").count()).toBe(0);
  await ana.context.setOffline(false);
  await eventually(
    "it is deleted here too",
    async () => (await keptTexts(ana.page, "amended"))?.at(-1) === "",
  );
});

test("switched off in the settings, nothing is kept of any room", async () => {
  const ana = await newUser(variant("phone", "dark", "en"));
  await publish("off", ["a word"]);
  await ana.openRoom(urlOf("off"));
  await isKept(ana.page, "off", "a word");
  await ana.page.locator("[popovertarget='settings']").tap();
  const choice = ana.page.getByRole("switch", { name: en.lazy.keepMessages });
  await expect.poll(() => choice.isChecked()).toBe(true);
  await choice.scrollIntoViewIfNeeded();
  await screenshot(ana, "kept-setting-phone-dark-en");
  await choice.focus();
  await ana.page.keyboard.press("Space");
  await expect.poll(() => choice.isChecked()).toBe(false);
  expect(await axeViolations(ana.page)).toEqual([]);
  expect(await keptTexts(ana.page, "off")).toBeUndefined();
  await ana.page.reload();
  await ana.waitForJoin();
  await ana.sendByTap("another");
  await ana.message("another").and(ana.page.locator("[data-seq]")).waitFor();
  await ana.context.setOffline(true);
  await ana.page.reload();
  await ana.waitForText(en.room.offlineRoom);
  expect(await keptTexts(ana.page, "off")).toBeUndefined();
});

test("a frame keeps nothing, and offers no choice", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await publish("framed", ["a word"]);
  await ana.openRoom(`${urlOf("framed")}/embed`);
  await ana.waitForText("a word");
  await ana.waitForJoin();
  await ana.page.locator("[popovertarget='settings']").click();
  await ana.page.locator("#settings .settings").waitFor();
  await expect.poll(() => ana.page.getByRole("switch", { name: en.lazy.keepMessages }).count()).toBe(0);
  await ana.page.goto("about:blank");
  await ana.page.goto(`${setup.server.origin}/health`);
  expect(await keptTexts(ana.page, "framed")).toBeUndefined();
});
