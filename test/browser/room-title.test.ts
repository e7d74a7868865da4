/** Title, topic and announcement of a room, live on every page (SPEC SET-2). */
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { configure, createOwnedRoom } from "../support/owned-room.ts";

const setup = setUpBrowser();
const { newUser, screenshot } = setup;

const TITLES = {
  en: [
    "Friday tea",
    "Recipes, cups and cakes: everything but coffee",
    "We move to the garden at 5: https://example.org/map",
  ],
  ar: [
    "مجلس الشاي",
    "وصفات وأكواب وكعك، وكل شيء ما عدا القهوة",
    "ننتقل إلى الحديقة الساعة ٥: https://example.org/map",
  ],
} as const;

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
  ["phone", "light", "en"],
  ["desktop", "dark", "ar"],
] as const)("[SET-2] are shown on a %s in %s, %s, and follow every change", async (size, theme, language) => {
  const { lazy, room: words } = LOCALES[language];
  const name = `titled-${size}-${language}`;
  const [title, topic, announcement] = TITLES[language];
  const owned = await createOwnedRoom(setup.server.origin, name, { title, topic });
  const ana = await newUser(variant(size, theme, language));
  await ana.openRoom(owned.url);
  const { page } = ana;
  const heading = page.getByRole("heading", { level: 1 });
  await expect.poll(() => heading.textContent()).toBe(title);
  await expect.poll(() => page.title()).toBe(`${title} · Majlis`);
  await page.getByRole("heading", { name: title, level: 2 }).waitFor();
  await screenshot(ana, `title-empty-${size}-${theme}-${language}`);

  // A listener that is there before: only what appears later is read out.
  await page.getByRole("log").waitFor({ state: "attached" });
  await configure(owned, { announcement });
  const banner = page.getByRole("complementary", { name: lazy.announcement });
  await banner.getByRole("link", { name: "example.org/map" }).waitFor();
  await expect
    .poll(() => page.getByRole("log").textContent())
    .toContain(lazy.announcementOf.replace("{text}", `\u2068${announcement}\u2069`));
  const omar = joinRoom({ url: owned.url, name: "عمر", storage: memoryStorage() });
  await omar.publish("الماء يغلي").stored;
  await ana.waitForText("الماء يغلي");
  await screenshot(ana, `title-${size}-${theme}-${language}`);
  expect(await axeViolations(page)).toEqual([]);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  await page.locator(".members-button").click();
  await page.locator("#members").getByText(topic, { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await banner.getByRole("button", { name: lazy.closeAnnouncement }).click();
  await banner.waitFor({ state: "detached" });
  await page.reload();
  await ana.waitForJoin();
  await expect.poll(() => heading.textContent()).toBe(title);
  await expect.poll(() => banner.count()).toBe(0);

  const text = page.locator("h1 bdi");
  await configure(owned, { language: "he" });
  await expect.poll(() => text.getAttribute("dir")).toBe("rtl");
  expect([await text.getAttribute("lang"), await page.locator(".topic").getAttribute("lang")]).toEqual([
    "he",
    "he",
  ]);
  await configure(owned, { language: "" });
  await expect.poll(() => text.getAttribute("dir")).toBe("auto");
  await expect.poll(() => text.getAttribute("lang")).toBe("");

  await configure(owned, { announcement: "23:00", title: "", topic: "" });
  await banner.getByText("23:00").waitFor();
  await expect.poll(() => heading.textContent()).toBe(name);
  await expect.poll(() => page.title()).toBe(`${name} · Majlis`);
  await configure(owned, { announcement: "" });
  await banner.waitFor({ state: "detached" });
  await expect.poll(() => page.getByRole("textbox", { name: words.write }).count()).toBe(1);
  omar.close();
});

test("a long title takes the line from its topic, which the members’ panel has, and a frame shows it too", async () => {
  const owned = await createOwnedRoom(setup.server.origin, "long", {
    title: "The room of everyone who has ever burnt a cake and kept it to themselves",
    topic: "Burnt cakes, burnt cookies, and what to do with a smoke alarm that does not stop",
  });
  const bo = await newUser(variant("desktop", "light", "en"));
  await bo.openRoom(owned.url);
  await bo.page.locator(".topic").waitFor({ state: "attached" });
  await bo.waitForJoin();
  await screenshot(bo, "title-long-desktop");
  const [line, heading, topic] = await Promise.all(
    [".title-line", ".title-line h1", ".topic"].map((part) => bo.page.locator(part).boundingBox()),
  );
  expect(heading?.width).toBeGreaterThan((line?.width ?? 0) - 1);
  expect(topic?.y).toBeGreaterThanOrEqual((line?.y ?? 0) + (line?.height ?? 0));
  await bo.page.locator(".members-button").click();
  await bo.page.locator("#members").getByText("Burnt cakes, burnt cookies").waitFor();
  await expect
    .poll(() => bo.page.locator(".room-title").getAttribute("title"))
    .toBe(`long · ${en.room.switchRoom}`);

  const frame = await newUser({
    ...variant("desktop", "light", "en"),
    viewport: { width: 320, height: 400 },
  });
  await configure(owned, { announcement: "Bring a cup. ".repeat(20).trim() });
  await frame.openRoom(`${owned.url}/embed`);
  await frame.page.locator(".announcement").waitFor();
  await screenshot(frame, "title-frame");
  expect(await axeViolations(frame.page)).toEqual([]);
  expect((await frame.page.locator(".announcement").boundingBox())?.height).toBeLessThanOrEqual(101);
});
