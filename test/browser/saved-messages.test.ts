/** Messages that are saved in the browser, and forwarded to the draft of another room. */
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const url = (room: string): string => `${setup.server.origin}/r/${room}`;

async function chooseInMenu(user: User, text: string, entry: string): Promise<void> {
  await user.waitForMessageActions(text);
  await user.message(text).focus();
  await user.page.keyboard.press("Shift+F10");
  await user.page.getByRole("menuitem", { name: entry }).click();
}

test("a saved message is listed with its room, leads there, and shows when it is gone", async () => {
  const dana = joinRoom({ url: url("tea"), name: "دانة", storage: memoryStorage() });
  await dana.publish("The **recipe** is with the neighbours").stored;
  const soonGone = await dana.publish("سأحذف هذه").stored;
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  await ana.openRoom(url("tea"));
  await chooseInMenu(ana, "recipe", en.lazy.saveMessage);
  await chooseInMenu(ana, "سأحذف هذه", en.lazy.saveMessage);

  await ana.openRoom(url("harbour"));
  await ana.waitForJoin();
  await ana.page.locator(".side").getByRole("button", { name: en.lazy.savedMessages }).click();
  const dialog = ana.page.getByRole("dialog", { name: en.lazy.savedMessages });
  const links = dialog.getByRole("link");
  await eventually("two are listed", async () => (await links.count()) === 2);
  await expect
    .poll(() => links.last().innerText())
    .toMatch(/دانة\s+tea\s+Today.*\s+The recipe is with the neighbours/u);
  expect(await axeViolations(ana.page)).toEqual([]);
  await setup.screenshot(ana, "saved-desktop-light-en");
  await ana.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  await dana.delete(soonGone.seq);
  await ana.page.getByRole("button", { name: en.room.settings }).click();
  await ana.page.locator("#settings").getByRole("button", { name: en.lazy.savedMessages }).click();
  await dialog.getByText(en.room.deleted).waitFor();
  await expect.poll(() => links.count()).toBe(1);
  await expect
    .poll(() => ana.page.evaluate(() => localStorage.getItem("majlis:saved")))
    .not.toContain("سأحذف");
  await setup.screenshot(ana, "saved-gone-desktop-light-en");
  await dialog.getByRole("button", { name: en.lazy.unsaveMessage }).first().click();
  await eventually("the gone one is removed", async () => (await dialog.locator("li").count()) === 1);
  await links.first().click();
  await ana.page.waitForURL(`${url("tea")}#1`);
  await eventually("the message has the focus", () =>
    ana.page.evaluate(() => document.activeElement?.textContent?.includes("recipe") ?? false),
  );

  // In its own room the page stays, and its menu takes it back.
  await ana.page.evaluate(() => (document.body.dataset["same"] = "page"));
  await ana.waitForControls();
  await ana.page.keyboard.press("Control+k");
  const switcher = ana.page.getByRole("dialog", { name: en.room.switchRoom });
  await switcher.getByRole("button", { name: en.lazy.savedMessages }).click();
  await links.first().click();
  await dialog.waitFor({ state: "detached" });
  await ana.message("recipe").and(ana.page.locator("[data-highlighted]")).waitFor();
  await expect.poll(() => ana.page.evaluate(() => document.body.dataset["same"])).toBe("page");
  await chooseInMenu(ana, "recipe", en.lazy.unsaveMessage);
  await expect.poll(() => ana.page.evaluate(() => localStorage.getItem("majlis:saved"))).toBe("[]");
  dana.close();
});

test("without saved messages the list says how to save one", async () => {
  const lena = await setup.newUserNamed("لينا", variant("phone", "dark", "ar"));
  await lena.openRoom(url("empty-handed"));
  await lena.waitForJoin();
  await lena.page.getByRole("button", { name: "empty-handed" }).tap();
  await lena.page.getByRole("button", { name: ar.lazy.savedMessages }).tap();
  const dialog = lena.page.getByRole("dialog", { name: ar.lazy.savedMessages });
  await dialog.getByText(ar.lazy.savedNone).waitFor();
  await setup.screenshot(lena, "saved-none-phone-dark-ar");
  expect(await axeViolations(lena.page)).toEqual([]);
  await dialog.getByRole("button", { name: ar.lazy.close }).tap();
  await dialog.waitFor({ state: "detached" });
});

test("a forwarded message is a quotation in the draft of the chosen room, and is not sent", async () => {
  const mia = await setup.newUserNamed("Mia", variant("phone", "light", "ar"));
  await mia.openRoom(url("بيت-الشاي"));
  await mia.waitForJoin();
  await mia.openRoom(url("source"));
  await mia.sendByTap("السوق في التاسعة");
  await chooseInMenu(mia, "السوق في التاسعة", ar.lazy.forward);
  const dialog = mia.page.getByRole("dialog", { name: ar.lazy.forward });
  await dialog.getByRole("option", { name: "بيت-الشاي" }).waitFor();
  await expect.poll(() => dialog.innerText()).toContain("السوق في التاسعة");
  await setup.screenshot(mia, "forward-phone-light-ar");
  expect(await axeViolations(mia.page)).toEqual([]);
  await dialog.getByRole("option", { name: "بيت-الشاي" }).tap();
  await mia.page.waitForURL(url(encodeURIComponent("بيت-الشاي")));
  const quoted = `> السوق في التاسعة\n— Mia · ${url("source")}#1\n\n`;
  await expect.poll(() => mia.composer.inputValue()).toBe(quoted);
  await mia.waitForJoin();
  await expect.poll(() => mia.texts()).toEqual([]);
  await setup.screenshot(mia, "forwarded-phone-light-ar");
  await mia.page.locator(".send").tap();
  await mia.page.locator(".message blockquote").waitFor();
  await setup.screenshot(mia, "forwarded-sent-phone-light-ar");

  // Into the room that is open: its composer has it, after what was written.
  await mia.composer.fill("Look:");
  await chooseInMenu(mia, "السوق في التاسعة", ar.lazy.forward);
  await dialog.getByRole("combobox").fill("بيت الشاي");
  await dialog.getByRole("combobox").press("Enter");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => mia.composer.inputValue()).toMatch(/^Look:\n\n> > /u);
});

test("a frame offers neither to save nor to forward", async () => {
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  await ana.openRoom(`${url("framed-menu")}/embed`);
  await ana.send("Shall we have tea?");
  await ana.waitForMessageActions("Shall we have tea?");
  await ana.message("tea").focus();
  await ana.page.keyboard.press("Shift+F10");
  await ana.page.getByRole("menuitem", { name: en.lazy.copyMessageLink }).waitFor();
  await expect.poll(() => ana.page.getByRole("menuitem", { name: en.lazy.forward }).count()).toBe(0);
  await expect.poll(() => ana.page.getByRole("menuitem", { name: en.lazy.saveMessage }).count()).toBe(0);
});
