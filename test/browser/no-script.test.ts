import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { launchBrowser } from "../support/browser.ts";
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
  const consoleErrors = users.flatMap((user) => user.consoleErrors).filter((line) => !isRefusal(line));
  for (const { context } of users.splice(0)) await context.close();
  expect(consoleErrors).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function newUser(options: Parameters<typeof User.open>[1]): Promise<User> {
  const user = await User.open(browser, options);
  users.push(user);
  return user;
}

/** A rejected form is answered with the page and status 400, which the console reports as an error. */
const isRefusal = (consoleError: string) => consoleError.includes("status of 400");

test("without JavaScript too a link shows its host and a shortened path, and is the whole address", async () => {
  const address = `https://www.example.org/a/${"really/long/".repeat(6)}page.html`;
  const url = `${product.origin}/r/plain-link`;
  await fetch(url, { method: "POST", body: `see ${address} there` });
  const reader = await newUser({ ...variant("phone", "light", "en"), javaScriptEnabled: false });
  await reader.page.goto(`${url}/plain`);
  const link = reader.page.locator(".text a");
  await expect.poll(() => link.textContent()).toBe(address);
  await expect.poll(() => link.getAttribute("title")).toBe(address);
  await takePicture(reader.page, "plain-link");
  // What is hidden has no width: the link takes one line.
  expect((await link.boundingBox())?.height).toBeLessThan(30);
});

test("a user without JavaScript and a user with it exchange messages", async () => {
  const layla = await newUser({ ...variant("phone", "dark", "ar"), javaScriptEnabled: false });
  const ben = await newUser(variant("desktop", "light", "en"));
  const url = `${product.origin}/r/${encodeURIComponent("مجلس-1")}`;
  await layla.page.goto(url);
  await layla.page.waitForURL(/\/plain$/);
  await ben.openRoom(url);

  await layla.page.getByLabel(ar.shared.yourName).fill("ليلى");
  await layla.page.getByLabel(ar.plain.message, { exact: true }).fill("مساء الخير");
  await layla.page.getByRole("button", { name: ar.room.send }).click();
  await layla.waitForText("مساء الخير");
  await ben.waitForText("مساء الخير");
  await ben.waitForText("ليلى");

  await ben.send("Good evening, **Layla**");
  await ben.waitForText("Layla");
  await layla.page.getByRole("link", { name: ar.plain.showNewMessages }).click();
  await layla.waitForText("Layla");
  await expect.poll(() => layla.page.getByLabel(ar.shared.yourName).inputValue()).toBe("ليلى");
  const alignmentOf = (text: string) =>
    layla.page.locator(".text", { hasText: text }).evaluate((text) => getComputedStyle(text).unicodeBidi);
  await expect.poll(() => alignmentOf("Good evening")).toBe("plaintext");
  await takePicture(layla.page, "plain-ar-phone-dark");

  await layla.page.getByLabel(ar.plain.message, { exact: true }).fill("كيف حالك؟");
  await layla.page.getByRole("button", { name: ar.room.send }).click();
  await ben.waitForText("كيف حالك؟");
  await expect.poll(() => ben.texts()).toEqual(["مساء الخير", "Good evening, Layla", "كيف حالك؟"]);
});

test("the plain page shows the newest messages first, keeps the text of a rejected form, and has no accessibility violations", async () => {
  const ana = await newUser({ ...variant("desktop", "light", "en"), javaScriptEnabled: false });
  const url = `${product.origin}/r/tea`;
  const say = (text: string, name: string) =>
    fetch(`${url}/messages?name=${name}`, { method: "POST", body: text });
  for (let number = 1; number <= 9; number++) await say(`number ${number}\nof *many*`, "Bo");
  await say("see https://example.com/tea and `npm start`\n\n- one\n- two\n\n> quoted", "Cem");
  await say("```\nlet tea = 1;\n```", "Cem");

  await ana.page.goto(`${url}/plain?name=Ana`);
  const newest = ana.page.locator(".message").last();
  await newest.waitFor();
  await expect
    .poll(() => ana.page.evaluate(() => document.documentElement.scrollHeight <= innerHeight))
    .toBe(true);
  const isInView = (text: string) =>
    ana.page.getByText(text, { exact: true }).evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  await expect.poll(() => isInView("let tea = 1;")).toBe(true);
  await expect.poll(() => isInView(en.plain.showNewMessages)).toBe(true);
  await takePicture(ana.page, "plain-en-desktop-light");

  await ana.page.getByLabel(en.shared.yourName).fill("A:na");
  await ana.page.getByLabel(en.plain.message, { exact: true }).fill("my words");
  await ana.page.getByRole("button", { name: en.room.send }).click();
  await ana.page.getByRole("alert").waitFor();
  await expect
    .poll(() => ana.page.getByLabel(en.plain.message, { exact: true }).inputValue())
    .toBe("my words");
  await takePicture(ana.page, "plain-en-desktop-problem");
  await ana.page.getByLabel(en.shared.yourName).fill("Ana");
  await ana.page.getByRole("button", { name: en.room.send }).click();
  await ana.waitForText("my words");

  for (const options of [variant("phone", "light", "en"), variant("desktop", "dark", "ar")]) {
    const reader = await newUser(options);
    await reader.page.goto(`${url}/plain`);
    expect(await axeViolations(reader.page)).toEqual([]);
    await expect
      .poll(() => reader.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
      .toBe(true);
    await takePicture(reader.page, options.locale === "ar-EG" ? "plain-ar-desktop" : "plain-en-phone");
  }
});
