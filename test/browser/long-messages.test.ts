/** Long messages are folded, wide and tall letters stay in their rows, and texts made to be slow to draw are not. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { axeViolations } from "../support/axe.ts";
import { textBox } from "../support/boxes.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { User } from "../support/user.ts";

let product: SelfHostedServer;
let browser: Browser;
const users: User[] = [];

beforeAll(async () => {
  [product, browser] = await Promise.all([SelfHostedServer.start(), launchBrowser()]);
});

afterEach(async () => {
  for (const { context } of users.splice(0)) await context.close();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const LONG_TEXTS = {
  "two thousand lines": "l\n".repeat(1_999) + "l",
  "four thousand wide letters": "\ufdfd".repeat(4_000),
  "a page of words": "The quick brown fox jumps over the lazy dog. ".repeat(85),
  "a long list": "- an *item*\n".repeat(150),
} as const;

async function openUser(options: Parameters<typeof User.open>[1] = {}): Promise<User> {
  const user = await User.open(browser, { reducedMotion: "reduce", ...options });
  users.push(user);
  return user;
}

async function roomWith(name: string, texts: readonly string[], author = "Ana"): Promise<string> {
  const url = `${product.origin}/r/${name}`;
  const ana = joinRoom({ url, name: author, storage: memoryStorage() });
  for (const text of texts) await ana.publish(text).stored;
  ana.close();
  return url;
}

const heightOf = (user: User, index: number) =>
  user.page
    .locator(".message")
    .nth(index)
    .evaluate((message) => message.getBoundingClientRect().height);

test("a message higher than most of the view is folded, is shown whole on request, and folded again", async () => {
  const texts = Object.values(LONG_TEXTS);
  const url = await roomWith("long", [...texts, "short"]);
  const bo = await openUser();
  await bo.openRoom(url);
  await bo.waitForText("short");
  await bo.waitForMessageActions("short");
  for (const index of texts.keys()) await expect.poll(() => heightOf(bo, index)).toBeLessThan(0.6 * 800 + 80);
  await expect.poll(() => heightOf(bo, texts.length)).toBeLessThan(60);

  const last = bo.page.locator(".message").nth(texts.length - 1);
  const more = last.getByRole("button", { name: en.lazy.showMore });
  await more.scrollIntoViewIfNeeded();
  const top = await last.evaluate((message) => message.getBoundingClientRect().top);
  await more.press("Enter");
  const less = last.getByRole("button", { name: en.lazy.showLess });
  await less.waitFor();
  await expect.poll(() => less.getAttribute("aria-expanded")).toBe("true");
  await eventually("it is shown whole", async () => (await heightOf(bo, texts.length - 1)) > 2_000);
  await expect
    .poll(() => last.evaluate((message) => message.getBoundingClientRect().top))
    .toBeCloseTo(top, 0);
  expect(await axeViolations(bo.page)).toEqual([]);
  await less.press("Enter");
  await more.waitFor();
  await expect.poll(() => heightOf(bo, texts.length - 1)).toBeLessThan(0.6 * 800 + 80);
  await expect.poll(() => more.evaluate((button) => button === document.activeElement)).toBe(true);
  const { y = -1 } = (await more.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(0);
  expect(y).toBeLessThan(800);
  expect(bo.consoleErrors).toEqual([]);
});

test("a folded message is found, copied and printed as a whole", async () => {
  const text = `${"word ".repeat(700)}needle`;
  const url = await roomWith("long-found", [text, "short"]);
  const bo = await openUser();
  await bo.openRoom(url);
  await bo.waitForText("short");
  await bo.page.getByRole("button", { name: en.lazy.showMore }).waitFor();
  const box = bo.page.locator(".message", { hasText: "needle" }).locator(".bubble > div:has(.text)");
  const selected = () =>
    box.evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      return getSelection()?.toString();
    });
  await expect.poll(selected).toBe(text);
  await expect.poll(() => box.evaluate(({ clientHeight }) => clientHeight)).toBeLessThanOrEqual(480);

  await bo.page.emulateMedia({ media: "print" });
  await expect.poll(() => box.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  await expect.poll(() => bo.page.getByRole("button", { name: en.lazy.showMore }).count()).toBe(0);

  // As the browser's own search does, and a selection that is drawn over its end: here in the very frame that folds it again.
  await box.evaluate((element) => {
    matchMedia("print").addEventListener("change", () => {
      element.scrollTop = 200;
      element.dispatchEvent(new Event("scroll"));
    });
  });
  await bo.page.emulateMedia({ media: "screen" });
  await bo.page.getByRole("button", { name: en.lazy.showLess }).waitFor();
  await expect.poll(() => box.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
});

test("of a folded message only what is seen is laid out, and all of it once it is shown whole", async () => {
  const words = `${"word ".repeat(700)}needle`;
  const mentions = Array.from({ length: 70 }, () => "@Ana").join(", ");
  const code = `\`\`\`\n${Array.from({ length: 130 }, (_, line) => `line ${line} ${"x".repeat(12)}`).join("\n")}\n\`\`\``;
  const url = await roomWith("long-sliced", [words, mentions, code, "short"]);
  const bo = await openUser();
  await bo.openRoom(url);
  await bo.waitForText("short");
  const message = (index: number) => bo.page.locator(".message").nth(index);
  const textOf = (index: number) =>
    message(index)
      .locator(".text")
      .evaluate(({ textContent }) => textContent);
  const [more, less] = [en.lazy.showMore, en.lazy.showLess].map((name) =>
    message(0).getByRole("button", { name }),
  );
  await more?.waitFor();
  await expect.poll(() => textOf(0)).toBe(words);
  const isLaidOut = () =>
    message(0).evaluate((element) => {
      const [last] = [...element.querySelectorAll(".rest > *")].slice(-1);
      const probe = last?.appendChild(document.createElement("i"));
      const isVisible = probe?.checkVisibility({ contentVisibilityAuto: true });
      probe?.remove();
      return isVisible;
    });
  await expect.poll(() => isLaidOut()).toBe(false);
  await more?.press("Enter");
  await less?.waitFor();
  await expect.poll(() => isLaidOut()).toBe(true);
  await expect.poll(() => bo.texts()).toContain(words);

  // Of many elements, the others follow where they are seen; of code, too.
  await expect.poll(() => textOf(1)).toBe(mentions);
  await expect.poll(async () => (await bo.texts())[1]).toBe(mentions);
  await expect.poll(() => message(1).getByRole("button", { name: en.lazy.showMore }).count()).toBe(0);
  await expect.poll(() => textOf(2)).toContain("line 129");
  expect(await axeViolations(bo.page)).toEqual([]);
  expect(bo.consoleErrors).toEqual([]);
});

test("a long message that is gone to, by a link or from a search, is shown whole, from its start", async () => {
  const { "two thousand lines": lines, "a page of words": words } = LONG_TEXTS;
  const url = await roomWith("long-linked", [lines, `${words}${words.slice(0, 60)} needle`, "short"]);
  const bo = await openUser();
  const isShownWhole = async (seq: number): Promise<void> => {
    const message = bo.page.locator(`[data-seq="${seq}"]`);
    await message.getByRole("button", { name: en.lazy.showLess }).waitFor();
    await expect.poll(async () => (await message.boundingBox())?.height).toBeGreaterThan(0.6 * 800);
    await expect
      .poll(async () => {
        const [box, view] = [await message.boundingBox(), await bo.page.locator(".scroller").boundingBox()];
        return box !== null && view !== null && box.y >= view.y - 1 && box.y < 400;
      })
      .toBe(true);
    await expect.poll(() => message.evaluate((element) => element === document.activeElement)).toBe(true);
  };
  // Before the button that folds it is loaded, and after.
  await bo.openRoom(`${url}#1`);
  await isShownWhole(1);
  await bo.openRoom(url);
  await bo.waitForText("short");
  await bo.page.getByRole("button", { name: en.lazy.showMore }).first().waitFor();
  await bo.page.getByRole("button", { name: en.room.search }).click();
  await bo.page.getByRole("searchbox").fill("needle");
  await bo.page.locator(".search mark").first().click();
  await isShownWhole(2);
  await bo.page.locator("[data-seq='2']").getByRole("button", { name: en.lazy.showLess }).press("Enter");
  await expect.poll(() => heightOf(bo, 1)).toBeLessThan(0.6 * 800 + 80);
});

test("in Arabic on a phone it is folded from the right, with the time beside the button", async () => {
  const url = await roomWith("long-arabic", ["مرحبا يا صديقي كيف حالك اليوم ".repeat(130)]);
  const omar = await openUser({
    locale: "ar-EG",
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await omar.openRoom(url);
  const more = omar.page.getByRole("button", { name: ar.lazy.showMore });
  await more.tap();
  await omar.page.getByRole("button", { name: ar.lazy.showLess }).waitFor();
  await expect.poll(() => heightOf(omar, 0)).toBeGreaterThan(1_000);
  expect(await axeViolations(omar.page)).toEqual([]);
});

test.each([
  ["a desktop", { width: 1280, height: 800 }, {}],
  ["a phone", { width: 390, height: 844 }, { hasTouch: true, isMobile: true }],
] as const)("the button begins where the text does, on %s", async (_device, viewport, touch) => {
  const url = await roomWith(`button-${viewport.width}`, [LONG_TEXTS["a page of words"]]);
  const ana = await openUser({ viewport, ...touch });
  await ana.openRoom(url);
  const button = ana.page.getByRole("button", { name: en.lazy.showMore });
  await button.waitFor();
  const [label, words] = await Promise.all([textBox(button), textBox(ana.page.locator(".fold"))]);
  expect(Math.abs(label.left - words.left)).toBeLessThan(1);
});

test("without scripts it is folded, too, and shown whole on request", async () => {
  const url = await roomWith("long-plain", [LONG_TEXTS["a page of words"]]);
  const bo = await openUser({ javaScriptEnabled: false, viewport: { width: 390, height: 600 } });
  await bo.page.goto(`${url}/plain?lang=en`);
  const text = bo.page.locator(".text").first();
  const height = async () => (await text.boundingBox())?.height ?? 0;
  await expect.poll(() => height()).toBeLessThanOrEqual(361);
  await bo.page.getByText(en.lazy.showMore).click();
  await expect.poll(() => height()).toBeGreaterThan(700);
  await bo.page.getByText(en.lazy.showLess).click();
  await expect.poll(() => height()).toBeLessThanOrEqual(361);
});

test.each(["\ufdfd".repeat(40), "\u{12031}".repeat(40), "ཧྐྵྨླ".repeat(20), "W".repeat(40)])(
  "the name %s stays in one line of a byline, a quote and the list of members",
  async (name) => {
    const room = `tall-${name.codePointAt(0)?.toString(16)}`;
    const url = await roomWith(room, ["hello", "again"], name);
    const bo = await openUser({ viewport: { width: 390, height: 844 } });
    await bo.openRoom(url);
    await bo.waitForText("again");
    const byline = bo.page.locator(".byline").first();
    expect((await byline.boundingBox())?.height).toBeLessThan(26);
    await expect.poll(() => heightOf(bo, 0)).toBeLessThan(75);
    const { widest, width } = await bo.page.locator(".scroller").evaluate((scroller) => ({
      widest: scroller.scrollWidth,
      width: scroller.clientWidth,
    }));
    expect(widest).toBeLessThanOrEqual(width);
    await bo.page.goto(`${url}/plain`);
    expect((await bo.page.locator(".byline").first().boundingBox())?.height).toBeLessThan(26);
    await expect
      .poll(() => bo.page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(390);
  },
);

/** What scripts that join letters, write no spaces or stack marks make slow. */
const SLOW_TEXTS: Readonly<Record<string, string>> = {
  "an endless Arabic word": "ب".repeat(3_990),
  "an endless word in N’Ko": "ߊ".repeat(3_990),
  "an endless word in Syriac": "ܒ".repeat(3_990),
  "tashkeel without end": "بَّ".repeat(1_900),
  "Thai without spaces": "กี่".repeat(1_300),
  "sixteen marks a letter": `z${"\u0300\u0316\u0345\u0327".repeat(4)}`.repeat(470),
  "two directions": "\u0627b\u05d01\u0628c ".repeat(570),
  "wide letters": "\ufdfd".repeat(4_000),
  "two thousand lines": "l\n".repeat(1_999),
  "marks and mentions": `@${"a\u0345\u0327 @".repeat(1_300)}`,
};

