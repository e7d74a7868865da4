/** Settings apply at once, in every tab, and to later pages. */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LANGUAGES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";

const setup = setUpBrowser();
const { screenshot, newUser } = setup;

const panel = (page: Page): Locator => page.locator("#settings");

async function openSettings(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Settings|الإعدادات)$/ }).click();
  await panel(page).locator(".settings").waitFor();
}

/** The background colour of the page. */
const backgroundColor = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** The theme colours that the browser's own bars take. */
const themeColors = (page: Page): Promise<(string | null)[]> =>
  page
    .locator('meta[name="theme-color"]')
    .evaluateAll((metas) =>
      metas
        .filter((meta) => matchMedia(meta.getAttribute("media") ?? "all").matches)
        .map((meta) => meta.getAttribute("data-scheme")),
    );

test("a theme applies at once in all tabs, and is in the HTML of the next page", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/theme?theme=light`);
  const other = await ana.context.newPage();
  await other.goto(`${setup.server.origin}/r/theme`);
  await other.locator("#write").waitFor();
  const light = await backgroundColor(ana.page);
  expect(await themeColors(ana.page)).toEqual(["light"]);
  await openSettings(ana.page);
  await panel(ana.page).getByRole("radio", { name: en.lazy.theme_dark }).check();
  await eventually("this tab is dark", async () => (await backgroundColor(ana.page)) !== light);
  await eventually("the other tab is dark", async () => (await backgroundColor(other)) !== light);
  expect([await themeColors(ana.page), await themeColors(other)]).toEqual([["dark"], ["dark"]]);
  expect(new URL(ana.page.url()).search).toBe("");
  expect(await axeViolations(ana.page)).toEqual([]);
  await screenshot(ana.page, "settings-dark");

  const shell = await (await ana.context.request.get(`${setup.server.origin}/r/theme`)).text();
  expect(shell).toContain('data-theme="dark"');
  await ana.page.goto(setup.server.origin);
  expect(await backgroundColor(ana.page)).not.toBe(light);

  await other.reload();
  await openSettings(other);
  await panel(other).getByRole("radio", { name: en.lazy.theme_auto }).check();
  await eventually("the other tab is light", async () => (await backgroundColor(other)) === light);
  expect(await themeColors(other)).toEqual(["light"]);
});

test("a language applies to later pages, and the draft is kept", async () => {
  const omar = await newUser(variant("phone", "dark", "ar"));
  await omar.openRoom(`${setup.server.origin}/r/language?lang=ar`);
  await omar.composer.fill("لم أنته بعد");
  await openSettings(omar.page);
  expect(await axeViolations(omar.page)).toEqual([]);
  await screenshot(omar.page, "settings-arabic");
  await panel(omar.page).getByRole("button", { name: en.name }).click();
  await omar.page.locator("html[lang=en]").waitFor();
  await omar.composer.waitFor();
  expect(await omar.composer.inputValue()).toBe("لم أنته بعد");
  await omar.page.goto(setup.server.origin);
  expect(await omar.page.locator("html").getAttribute("lang")).toBe("en");
  await omar.page.goto(`${setup.server.origin}/?lang=ar`);
  expect(await omar.page.locator("html").getAttribute("lang")).toBe("ar");
});

test("the settings show the state of the connection, also when it is lost", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/connection`);
  await ana.waitForText("1 here");
  await openSettings(ana.page);
  const details = panel(ana.page).getByRole("group", { name: en.lazy.connection });
  await details.getByText(/^Connected since .?\d+:\d\d/).waitFor();
  await details.getByText(en.lazy.transport_websocket, { exact: false }).waitFor();
  await screenshot(ana.page, "settings-phone");
  await ana.context.setOffline(true);
  await details.getByText(/^(Offline|Reconnecting)/).waitFor();
  await ana.context.setOffline(false);
  await details.getByText(/^Connected/).waitFor();
  await ana.page.keyboard.press("Escape");
  expect(await ana.page.evaluate(() => document.activeElement?.getAttribute("title"))).toBe(en.room.settings);
});

test("the settings open the keyboard shortcuts, which return the focus when closed", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/keys`);
  await ana.waitForText("1 here");
  await openSettings(ana.page);
  await screenshot(ana.page, "settings-keys");
  await panel(ana.page).getByRole("button", { name: en.lazy.shortcuts }).click();
  const sheet = ana.page.getByRole("dialog", { name: en.lazy.shortcuts });
  await sheet.waitFor();
  expect(await panel(ana.page).isVisible()).toBe(false);
  await ana.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  expect(await ana.page.evaluate(() => document.activeElement?.getAttribute("title"))).toBe(en.room.settings);
});

test.each(LANGUAGES)(
  "the header fits a 320 px screen with its buttons and twelve characters of the room's name: %s",
  async (language) => {
    const viewport = { width: 320, height: 640 };
    const ana = await newUser({ ...variant("phone", "dark", language), viewport });
    await ana.openRoom(`${setup.server.origin}/r/a-room-with-quite-a-long-name-indeed`);
    await ana.page.locator(".members-button:enabled").waitFor();
    const { buttons, shown } = await ana.page.evaluate(() => {
      const name = document.querySelector(".room-header h1 bdi");
      const start = document.createRange();
      start.setStart(name?.firstChild ?? document, 0);
      start.setEnd(name?.firstChild ?? document, 12);
      return {
        buttons: [...document.querySelectorAll<HTMLElement>(".header-actions > button")]
          .filter((button) => button.checkVisibility())
          .map((button) => {
            const { left, right, width } = button.getBoundingClientRect();
            return left >= 0 && right <= innerWidth && width >= 44;
          }),
        // Beside it the ellipsis has its width.
        shown: (name?.clientWidth ?? 0) - start.getBoundingClientRect().width,
      };
    });
    expect(buttons).toEqual([true, true, true]);
    expect(shown).toBeGreaterThan(0);
    await screenshot(ana.page, `header-320-${language}`);
  },
);

test("on a phone the members open the invitation, which returns the focus to their button", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/invite-from-members`);
  await ana.waitForJoin();
  await ana.page.locator(".members-button").click();
  await ana.page.getByRole("button", { name: en.room.inviteTitle }).click();
  const invitation = ana.page.getByRole("dialog", { name: en.room.inviteTitle });
  await invitation.getByRole("tab", { name: en.lazy.inviteLink }).waitFor();
  expect(await ana.page.locator("#members").isVisible()).toBe(false);
  await ana.page.keyboard.press("Escape");
  await invitation.waitFor({ state: "hidden" });
  expect(await ana.page.evaluate(() => document.activeElement?.className)).toBe("members-button");
});

test("the list of members shows you first, and follows members who leave", async () => {
  const [ana, badr, third] = [
    await newUser(variant("phone", "light", "en")),
    await newUser(variant("desktop", "light", "ar")),
    await newUser(variant("desktop", "dark", "en")),
  ];
  const url = `${setup.server.origin}/r/members`;
  for (const user of [badr, third, ana]) await user.openRoom(url);
  await ana.waitForText("3 here");
  await ana.page.getByRole("button", { name: "3 here" }).click();
  const members = ana.page.locator("#members .member");
  await eventually("three are listed", async () => (await members.count()) === 3);
  await members.first().getByText(en.room.you, { exact: true }).waitFor();
  expect(await members.getByText(en.room.you, { exact: true }).count()).toBe(1);
  expect(await axeViolations(ana.page)).toEqual([]);
  await third.page.close();
  await ana.waitForText("2 here");
  await eventually("two are listed", async () => (await members.count()) === 2);
  expect(await ana.texts()).toEqual([]);
});
