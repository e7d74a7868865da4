/** A deployment whose operator creates the rooms (SPEC POLICY-3), as its visitors see it. */
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { rolesIn } from "../support/owned-room.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

const OPERATOR_KEY = "operator-key-of-at-least-32-bytes";

const policy = { createRooms: "operator", lobby: "hall", embedOrigins: ["https://shop.example"] };
const setup = setUpBrowser({ policy, operatorKey: OPERATOR_KEY });
const { newUser, newUserNamed, screenshot } = setup;

async function createRoom(name: string): Promise<{ url: string; ownerKey: string }> {
  const answer = await fetch(`${setup.server.origin}/rooms`, {
    method: "POST",
    headers: { Authorization: `Bearer ${OPERATOR_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ name }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { url: string; ownerKey: string };
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "en"],
  ["desktop", "dark", "ar"],
] as const)(
  "[POLICY-3] the landing page opens rooms and creates none: %s, %s, %s",
  async (size, theme, language) => {
    const { landing, pages, shared } = { ...LOCALES[language], shared: LOCALES[language].room };
    const name = `tea-${size}-${language}`;
    const { url } = await createRoom(name);
    const user = await newUser(variant(size, theme, language));
    const { page } = user;
    await page.goto(setup.server.origin);
    await page.getByText(landing.operatorCreates).waitFor();
    await expect.poll(() => page.getByRole("button", { name: landing.createRoom }).count()).toBe(0);
    await expect.poll(() => page.getByRole("button", { name: landing.suggestAnotherName }).count()).toBe(0);
    const field = page.getByRole("textbox", { name: landing.nameLabel });
    await expect.poll(() => field.inputValue()).toBe("");
    await screenshot(user, `creators-landing-${size}-${theme}-${language}`);
    expect(await axeViolations(page)).toEqual([]);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
      .toBe(true);

    const isMissing = page.waitForResponse((answer) => answer.status() === 404);
    await field.fill("no such room");
    await field.press("Enter");
    await isMissing;
    await page.getByRole("heading", { name: pages.noRoom }).waitFor();
    await screenshot(user, `creators-missing-${size}-${theme}-${language}`);
    expect(await axeViolations(page)).toEqual([]);
    user.consoleErrors.splice(0);

    await page.getByRole("link", { name: shared.home }).click();
    await field.fill(name);
    await page.getByRole("button", { name: landing.enterRoom }).click();
    await user.waitForJoin();
    expect(page.url()).toContain(url);
  },
);

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "[POLICY-3] a room that is gone once its page is open says so, and is not tried again: %s, %s, %s",
  async (size, theme, language) => {
    const user = await newUser(variant(size, theme, language));
    const { page } = user;
    // An answer that takes longer on a busy machine would be asked for again.
    await page.addInitScript(waitLonger, JOIN_MS);
    // As the page comes where the room cannot be asked in time.
    const hall = await fetch(`${setup.server.origin}/r/hall`, {
      headers: { Accept: "text/html", "Accept-Language": language },
    });
    const body = (await hall.text()).replaceAll("hall", "gone");
    await page.route(`${setup.server.origin}/r/gone`, (route) =>
      route.fulfill({ body, contentType: "text/html" }),
    );
    let tickets = 0;
    page.on("request", (request) => (tickets += request.url().includes("/ticket") ? 1 : 0));
    await page.goto(`${setup.server.origin}/r/gone`);
    await page.getByRole("heading", { name: LOCALES[language].lazy.closedMissing }).waitFor();
    await screenshot(user, `creators-gone-${size}-${theme}-${language}`);
    expect(await axeViolations(page)).toEqual([]);
    expect(tickets).toBe(1);
    expect(user.consoleErrors.every((error) => error.includes("404"))).toBe(true);
    user.consoleErrors.splice(0);
  },
);

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "[POLICY-5] an owner sees that the site does not allow a setting, and keeps what was written: %s, %s, %s",
  async (size, theme, language) => {
    const { admin, lazy } = LOCALES[language];
    const { url, ownerKey } = await createRoom(`narrow-${language}`);
    const user = await newUserNamed("Ana", variant(size, theme, language));
    const { page } = user;
    await page.goto(`${url}#key=${ownerKey}`);
    await expect.poll(() => rolesIn(url)).toEqual({ Ana: "owner" });
    await page.locator("[popovertarget='settings']").click();
    await page.locator("#settings").getByRole("button", { name: admin.roomSettings }).click();
    const dialog = page.getByRole("dialog", { name: admin.roomSettings });
    const sites = dialog.getByRole("textbox", { name: admin.setting_embedOrigins });
    await sites.fill("https://evil.example");
    await dialog.getByRole("button", { name: lazy.save, exact: true }).click();
    await dialog.getByText(admin.settingsRefused).waitFor();
    await screenshot(user, `creators-settings-${size}-${theme}-${language}`);
    expect(await axeViolations(page)).toEqual([]);
    await expect.poll(() => sites.inputValue()).toBe("https://evil.example");
    await sites.fill("https://shop.example");
    await dialog.getByRole("button", { name: lazy.save, exact: true }).click();
    await expect
      .poll(async () => (await fetch(`${url}/settings`)).json())
      .toEqual({ embedOrigins: ["https://shop.example"] });
  },
);