test("[PUB-1] texts that are slow to draw hold up the page no longer than ordinary ones", async () => {
  const url = `${product.origin}/r/slow`;
  const mallory = joinRoom({ url, name: "Mallory", storage: memoryStorage() });
  const bo = await openUser({ viewport: { width: 390, height: 844 } });
  await bo.openRoom(url);
  await bo.waitForJoin();
  const longest = async (text: string): Promise<number> => {
    const count = await bo.page.locator(".message").count();
    await bo.page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { tasks });
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({
        type: "longtask",
      });
    });
    await mallory.publish(text).stored;
    await eventually("it is shown", async () => (await bo.page.locator(".message").count()) === count + 1);
    await bo.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50))));
    return bo.page.evaluate(() => Math.max(0, ...(globalThis as unknown as { tasks: number[] }).tasks));
  };
  await longest("hello");
  const ordinary = Math.max(
    await longest("The quick brown fox jumps over the lazy dog. ".repeat(88)),
    await longest("مرحبا يا صديقي كيف حالك اليوم ".repeat(130)),
  );
  for (const [name, text] of Object.entries(SLOW_TEXTS)) {
    let least = Infinity;
    for (let attempt = 0; attempt < 3 && least > 8 * Math.max(50, ordinary); attempt++)
      least = Math.min(least, await longest(text));
    expect([name, least <= 8 * Math.max(50, ordinary)]).toEqual([name, true]);
  }
  mallory.close();
});
