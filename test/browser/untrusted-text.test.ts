/** Untrusted text: it is rendered as text, quickly, and stays within its message. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { User } from "../support/user.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { takePicture } from "../support/picture.ts";

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

const VECTORS = [
  "<script>globalThis.harmed = true</script>",
  "<img src=x onerror='globalThis.harmed = true'>",
  "<svg/onload=globalThis.harmed=true>",
  "<iframe srcdoc='<script>parent.harmed = true</script>'></iframe>",
  "<style>* { display: none !important }</style>",
  "</li></ol></section><h1>outside</h1>",
  "<a href='javascript:globalThis.harmed=true'>press</a>",
  "[press](javascript:globalThis.harmed=true)",
  "javascript:globalThis.harmed=true data:text/html,<script>1</script> vbscript:x",
  "`<img src=x onerror=alert(1)>` **<b onmouseover=alert(1)>** _<i>_ @<script>",
  '```"><script>globalThis.harmed=true</script>\nx\n```',
  "&lt;script&gt; &amp; &#60;b&#62; &nbsp;",
  "${globalThis.harmed=true} {{constructor.constructor('harmed=true')()}}",
] as const;

const FAKE_LINKS = [
  "https://bank.example@evil.example/",
  "https://bank.example∕login.evil.example/",
  "https://bаnk.example/ (its a is Cyrillic)",
  "https://bank.example\\@evil.example/",
] as const;

const FLOODS: Readonly<Record<string, string>> = {
  zalgo: `${`z${"\u0300\u0489\u0353\u0322".repeat(4)}`.repeat(200)} ${"ع\u064b\u0651\u0670".repeat(300)}`,
  "4,000 emoji": "👍🏽".repeat(1_900),
  "families of emoji": "👩‍👩‍👧‍👦".repeat(600),
  "a thousand quotes": `${"> ".repeat(1_000)}deep`,
  "a quote a line, each deeper": Array.from({ length: 80 }, (_, depth) => `${">".repeat(depth)} deep`).join(
    "\n",
  ),
  "one word without end": "w".repeat(4_000),
  "one Arabic word without end": "ـ".repeat(3_000) + "م",
  "one address without end": `https://a.example/${"x".repeat(3_900)}`,
  "code without end": "`" + "c".repeat(3_900) + "`",
  "a line of code without end": "```\n" + "c".repeat(3_900) + "\n```",
  "two thousand lines": "l\n".repeat(1_999) + "l",
  "direction turned at every letter": "\u2067a\u2066ب".repeat(900),
  "spaces without end": `a${"\u3000".repeat(3_900)}b`,
  "markers without end": "*_~~**`".repeat(570),
  "mentions without end": "@a ".repeat(1_300),
  "lists without end": "- a\n".repeat(999) + "- b",
};

test("HTML and scripts in messages are shown as typed: nothing runs, nothing is loaded", async () => {
  const url = `${product.origin}/r/hostile`;
  const mallory = joinRoom({ url, name: "<b>Mallory</b>", storage: memoryStorage() });
  for (const text of [...VECTORS, ...FAKE_LINKS]) await mallory.publish(text).stored;
  const ana = await User.open(browser, { reducedMotion: "reduce" });
  users.push(ana);
  const requests: string[] = [];
  ana.page.on("request", (request) => requests.push(request.url()));
  await ana.openRoom(url);
  const messages = ana.page.locator(".message");
  await eventually(
    "all messages are shown",
    async () => (await messages.count()) === VECTORS.length + FAKE_LINKS.length,
  );
  await ana.page.locator(".text code").first().waitFor();
  await expect.poll(() => ana.page.evaluate(() => "harmed" in globalThis)).toBe(false);
  expect(requests.filter((request) => !request.startsWith(product.origin))).toEqual([]);
  const matches = await ana.page
    .locator(".messages")
    .evaluate((list) =>
      [
        ...list.querySelectorAll("script, img, iframe, style, h1, b, i, [onerror], [onload], [onmouseover]"),
      ].map(({ outerHTML }) => outerHTML),
    );
  expect(matches).toEqual([]);
  const texts = await ana.texts();
  for (const text of VECTORS.slice(0, 9)) expect(texts).toContain(text);
  await expect.poll(() => ana.page.locator(".messages a").count()).toBe(0);
  await ana.page.getByText("<b>Mallory</b>").first().waitFor();
  expect(await axeViolations(ana.page)).toEqual([]);
  expect(ana.consoleErrors).toEqual([]);
  mallory.close();
});

test("combining marks, emoji, deep quotes and endless words stay in their rows, and the page stays responsive", async () => {
  const url = `${product.origin}/r/floods`;
  const mallory = joinRoom({ url, name: "Mallory", storage: memoryStorage() });
  const omar = await User.open(browser, {
    reducedMotion: "reduce",
    locale: "ar-EG",
    colorScheme: "dark",
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  users.push(omar);
  await omar.openRoom(url);
  const devtools = await omar.context.newCDPSession(omar.page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await omar.page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
  });
  let shown = 0;
  for (const [what, text] of Object.entries(FLOODS)) {
    await omar.page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks.splice(0));
    await mallory.publish(text).stored;
    shown++;
    await eventually(`${what} is shown`, async () => (await omar.page.locator(".message").count()) === shown);
    await omar.page.evaluate(
      () => new Promise((renderedTexts) => requestAnimationFrame(() => setTimeout(renderedTexts, 0))),
    );
    const tasks = await omar.page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
    console.log(`${what}: longest task at a quarter of the speed ${Math.round(Math.max(0, ...tasks))} ms`);
    const { widest, width } = await omar.page.locator(".scroller").evaluate((scroller) => ({
      widest: scroller.scrollWidth,
      width: scroller.clientWidth,
    }));
    expect([what, widest <= width]).toEqual([what, true]);
    expect([
      what,
      await omar.page.evaluate(() => document.documentElement.scrollWidth <= screen.width),
    ]).toEqual([what, true]);
    expect([what, await haveShallowRows(omar)]).toEqual([what, true]);
  }
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await omar.composer.fill("still here");
  await omar.page.getByRole("button", { name: ar.room.send }).tap();
  await omar.waitForText("still here");
  await takePicture(omar.page, "hostile-floods");
  expect(await axeViolations(omar.page)).toEqual([]);
  expect(omar.consoleErrors).toEqual([]);
  mallory.close();
});

/** Three quotes and a list in a text, and two elements at each level for what is drawn later. */
const MAX_DEPTH = 16;

/** True if no row has a deep tree, and each clips its overflow. */
function haveShallowRows(user: User): Promise<boolean> {
  return user.page.locator(".message .text").evaluateAll((texts, max) => {
    const depth = (element: Element): number => 1 + Math.max(0, ...[...element.children].map(depth));
    return texts.every((text) => depth(text) <= max && getComputedStyle(text).overflow === "clip");
  }, MAX_DEPTH);
}
