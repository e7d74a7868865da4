/** The demonstration's game, as two players and a spectator see it. */
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { MARKS } from "../../src/demo/arena/marks.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { placeOfColor, type CanvasPlace } from "../support/canvas-colors.ts";
import { holdFinger } from "../support/touch.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const STAR = "#ffd479";
/** As in eventually.ts. */
const TIMEOUT_MS = 60_000;
const README_PICTURE = join(PROJECT_ROOT, "test/browser/screenshots/arena-desktop-light-en.png");

async function open(user: User): Promise<Page> {
  await user.page.goto(`${setup.server.origin}/demo/arena`);
  await user.page.locator(".arena-page[data-ready]").waitFor();
  return user.page;
}

/** Plays under a name; returns the colour in which everyone sees the player. */
async function play(page: Page, name: string, button: string): Promise<string> {
  await page.locator(".play input").fill(name);
  await page.getByRole("button", { name: button, exact: true }).click();
  const own = page.locator(".scores [data-own]", { hasText: name });
  await own.waitFor();
  return MARKS[Number(await own.getAttribute("data-mark"))]?.color ?? "";
}

/** By player, the number of the mark in the list of players. */
function marksOn(page: Page): Promise<Record<string, string>> {
  return page
    .locator(".scores li")
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [row.querySelector("bdi")?.textContent, row.getAttribute("data-mark")]),
      ),
    );
}

async function seen(page: Page, color: string): Promise<CanvasPlace> {
  return vi.waitFor(
    async () => {
      const place = await placeOfColor(page, color);
      if (place === undefined) throw new Error(`${color} is not in the picture`);
      return place;
    },
    { timeout: TIMEOUT_MS },
  );
}

async function chatOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const [, chat] = page.frames();
  if (chat === undefined) throw new Error("the page has no chat");
  await chat.locator("#write").waitFor();
  return chat;
}

test("[EPH-4] [EPH-6] [TIME-2] two play by keyboard and finger, a third watches, and they talk", async () => {
  const ana = await setup.newUser(variant("desktop", "light", "en"));
  const omar = await setup.newUser(variant("phone", "dark", "ar"));
  const lina = await setup.newUser(variant("desktop", "dark", "en"));
  const [desktop, phone, spectator] = [await open(ana), await open(omar), await open(lina)];
  const anaColor = await play(desktop, "Ana", "Play");
  const omarColor = await play(phone, "عمر", "العب");

  for (const page of [desktop, phone, spectator]) {
    await expect.poll(() => page.locator(".scores li").count()).toBe(2);
    await seen(page, anaColor);
    await seen(page, omarColor);
  }
  expect(await spectator.locator(".scores [data-own]").count()).toBe(0);
  const marks = await marksOn(desktop);
  for (const page of [phone, spectator]) await expect.poll(() => marksOn(page)).toEqual(marks);

  // From one side to the other, whichever she is nearer to.
  const before = await seen(spectator, anaColor);
  const [key, side] = before.x < 0.5 ? (["ArrowRight", 1] as const) : (["ArrowLeft", -1] as const);
  await desktop.locator(".arena").focus();
  await desktop.keyboard.down(key);
  for (const page of [desktop, phone, spectator])
    await expect.poll(async () => side * ((await seen(page, anaColor)).x - before.x)).toBeGreaterThan(0.2);
  await desktop.keyboard.up(key);
  // Once she rests all see her at the same place, as the room has echoed all of her inputs.
  for (const page of [phone, spectator])
    await expect
      .poll(async () => Math.abs((await seen(page, anaColor)).x - (await seen(desktop, anaColor)).x))
      .toBeLessThan(0.03);

  // Another may catch it first: then he follows the next one.
  await holdFinger(omar, phone.locator(".arena"), async (moveTo) => {
    await expect
      .poll(async () => {
        await moveTo(await seen(phone, STAR));
        return phone.locator(".own-stars").innerText();
      })
      .not.toBe("0");
  });
  for (const page of [desktop, spectator])
    await expect.poll(() => page.locator(".scores li", { hasText: "عمر" }).innerText()).not.toContain("0 ★");

  const chat = await chatOf(phone);
  await chat.locator("#write").fill("مسكتها!");
  await chat.locator(".send").click();
  await (await chatOf(spectator)).locator("[data-seq]", { hasText: "مسكتها!" }).waitFor();

  for (const [page, name] of [
    [desktop, "demo-arena-desktop-light-en"],
    [phone, "demo-arena-phone-dark-ar"],
    [spectator, "demo-arena-desktop-dark-en"],
  ] as const) {
    expect(await axeViolations(page)).toEqual([]);
    await setup.screenshot(page, name);
  }
  if (process.env["UPDATE_SCREENSHOTS"] === "1") await desktop.screenshot({ path: README_PICTURE });
  const [content, window] = await phone.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBe(window);
});

test("who plays in a second window goes on there from where they are, and watches in the first", async () => {
  const ana = await setup.newUser(variant("desktop", "light", "en"));
  const first = await open(ana);
  const color = await play(first, "Ana", "Play");
  const second = await ana.context.newPage();
  await second.goto(`${setup.server.origin}/demo/arena`);
  await second.locator(".arena-page[data-ready]").waitFor();
  const before = await seen(second, color);
  await second.getByRole("button", { name: "Play", exact: true }).click();
  await first.getByRole("button", { name: "Play", exact: true }).waitFor();
  const start = await seen(second, color);
  expect(Math.hypot(start.x - before.x, start.y - before.y)).toBeLessThan(0.03);

  const [key, side] = before.x < 0.5 ? (["ArrowRight", 1] as const) : (["ArrowLeft", -1] as const);
  await second.locator(".arena").focus();
  await second.keyboard.down(key);
  for (const page of [first, second])
    await expect.poll(async () => side * ((await seen(page, color)).x - before.x)).toBeGreaterThan(0.2);
  await second.keyboard.up(key);
  for (const page of [first, second]) await expect.poll(() => page.locator(".scores li").count()).toBe(1);
});

test("the twenty-first watches, and plays once one has left", async () => {
  const { page } = await setup.newUser(variant("phone", "light", "en"));
  await page.goto(`${setup.server.origin}/demo/arena`);
  await page.locator(".arena-page[data-ready]").waitFor();
  const players = Array.from({ length: 20 }, (_, number) =>
    joinRoom({
      url: `${setup.server.origin}/r/demo-arena`,
      name: `Player ${number}`,
      storage: memoryStorage(),
    }),
  );
  const plays = setInterval(() => {
    for (const [number, player] of players.entries())
      player.signal([Date.now() % 1_000_000, 100 + 40 * number, 300, number], { key: "move" });
  }, 200);
  try {
    await page.getByText("Twenty play already.").waitFor();
    expect(await page.getByRole("button", { name: "Play" }).isVisible()).toBe(false);
    expect(await axeViolations(page)).toEqual([]);
    players.pop()?.close();
    await page.getByRole("button", { name: "Play" }).click();
    await page.locator(".scores [data-own]").waitFor();
  } finally {
    clearInterval(plays);
    for (const player of players) player.close();
  }
});
