/** Settings apply at once, in every tab, and to later pages. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { LANGUAGES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });
const { screenshot, newUser } = setup;

const panel = (page: Page): Locator => page.locator("#settings");

async function openSettings(page: Page): Promise<void> {
  await page.locator("[popovertarget='settings']").click();
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
  await expect.poll(() => themeColors(ana.page)).toEqual(["light"]);
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
  await expect.poll(() => backgroundColor(ana.page)).not.toBe(light);

  await other.reload();
  await openSettings(other);
  await panel(other).getByRole("radio", { name: en.lazy.theme_auto }).check();
  await eventually("the other tab is light", async () => (await backgroundColor(other)) === light);
  await expect.poll(() => themeColors(other)).toEqual(["light"]);
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
  await expect.poll(() => omar.composer.inputValue()).toBe("لم أنته بعد");
  await omar.page.goto(setup.server.origin);
  await expect.poll(() => omar.page.locator("html").getAttribute("lang")).toBe("en");
  await omar.page.goto(`${setup.server.origin}/?lang=ar`);
  await expect.poll(() => omar.page.locator("html").getAttribute("lang")).toBe("ar");
});

const fontSizePx = (page: Page): Promise<number> =>
  page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

test("text size, density and clock apply at once in all tabs, and are in the HTML of the next page", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/display`);
  for (const text of ["Shall we have tea?", "I bring the cups", "And a cake"]) await ana.send(text);
  await ana.message("And a cake").and(ana.page.locator("[data-seq]")).waitFor();
  const other = await ana.context.newPage();
  await other.goto(`${setup.server.origin}/r/display`);
  await other.locator("#write").waitFor();
  const heights = () => ana.page.locator(".messages").evaluate((list) => list.getBoundingClientRect().height);
  const comfortablePx = await heights();
  await openSettings(ana.page);
  await panel(ana.page).getByRole("radio", { name: en.lazy.density_compact }).check();
  await expect.poll(() => heights()).toBeLessThan(comfortablePx * 0.85);
  await panel(ana.page).getByRole("radio", { name: en.lazy.clock_12 }).check();
  await ana.page
    .locator(".byline time", { hasText: /[ap]m$/u })
    .first()
    .waitFor();
  await panel(ana.page).getByRole("radio", { name: en.lazy.textSize_huge }).check();
  await expect.poll(() => fontSizePx(ana.page)).toBe(20);
  await eventually("the other tab has the size", async () => (await fontSizePx(other)) === 20);
  await other
    .locator(".byline time", { hasText: /[ap]m$/u })
    .first()
    .waitFor();
  expect(await axeViolations(ana.page)).toEqual([]);
  await screenshot(ana.page, "settings-display");
  await ana.page.keyboard.press("Escape");
  await screenshot(ana.page, "display-huge-compact");

  const html = await (await ana.context.request.get(`${setup.server.origin}/r/display`)).text();
  expect(html).toContain('data-text-size="huge" data-density="compact" data-clock="12"');
  await ana.page.goto(setup.server.origin);
  await expect.poll(() => fontSizePx(ana.page)).toBe(20);
});

test("the whole conversation is downloaded as text or JSON, and the download can be cancelled", async () => {
  const room = `${setup.server.origin}/r/download`;
  const dana = joinRoom({ url: room, name: "دانة", storage: memoryStorage() });
  for (let number = 1; number <= 210; number++) await dana.publish(`رسالة ${number}`).stored;
  dana.close();
  const ana = await newUser(variant("phone", "light", "ar"));
  await ana.openRoom(room);
  await ana.waitForJoin();
  await openSettings(ana.page);
  const group = panel(ana.page).getByRole("group", { name: ar.lazy.download });
  const downloaded = async (button: string) => {
    const [file] = await Promise.all([
      ana.page.waitForEvent("download"),
      group.getByRole("button", { name: button, exact: true }).tap(),
    ]);
    return { name: file.suggestedFilename(), content: readFileSync(await file.path(), "utf8") };
  };
  const text = await downloaded(ar.lazy.download_text);
  expect(text.name).toMatch(/^download-\d{4}-\d\d-\d\d\.txt$/u);
  expect(text.content.match(/^رسالة \d+$/gmu)).toHaveLength(210);
  expect(text.content).toMatch(/\n\nدانة · \S+ [صم]\nرسالة 1\n/u);
  await group.getByText("تم تنزيل ٢١٠ رسائل.").waitFor();
  await group.scrollIntoViewIfNeeded();
  await screenshot(ana.page, "settings-download-phone-ar");
  const json = await downloaded(ar.lazy.download_json);
  expect(json.name).toMatch(/\.jsonl$/u);
  expect(json.content.trimEnd().split("\n")).toHaveLength(210);
  expect(await axeViolations(ana.page)).toEqual([]);

  // Without a connection it waits, until it is cancelled.
  await ana.context.setOffline(true);
  await panel(ana.page)
    .getByText(/^(غير متصل|جارٍ إعادة الاتصال)/u)
    .waitFor();
  await group.getByRole("button", { name: ar.lazy.download_text, exact: true }).tap();
  await group.getByRole("button", { name: ar.room.cancel }).tap();
  await group.getByRole("button", { name: ar.lazy.download_text, exact: true }).waitFor();
});

test("the settings show the state of the connection, also when it is lost", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  // A join that takes longer on a busy machine would go on over a stream.
  await ana.page.addInitScript(waitLonger, JOIN_MS);
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
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.getAttribute("title")))
    .toBe(en.room.settings);
});

test("without a keyboard only the formatting is listed, until a key is pressed that no on-screen keyboard has", async () => {
  const ana = await setup.newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/no-keyboard`);
  await ana.page.getByRole("button", { name: en.room.settings }).tap();
  const shortcuts = panel(ana.page).getByRole("button", { name: en.lazy.shortcuts });
  await panel(ana.page).getByRole("button", { name: en.lazy.formatting, exact: true }).tap();
  const sheet = ana.page.getByRole("dialog", { name: en.lazy.formatting, exact: true });
  await sheet.waitFor();
  await expect.poll(() => sheet.locator("kbd").count()).toBe(0);
  await expect.poll(() => sheet.locator("code").count()).toBeGreaterThan(0);
  expect(await axeViolations(ana.page)).toEqual([]);
  await sheet.getByRole("button", { name: en.lazy.close }).tap();
  await ana.page.getByRole("button", { name: en.room.settings }).tap();
  await panel(ana.page).getByRole("button", { name: en.lazy.formatting, exact: true }).waitFor();
  await expect.poll(() => shortcuts.count()).toBe(0);
  await ana.waitForDeferredFeatures();
  await ana.page.keyboard.press("Control");
  await shortcuts.waitFor();
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
  await expect.poll(() => panel(ana.page).isVisible()).toBe(false);
  await ana.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await expect
    .poll(() => ana.page.evaluate(() => document.activeElement?.getAttribute("title")))
    .toBe(en.room.settings);
});

test.each(LANGUAGES)("extra large text fits a 320 px screen: %s", async (language) => {
  const viewport = { width: 320, height: 640 };
  const ana = await newUser({ ...variant("phone", "dark", language), viewport });
  const cookie = { name: "display", value: "huge.compact.auto", url: setup.server.origin };
  await ana.context.addCookies([cookie]);
  await ana.openRoom(`${setup.server.origin}/r/a-room-with-quite-a-long-name-${language}`);
  await ana.waitForJoin();
  await ana.sendByTap("Shall we have tea?");
  await ana.message("tea").waitFor();
  await screenshot(ana.page, `display-320-${language}`);
  const overflowing = (): Promise<string[]> =>
    ana.page.evaluate(() =>
      [...document.querySelectorAll(".room-header *, .composer *, .message *, #settings *")]
        .filter((element) => element.checkVisibility() && element.closest(".visually-hidden") === null)
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 1 && (left < -1 || right > innerWidth + 1);
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
  await expect.poll(() => overflowing()).toEqual([]);
  await openSettings(ana.page);
  await expect.poll(() => overflowing()).toEqual([]);
  await screenshot(ana.page, `settings-320-${language}`);
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
  await expect.poll(() => ana.page.locator("#members").isVisible()).toBe(false);
  await ana.page.keyboard.press("Escape");
  await invitation.waitFor({ state: "hidden" });
  await expect.poll(() => ana.page.evaluate(() => document.activeElement?.className)).toBe("members-button");
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
  await expect.poll(() => members.getByText(en.room.you, { exact: true }).count()).toBe(1);
  expect(await axeViolations(ana.page)).toEqual([]);
  await third.page.close();
  await ana.waitForText("2 here");
  await eventually("two are listed", async () => (await members.count()) === 2);
  await expect.poll(() => ana.texts()).toEqual([]);
});
