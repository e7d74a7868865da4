/** What members see of the acts of owners and moderators (SPEC MOD-3 to MOD-8). */
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { createOwnedRoom } from "../support/owned-room.ts";
import { joinAs, joinAsOwner, memberNamed } from "../support/room-clients.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

const HOUR_MS = 3_600_000;

/** A room with its owner Olga, in which a page is open. */
async function roomWith(name: string, ...options: Parameters<typeof variant>) {
  const owned = await createOwnedRoom(setup.server.origin, name);
  const { url } = owned;
  const owner = await joinAsOwner(owned);
  const bo = await newUserNamed("Bo", variant(...options));
  await bo.openRoom(url);
  await bo.waitForJoin();
  return { url, owner, bo };
}

const lines = ({ page }: User) => page.locator(".note").allTextContents();
const plain = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, "");

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)("others see lines, and nothing of what was hidden: %s, %s, %s", async (size, theme, language) => {
  const { lazy, room } = LOCALES[language];
  const { url, owner, bo } = await roomWith(`seen-${language}`, size, theme, language);
  const spammer = await joinAs(url, "سارة");
  const id = await memberNamed(owner, "سارة");
  await bo.page.locator(".scroller[data-controls]").waitFor({ state: "attached" });
  await spammer.publish("Buy my cake").stored;
  const { seq } = await spammer.publish("Buy my coffee").stored;
  await bo.waitForText("Buy my coffee");
  await owner.delete(seq, { reason: "advertising" });
  await expect.poll(() => bo.message(room.removed).count()).toBe(1);
  await owner.moderate("mute", id, { until: Date.now() + HOUR_MS });
  await owner.moderate("hide", id);
  await expect.poll(() => bo.message(room.removed).count()).toBe(2);
  expect(await bo.page.content()).not.toContain("Buy my");
  const said = [lazy.noteAct_muteUntil, lazy.noteAct_hide].map(
    (text) => text.replace("{from}", "Olga").replace("{member}", "سارة").split("{duration}")[0],
  );
  await expect.poll(async () => (await lines(bo)).map(plain)).toHaveLength(said.length);
  for (const [index, line] of (await lines(bo)).map(plain).entries()) expect(line).toContain(said[index]);
  await screenshot(bo, `moderation-seen-${size}-${theme}-${language}`);
  expect(await axeViolations(bo.page)).toEqual([]);

  await owner.moderate("show", id);
  await bo.waitForText("Buy my cake");
  await expect.poll(() => bo.message(room.removed).count()).toBe(1);
  owner.close();
  spammer.close();
});

test("[MOD-4] [MOD-5] what moderators do while the page still loads is seen once it is loaded", async () => {
  const { lazy, room } = LOCALES.en;
  const owned = await createOwnedRoom(setup.server.origin, "early");
  const owner = await joinAsOwner(owned);
  const spammer = await joinAs(owned.url, "Sam");
  await spammer.publish("Buy my cake").stored;
  const bo = await newUserNamed("Bo", variant("phone", "light", "en"));
  const scripts = await holdLazyScripts(bo);
  await bo.openRoom(owned.url);
  await bo.waitForJoin();
  await bo.waitForText("Buy my cake");
  const sam = await memberNamed(owner, "Sam");
  await owner.moderate("hide", sam);
  await bo.message(room.removed).waitFor();
  await owner.moderate("show", sam);
  await owner.moderate("mute", await memberNamed(owner, "Bo"), { reason: "No shouting, please" });
  // It has come to the page once what follows it has.
  await owner.publish("Quiet now").stored;
  await bo.waitForText("Quiet now");
  await expect.poll(() => lines(bo)).toEqual([]);
  scripts.release();
  await bo.page.locator(".writing-closed").getByText("No shouting, please").waitFor();
  await bo.waitForText("Buy my cake");
  const [hidden, shown] = [lazy.noteAct_hide, lazy.noteAct_show].map((text) =>
    text.replace("{from}", "Olga").replace("{member}", "Sam"),
  );
  await expect
    .poll(async () => (await lines(bo)).map(plain))
    .toEqual([hidden, shown, expect.stringContaining("No shouting, please")]);
  owner.close();
  spammer.close();
});

test.each([
  ["phone", "light", "en"],
  ["desktop", "dark", "fr"],
] as const)(
  "[MOD-6] a banned member reads until when, also after a reload: %s, %s, %s",
  async (size, theme, language) => {
    const { lazy } = LOCALES[language];
    const { owner, bo } = await roomWith(`banned-${language}`, size, theme, language);
    const id = await memberNamed(owner, "Bo");
    await owner.moderate("ban", id, { until: Date.now() + HOUR_MS });
    const [before = ""] = lazy.closedBannedUntil.split("{time}");
    for (const visit of ["now", "after a reload"]) {
      await bo.page.locator(".closed").getByText(before).waitFor();
      await screenshot(bo, `moderation-banned-${size}-${theme}-${language}`);
      expect(await axeViolations(bo.page), visit).toEqual([]);
      if (visit === "now") await bo.page.reload();
    }
    owner.close();
    // Requests of a banned member are refused.
    expect(bo.consoleErrors.splice(0).every((line) => line.includes("403"))).toBe(true);
  },
);

test("[MOD-7] a member who was kicked can come back in a minute", async () => {
  const { lazy } = LOCALES.en;
  const { owner, bo } = await roomWith("kicked", "phone", "dark", "en");
  const id = await memberNamed(owner, "Bo");
  await owner.moderate("kick", id);
  await bo.page.locator(".closed").getByText(lazy.closedKicked).waitFor();
  await screenshot(bo, "moderation-kicked-phone-dark-en");
  expect(await axeViolations(bo.page)).toEqual([]);
  owner.close();
});
