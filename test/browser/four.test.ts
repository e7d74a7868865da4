/** The demonstration's game on shared state, as two players and a spectator have it, and its replay. */
import type { Frame, Page, WebSocketRoute } from "playwright-core";
import { expect, test } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();

async function open(user: User): Promise<Page> {
  await user.page.goto(`${setup.server.origin}/demo/four`);
  await user.page.locator(".four-page[data-ready]").waitFor();
  return user.page;
}

async function sit(page: Page, side: "red" | "yellow"): Promise<string> {
  await page.locator(`[data-seat="${side}"] button`).click();
  const seat = page.locator(`[data-seat="${side}"][data-state="own"]`);
  await seat.waitFor();
  return seat.locator("bdi").innerText();
}

/** The discs of each column, from the bottom up: `ry` is a red one under a yellow one. */
function discsOn(page: Page): Promise<string[]> {
  return page.locator(".four-board button").evaluateAll((columns) =>
    columns.map((column) =>
      [...column.children]
        .map(({ className }) => className.slice(0, 1))
        .reverse()
        .join(""),
    ),
  );
}

function saysOf(page: Page): Promise<string | null> {
  return page.locator("[data-says]:not([hidden])").getAttribute("data-says");
}

/** Waits until all pages show the board so. */
async function expectBoard(pages: readonly Page[], discs: readonly string[]): Promise<void> {
  for (const page of pages) await expect.poll(() => discsOn(page)).toEqual(discs);
}

async function chatOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const [, chat] = page.frames();
  if (chat === undefined) throw new Error("the page has no chat");
  await chat.locator("#write").waitFor();
  return chat;
}

async function say(page: Page, text: string): Promise<void> {
  const chat = await chatOf(page);
  await chat.locator("#write").fill(text);
  await chat.locator(".send").click();
  await chat.locator("[data-seq]", { hasText: text }).waitFor();
}

test("the board has its height before it is filled, so that nothing below it moves", async () => {
  const user = await setup.newUser({ ...variant("phone", "light", "en"), javaScriptEnabled: false });
  await user.page.goto(`${setup.server.origin}/demo/four`);
  const empty = await user.page.locator(".four-board").boundingBox();
  const page = await open(await setup.newUser(variant("phone", "light", "en")));
  const filled = await page.locator(".four-board").boundingBox();
  expect(Math.abs((filled?.height ?? 0) - (empty?.height ?? 0))).toBeLessThan(4);
});

test.each([
  ["en", "Board, columns 1 to 7"],
  ["ar", "اللوح، الأعمدة من 1 إلى 7"],
  ["es", "Tablero, columnas 1 a 7"],
  ["fa", "صفحهٔ بازی، ستون‌های 1 تا 7"],
  ["fr", "Plateau, colonnes 1 à 7"],
] as const)("its labels for screen readers are in the language of the page: %s", async (lang, label) => {
  const user = await setup.newUser(variant("phone", "light", lang));
  const page = await open(user);
  await page.getByRole("group", { name: label, exact: true }).waitFor();
  expect(await page.locator("html").getAttribute("dir")).toBe(["ar", "fa"].includes(lang) ? "rtl" : "ltr");
  for (const game of ["four", "arena"]) {
    await page.goto(`${setup.server.origin}/demo/${game}`);
    await page.locator("main[data-ready]").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await setup.screenshot(page, `demo-${game}-phone-light-${lang}`);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content).toBe(window);
  }
});

test("a language chosen of the five is that of all pages, and one that they are not in is English", async () => {
  const { page } = await setup.newUser(variant("desktop", "light", "en"));
  await page.goto(`${setup.server.origin}/demo/four`);
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "Français" });
  await page.getByRole("heading", { name: "Quatre à la suite" }).waitFor();
  await expect.poll(() => page.title()).toBe("Quatre à la suite");
  await page.getByRole("link", { name: "Boutique" }).click();
  await page.getByRole("heading", { name: "Service à thé en émail menthe" }).waitFor();
  await page.getByRole("link", { name: "Jeu" }).click();
  await page.getByRole("heading", { name: "Lanternes" }).waitFor();
  await expect.poll(() => page.getByRole("combobox", { name: "Langue" }).inputValue()).toBe("fr");
  await page.goto(`${setup.server.origin}/demo/shop?lang=sv`);
  await page.getByRole("heading", { name: "Tea set in mint enamel" }).waitFor();
});

