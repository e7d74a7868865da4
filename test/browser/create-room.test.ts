/** The landing page's button creates a room with an owner (SPEC OWN-2), whose key stays in the browser. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUser, screenshot } = setup;

const urlOf = (room: string) => `${setup.server.origin}/r/${encodeURIComponent(room)}`;

async function enterName({ page }: User, name: string): Promise<void> {
  await page.goto(setup.server.origin);
  await page.locator("#room").fill(name);
}

function storedKey(page: Page, room: string): Promise<string | null> {
  return page.evaluate((key) => localStorage.getItem(key), `majlis:owner-key:${room}`);
}

/** Creates the room; true if it was created before: only then it is refused. */
async function exists(room: string): Promise<boolean> {
  const body = JSON.stringify({ name: room });
  const headers = { "Content-Type": "application/json" };
  return (await fetch(`${setup.server.origin}/rooms`, { method: "POST", headers, body })).status === 409;
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "fa"],
] as const)(
  "[OWN-2] on a %s in %s, %s: the room opens, and is marked in the list",
  async (size, theme, language) => {
    const { landing, pages } = LOCALES[language];
    const room = `tea-${language}`;
    const ana = await newUser(variant(size, theme, language));
    await enterName(ana, room);
    await screenshot(ana, `create-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await ana.page.getByRole("button", { name: landing.createRoom }).click();
    await ana.page.waitForURL(urlOf(room));
    await ana.waitForJoin();
    await expect.poll(() => storedKey(ana.page, room)).toMatch(/"key":"majlis-owner-[\w-]{43}"/);
    expect(await exists(room)).toBe(true);

    await ana.page.goto(setup.server.origin);
    await ana.page.getByRole("link", { name: `${room} ${pages.ownRoom}` }).waitFor();
    await screenshot(ana, `create-return-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
  },
);

test("[HTTP-20] a name that is taken is explained, and its room can be opened instead", async () => {
  const { landing } = LOCALES.fr;
  const bo = await newUser(variant("phone", "light", "fr"));
  expect(await exists("taken")).toBe(false);
  await enterName(bo, "Taken");
  // The first button of the form is that of the key Enter.
  await bo.page.locator("#room").press("Enter");
  await bo.page.getByText(landing.roomExists).waitFor();
  const open = bo.page.getByRole("link", { name: landing.openExisting });
  await expect.poll(() => open.evaluate((link) => link === document.activeElement)).toBe(true);
  await screenshot(bo, "create-taken-phone-fr");
  expect(await axeViolations(bo.page)).toEqual([]);
  expect(bo.consoleErrors.splice(0)).toEqual([expect.stringContaining("409")]);
  await bo.page.keyboard.press("Enter");
  await bo.page.waitForURL(urlOf("taken"));
  await expect.poll(() => storedKey(bo.page, "taken")).toBeNull();
});

test("a failure is explained, and changing the name removes the explanation", async () => {
  const { landing, plain } = LOCALES.es;
  const mia = await newUser(variant("desktop", "dark", "es"));
  await enterName(mia, "unlucky");
  const create = mia.page.getByRole("button", { name: landing.createRoom });
  const problem = mia.page.locator("#create-problem");
  await mia.page.route("**/rooms", (route) => route.abort());
  await create.click();
  await expect.poll(() => problem.textContent()).toBe(landing.createFailed);
  await mia.page.locator("#room").fill("lucky");
  await expect.poll(() => problem.textContent()).toBe("");
  for (const [status, text] of [
    [429, plain.networkBusy],
    [403, landing.createForbidden],
  ] as const) {
    await mia.page.unroute("**/rooms");
    await mia.page.route("**/rooms", (route) => route.fulfill({ status, json: {} }));
    await create.click();
    await expect.poll(() => problem.textContent()).toBe(text);
  }
  await screenshot(mia, "create-failed-desktop-dark-es");
  expect(mia.consoleErrors.splice(0)).toHaveLength(3);
});

test("without JavaScript the form opens a room without an owner", async () => {
  const layla = await newUser({ ...variant("phone", "light", "ar"), javaScriptEnabled: false });
  await layla.page.goto(setup.server.origin);
  const { landing } = LOCALES.ar;
  await expect
    .poll(() => layla.page.getByRole("button", { name: landing.createRoom }).isVisible())
    .toBe(false);
  await screenshot(layla, "create-no-script-phone-ar");
  await layla.page.locator("#room").fill("common");
  await layla.page.getByRole("button", { name: landing.enterRoom }).click();
  await layla.page.waitForURL(/\/r\/common/);
  expect(await exists("common")).toBe(false);
});

test("forgetting a room of one's own warns of its key, and deletes it", async () => {
  const bo = await newUser(variant("desktop", "light", "en"));
  await enterName(bo, "mine");
  await bo.page.getByRole("button", { name: en.landing.createRoom }).click();
  await bo.waitForJoin();
  await bo.page.goto(setup.server.origin);
  let question = "";
  bo.page.once("dialog", (dialog) => {
    question = dialog.message();
    void dialog.accept();
  });
  await bo.page.getByRole("button", { name: `${en.pages.forgetRoom}: mine` }).click();
  await expect.poll(() => question).toBe(en.pages.forgetOwnConfirm);
  await expect.poll(() => storedKey(bo.page, "mine")).toBeNull();
});
