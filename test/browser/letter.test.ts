/** The demonstration's text with cursors, as two people read it. */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();

async function open(user: User): Promise<Page> {
  await user.page.goto(`${setup.server.origin}/demo/letter`);
  await user.page.locator(".people [data-own]").waitFor();
  return user.page;
}

/** How far the tip of the other's cursor is from the middle of a paragraph, sideways, in paragraphs' widths. */
async function distanceFromParagraph(page: Page, number: number): Promise<number> {
  if ((await page.locator(".cursor").count()) === 0) return Number.POSITIVE_INFINITY;
  const cursor = await page.locator(".cursor svg").boundingBox();
  const paragraph = await page.locator("[data-block]").nth(number).boundingBox();
  if (cursor === null || paragraph === null) return Number.POSITIVE_INFINITY;
  const isWithin = cursor.y >= paragraph.y - 4 && cursor.y <= paragraph.y + paragraph.height;
  return isWithin ? Math.abs(cursor.x - (paragraph.x + paragraph.width / 2)) / paragraph.width : 1;
}

/** In degrees: the member's, as the chat beside the text has it too. */
function hueOf(shown: Locator): Promise<string> {
  return shown.evaluate((element) => getComputedStyle(element).getPropertyValue("--hue"));
}

test("[EPH-4] [PRES-1] each sees where the other is in the text, in another width and direction, and who is here", async () => {
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  const omar = await setup.newUser(variant("phone", "dark", "ar"));
  const [desktop, phone] = [await open(ana), await open(omar)];
  for (const page of [desktop, phone]) await expect.poll(() => page.locator(".people li").count()).toBe(2);
  expect(await desktop.locator(".cursor").count()).toBe(0);

  // A signal may be lost: who reads moves on.
  const paragraph = await desktop.locator("[data-block]").nth(3).boundingBox();
  if (paragraph === null) throw new Error("the text is shown");
  let step = 0;
  await expect
    .poll(async () => {
      step = (step + 1) % 5;
      await desktop.mouse.move(paragraph.x + paragraph.width / 2 + step, paragraph.y + paragraph.height / 2);
      return distanceFromParagraph(phone, 3);
    })
    .toBeLessThan(0.1);

  const [, second] = await phone.locator("[data-block]").all();
  await expect
    .poll(async () => {
      await second?.tap();
      return distanceFromParagraph(desktop, 1);
    })
    .toBeLessThan(0.1);
  const own = await phone.locator(".people [data-own] bdi").innerText();
  expect(await desktop.locator(".cursor bdi").innerText()).toBe(own);
  // As the chat names them: by the name that was chosen in another room, or as a guest in the page's language.
  expect(own).toMatch(
    new RegExp(`^${LOCALES.ar.room.guestName.replace("{number}", String.raw`\p{Nd}+`)}$`, "u"),
  );
  expect(await desktop.locator(".people [data-own] bdi").innerText()).toBe("Ana");
  const hue = await hueOf(phone.locator(".people [data-own] i"));
  expect(hue).toMatch(/^\d+$/);
  expect(await hueOf(desktop.locator(".cursor"))).toBe(hue);
  expect(await hueOf(desktop.locator(".people li:not([data-own]) i"))).toBe(hue);

  for (const [page, name] of [
    [desktop, "demo-letter-desktop-light-en"],
    [phone, "demo-letter-phone-dark-ar"],
  ] as const) {
    await page.locator(".cursor[data-rests]").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await setup.screenshot(page, name);
  }
  const [content, window] = await phone.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBe(window);

  await phone.close();
  await expect.poll(() => desktop.locator(".cursor").count()).toBe(0);
  await expect.poll(() => desktop.locator(".people li").count()).toBe(1);
});

test("a name is shown whole where its pointer is at the edge of a narrow screen", async () => {
  const ana = await setup.newUser(variant("desktop", "light", "en"));
  const omar = await setup.newUser(variant("phone", "light", "en"));
  const [desktop, phone] = [await open(ana), await open(omar)];
  const paragraph = await desktop.locator("[data-block]").nth(1).boundingBox();
  if (paragraph === null) throw new Error("the text is shown");
  const text = await phone.locator(".letter").boundingBox();
  let step = 0;
  for (const share of [0.05, 0.95])
    await expect
      .poll(async () => {
        step = (step + 1) % 3;
        await desktop.mouse.move(paragraph.x + paragraph.width * share + step, paragraph.y + 10);
        if ((await phone.locator(".cursor").count()) === 0) return false;
        const tip = await phone.locator(".cursor svg").boundingBox();
        const name = await phone.locator(".cursor bdi").boundingBox();
        if (tip === null || name === null || text === null) return false;
        const isThere = share < 0.5 ? tip.x < text.width / 2 : tip.x > text.width / 2;
        return isThere && name.x >= text.x && name.x + name.width <= text.x + text.width;
      })
      .toBe(true);
});