test("[STATE-2] [STATE-5] two play by keyboard and finger, a third watches, and the match is replayed with its talk", async () => {
  const ana = await setup.newUser(variant("desktop", "light", "en"));
  const omar = await setup.newUser(variant("phone", "dark", "ar"));
  const lina = await setup.newUser(variant("desktop", "dark", "en"));
  const [desktop, phone, spectator] = [await open(ana), await open(omar), await open(lina)];
  const pages = [desktop, phone, spectator];
  const red = await sit(desktop, "red");
  await sit(phone, "yellow");
  for (const page of pages)
    await expect.poll(() => page.locator('[data-seat="red"] bdi').innerText()).toBe(red);
  await expect.poll(() => spectator.locator('[data-seat="red"] button').isDisabled()).toBe(true);
  await expect.poll(() => saysOf(desktop)).toBe("own-turn");
  await expect.poll(() => saysOf(spectator)).toBe("turn");

  // Four in the first column for red, by the keyboard; yellow answers in the second, by finger.
  await say(phone, "بالتوفيق!");
  await desktop.locator(".four-board button").first().focus();
  for (let move = 1; move <= 3; move++) {
    await desktop.keyboard.press(move === 2 ? "1" : "Enter");
    await expectBoard(pages, ["r".repeat(move), "y".repeat(move - 1), "", "", "", "", ""]);
    await phone.locator(".four-board button").nth(1).tap();
    await expectBoard(pages, ["r".repeat(move), "y".repeat(move), "", "", "", "", ""]);
  }
  await say(spectator, "Look at the first column!");
  for (const [page, name] of [
    [desktop, "demo-four-desktop-light-en"],
    [phone, "demo-four-phone-dark-ar"],
  ] as const) {
    expect(await axeViolations(page)).toEqual([]);
    await setup.screenshot(page, name);
  }
  const [content, window] = await phone.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBe(window);
  await desktop.keyboard.press("Enter");
  await expectBoard(pages, ["rrrr", "yyy", "", "", "", "", ""]);
  await expect.poll(() => saysOf(desktop)).toBe("own-won");
  for (const page of [phone, spectator]) await expect.poll(() => saysOf(page)).toBe("won");
  await expect.poll(() => spectator.locator("[data-won]").count()).toBe(4);

  // Who comes later replays the match from the room's history, with what was said.
  const late = await open(await setup.newUser(variant("desktop", "light", "en")));
  await expectBoard([late], ["rrrr", "yyy", "", "", "", "", ""]);
  await late.locator(".replay-open").click();
  await late.locator('[data-speed="4"]').click();
  const slider = late.locator(".replay input");
  await expect.poll(() => slider.getAttribute("aria-valuetext")).toBe("7 / 7");
  await expectBoard([late], ["rrrr", "yyy", "", "", "", "", ""]);
  expect(await late.locator(".replay-talk li").allInnerTexts()).toEqual([
    expect.stringContaining("Look at the first column!"),
  ]);
  await slider.focus();
  await late.keyboard.press("Home");
  await expectBoard([late], ["r", "", "", "", "", "", ""]);
  await expect.poll(() => saysOf(late)).toBe("replay");
  expect(await axeViolations(late)).toEqual([]);
  await late.keyboard.press("End");
  await expectBoard([late], ["rrrr", "yyy", "", "", "", "", ""]);
  await expect.poll(() => saysOf(late)).toBe("replay-won");
  await setup.screenshot(late, "demo-four-replay-desktop-light-en");
  await late.locator(".replay-open").click();

  // Who takes the seat of the winner has not won.
  await desktop.locator('[data-seat="red"] button').click();
  await sit(late, "red");
  await expect.poll(() => late.locator('[data-says="won"]:not([hidden]) bdi:visible').innerText()).toBe(red);
  expect([await saysOf(desktop), await saysOf(phone)]).toEqual(["own-won", "won"]);

  await phone.locator(".rematch").click();
  await expectBoard([...pages, late], ["", "", "", "", "", "", ""]);
  // Who began last does not begin now.
  await expect.poll(() => saysOf(phone)).toBe("own-turn");
  await phone.locator(".four-board button").nth(3).tap();
  await expect.poll(() => saysOf(late)).toBe("own-turn");

  // Without a connection no one can move, and the page says so.
  await late.context().setOffline(true);
  await expect.poll(() => saysOf(late)).toBe("connecting");
  await late.locator(".four-board button").first().click({ force: true });
  expect(await late.locator(".error").innerText()).toBe("");
  await late.context().setOffline(false);
  await expect.poll(() => saysOf(late)).toBe("own-turn");

  // A match that the other has left need not be played to its end.
  expect(await late.locator(".rematch").isVisible()).toBe(false);
  await phone.locator('[data-seat="yellow"] button').click();
  await expect.poll(() => late.locator('[data-seat="yellow"]').getAttribute("data-state")).toBe("free");
  await late.getByRole("button", { name: "New match" }).click();
  await expectBoard([...pages, late], ["", "", "", "", "", "", ""]);
});

test.each(["four", "arena"])(
  "/demo/%s says why the room has closed for good, and connects no more",
  async (game) => {
    const { page } = await setup.newUser(variant("desktop", "light", "en"));
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/socket/u, (socket) => {
      sockets.push(socket);
      socket.connectToServer();
    });
    await page.goto(`${setup.server.origin}/demo/${game}`);
    await page.locator("main[data-ready]").waitFor();
    const reason = "This room was deleted.";
    for (const socket of sockets) await socket.close({ code: 4509, reason });
    await expect.poll(() => page.locator("main .error").innerText()).toBe(reason);
    expect(await page.locator("main").getByText("Connecting to the room…").isVisible()).toBe(false);
  },
);
