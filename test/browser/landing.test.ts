/** The landing page, with the live lobby on it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { takePicture } from "../support/picture.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const setup = setUpBrowser({ lobby: "lobby", sourceUrl: "https://code.example/majlis" });
const { newUser } = setup;

test("two visitors of the landing page exchange messages in its lobby", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  const omar = await newUser({ ...variant("phone", "dark", "ar"), viewport: { width: 360, height: 640 } });
  await ana.page.goto(setup.server.origin);
  await ana.page.getByRole("link", { name: en.landing.lobbyTitle }).click();
  const anaFrame = ana.page.frameLocator(`iframe[title="${en.landing.lobbyFrameTitle}"]`);
  await anaFrame.locator("#write").fill("Good evening from the first page");
  await anaFrame.locator("#write").press("Enter");

  await omar.page.goto(setup.server.origin);
  await omar.page.getByRole("link", { name: ar.landing.lobbyTitle }).tap();
  const omarFrame = omar.page.frameLocator(`iframe[title="${ar.landing.lobbyFrameTitle}"]`);
  await omarFrame.getByText("Good evening from the first page", { exact: true }).first().waitFor();
  await omarFrame.locator("#write").fill("مساء الخير، أهلًا وسهلًا");
  await omarFrame.getByRole("button", { name: ar.room.send }).tap();
  await anaFrame.getByText("مساء الخير، أهلًا وسهلًا", { exact: true }).first().waitFor();

  await takePicture(ana.page, "landing-live-desktop-light-en");
  await takePicture(omar.page, "landing-live-phone-dark-ar", { fullPage: true });
  for (const { page } of [ana, omar]) {
    expect(await axeViolations(page)).toEqual([]);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
      .toBe(true);
  }
});

test("the landing page shows an example conversation at once, and opens no room by itself", async () => {
  for (const [language, locale] of [
    ["en", en],
    ["ar", ar],
  ] as const) {
    const { page } = await newUser(variant("phone", "light", language));
    await page.goto(setup.server.origin);
    await page.getByRole("region", { name: locale.landing.exampleTitle }).waitFor();
    for (const { text } of locale.landing.example)
      await expect.poll(() => page.getByText(text, { exact: true }).count()).toBe(1);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => page.locator("iframe").count()).toBe(0);
    await takePicture(page, `landing-example-phone-light-${language}`, { fullPage: true });
    expect(await axeViolations(page)).toEqual([]);
  }
});

test("the names that are suggested are words of the reader's language, each another", async () => {
  const mia = await newUser(variant("desktop", "light", "ar"));
  await mia.page.goto(setup.server.origin);
  const field = mia.page.getByRole("textbox", { name: ar.landing.nameLabel });
  const names = new Set<string>();
  for (let press = 0; press < 5; press++) {
    names.add(await field.inputValue());
    await mia.page.getByRole("button", { name: ar.landing.suggestAnotherName }).click();
  }
  expect(names.size).toBe(5);
  for (const name of names) expect(name).toMatch(/^\p{Script=Arabic}+(?:-\p{Script=Arabic}+){4}$/u);
});

test("the form to enter a room is in the first view, and recent rooms are listed on return", async () => {
  const lena = await newUser(variant("phone", "light", "en"));
  await lena.page.goto(setup.server.origin);
  const enter = lena.page.getByRole("button", { name: en.landing.enterRoom });
  const box = await enter.boundingBox();
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  await takePicture(lena.page, "landing-phone-light-en");
  await lena.page.getByRole("textbox", { name: en.landing.nameLabel }).fill("بيت-الشاي");
  await enter.tap();
  await lena.waitForJoin();
  await lena.page.goto(setup.server.origin);
  await lena.page.getByRole("link", { name: "بيت-الشاي" }).waitFor();
  await takePicture(lena.page, "landing-return-phone-light-en", { fullPage: true });
  expect(await axeViolations(lena.page)).toEqual([]);
});

test("the language link changes the page and its lobby", async () => {
  const bo = await newUser(variant("desktop", "dark", "en"));
  await bo.page.goto(setup.server.origin);
  await bo.page.getByRole("link", { name: ar.name }).click();
  await bo.page.getByRole("heading", { name: ar.pages.tagline }).waitFor();
  await bo.page.getByRole("link", { name: ar.landing.lobbyTitle }).click();
  const room = bo.page.frameLocator("#live-room iframe");
  await room.getByRole("textbox", { name: ar.room.write }).waitFor();
  await expect.poll(() => room.locator("html").getAttribute("dir")).toBe("rtl");
  await takePicture(bo.page, "landing-live-desktop-dark-ar");
  expect(await axeViolations(bo.page)).toEqual([]);
});

test("the language links wrap on a phone, however many there are", async () => {
  const viewport = { width: 320, height: 640 };
  const { page } = await newUser({ ...variant("phone", "light", "ar"), viewport });
  await page.goto(setup.server.origin);
  const width = await page.evaluate(() => {
    const languages = document.querySelector(".languages");
    for (const link of document.querySelectorAll(".languages a")) languages?.append(link.cloneNode(true));
    return document.documentElement.scrollWidth;
  });
  expect(width).toBe(viewport.width);
});

test("the lobby's frame causes no layout shift", async () => {
  const mia = await newUser(variant("desktop", "dark", "en"));
  await mia.page.goto(setup.server.origin);
  await mia.page.getByRole("link", { name: en.landing.lobbyTitle }).click();
  await mia.page.frameLocator("#live-room iframe").locator("#write").waitFor();
  const shift = await mia.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as LayoutShift).value, 0)),
        ).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
  expect(shift).toBeLessThan(0.01);
});

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
}

test("pages have Open Graph metadata, and the image has the size it declares", async () => {
  const htmlRequest = { headers: { Accept: "text/html" } };
  for (const path of ["/", "/r/tea", "/r/tea?lang=ar"]) {
    const page = await (await fetch(`${setup.server.origin}${path}`, htmlRequest)).text();
    expect(page).toContain(`<meta property="og:image" content="${setup.server.origin}/og.png" />`);
    expect(page).toContain('<meta name="twitter:card" content="summary_large_image" />');
    expect(page).toMatch(/property="og:image:alt" content="[^"]{20,}"/);
  }
  const answer = await fetch(`${setup.server.origin}/og.png`);
  expect(answer.headers.get("Content-Type")).toBe("image/png");
  const image = Buffer.from(await answer.arrayBuffer());
  expect(image.equals(readFileSync(join(PROJECT_ROOT, "public/og.png")))).toBe(true);
  expect(image.length).toBeLessThan(100_000);
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([1200, 630]);
});
