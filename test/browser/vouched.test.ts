/** Members for whom a site vouches, as the page shows them (SPEC VOUCH-1, VOUCH-6). */
import { afterAll, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import { eventually } from "../support/eventually.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";

const key = await SigningKey.generate("EdDSA");
const setup = setUpBrowser({ siteKeys: [key.record()] });
const members: RoomClient[] = [];

afterAll(() => {
  for (const member of members) member.close();
});

/** A user of the site, by the SDK. */
function joinFromSite(url: string, name: string): RoomClient {
  const getToken = () => key.sign(usualClaims(setup.server.origin, { sub: name, name }));
  const member = joinRoom({ url, getToken, storage: memoryStorage() });
  members.push(member);
  return member;
}

test("[VOUCH-1] [VOUCH-6] the site's Sara has a mark in messages, list and results; a guest of that name gets a number at once", async () => {
  const url = `${setup.server.origin}/r/shop`;
  const guest = await setup.newUserNamed("Sara", variant("desktop", "light", "en"));
  await guest.openRoom(url);
  await guest.send("I am Sara");
  await guest.page.locator('[data-seq="1"]').waitFor();
  const sara = joinFromSite(url, "Sara");
  await sara.publish("No, I am: ask the shop").stored;
  await guest.waitForText("No, I am: ask the shop");
  const { page } = guest;
  // Messages keep the name under which they were sent.
  await expect.poll(() => page.locator('[data-seq="1"] .author').innerText()).toBe("Sara");
  const marks = page.locator(".message .vouched");
  await expect.poll(() => marks.count()).toBe(1);
  await expect.poll(() => page.locator(".message:has(.vouched)").innerText()).toContain("ask the shop");
  await expect.poll(() => page.getByRole("img", { name: en.shared.vouched }).first().isVisible()).toBe(true);
  await eventually("the guest's own name has a number", async () =>
    (await page.locator(".own-name").innerText()).includes("Sara (2)"),
  );
  await page
    .getByRole("button", { name: en.room.membersTitle })
    .or(page.locator(".members-button"))
    .first()
    .click();
  const list = page.getByRole("list", { name: en.room.membersTitle });
  await list.locator(".member").first().waitFor();
  await expect.poll(() => list.locator(".member:has(.vouched)").innerText()).toMatch(/^S?\s*Sara/);
  await expect.poll(() => list.locator(".vouched").count()).toBe(1);
  expect(await axeViolations(page)).toEqual([]);
  await setup.screenshot(guest, "vouched-desktop-light-en");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: en.room.search, exact: true }).click();
  await page.getByRole("searchbox").fill("ask");
  await page.locator(".search-result .vouched").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

test("the mark is beside the name in Arabic, on a phone, in the dark, and without scripts", async () => {
  const url = `${setup.server.origin}/r/matjar`;
  const sara = joinFromSite(url, "سارة");
  await sara.publish("أهلًا بكم في المتجر").stored;
  const reader = await setup.newUserNamed("ليلى", variant("phone", "dark", "ar"));
  await reader.openRoom(url);
  await reader.waitForText("أهلًا بكم في المتجر");
  const mark = reader.page.getByRole("img", { name: ar.shared.vouched }).first();
  const [name, markBox] = [
    await reader.page.locator(".message .author bdi").first().boundingBox(),
    await mark.boundingBox(),
  ];
  expect(markBox?.x).toBeLessThan(name?.x ?? 0);
  expect(await axeViolations(reader.page)).toEqual([]);
  await setup.screenshot(reader, "vouched-phone-dark-ar");
  const plain = await setup.newUser({ ...variant("phone", "light", "ar"), javaScriptEnabled: false });
  await plain.page.goto(`${url}/plain`);
  await expect.poll(() => plain.page.locator(".vouched").getAttribute("title")).toBe(ar.shared.vouched);
  await setup.screenshot(plain, "vouched-plain-ar");
});
