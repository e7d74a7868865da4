/** The list of rooms on the landing page (SPEC LIST-1). */
import { beforeAll, expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { createOwnedRoom } from "../support/owned-room.ts";

const setup = setUpBrowser();

const ROOMS: Readonly<Record<string, RoomSettings>> = {
  tea: { title: "Tea house", topic: "Everything about tea, and a little about cake.", language: "en" },
  "بيت-القهوة": { title: "بيت القهوة", topic: "نتحدث عن القهوة وطرق تحضيرها", language: "ar" },
  "a-room-without-a-title": {},
  long: { title: "W".repeat(100), topic: "أ".repeat(300) },
  hostile: { title: '<img src="x" onerror="alert(1)"> \u202eeltit', topic: "</p></section><h1>Hello</h1>" },
};

beforeAll(async () => {
  const { origin } = setup.server;
  for (const [name, settings] of Object.entries(ROOMS))
    await createOwnedRoom(origin, name, { ...settings, listed: true });
  await createOwnedRoom(origin, "unlisted", { title: "Not in the list" });
  await eventually("all of them are in the list", async () => {
    const answer = await fetch(`${origin}/rooms`, { headers: { Accept: "application/json" } });
    const { rooms } = (await answer.json()) as { readonly rooms: readonly unknown[] };
    return rooms.length === Object.keys(ROOMS).length;
  });
});

test.each([
  ["desktop", "light", "en", undefined],
  ["desktop", "dark", "ar", undefined],
  ["phone", "light", "ar", { width: 360, height: 640 }],
  ["phone", "dark", "en", { width: 360, height: 640 }],
] as const)(
  "[LIST-1] has its rooms without JavaScript too: %s, %s, %s",
  async (size, theme, language, viewport) => {
    const { landing } = LOCALES[language];
    for (const javaScriptEnabled of [true, false]) {
      const options = { ...variant(size, theme, language), ...(viewport && { viewport }), javaScriptEnabled };
      const { page } = await setup.newUser(options);
      await page.goto(setup.server.origin);
      const list = page.getByRole("region", { name: landing.listedTitle });
      await list.scrollIntoViewIfNeeded();
      await expect.poll(() => list.getByRole("listitem").count()).toBe(Object.keys(ROOMS).length);
      await expect.poll(() => list.locator("img, h1").count()).toBe(0);
      await expect.poll(() => page.getByText("Not in the list").count()).toBe(0);
      if (!javaScriptEnabled) continue;
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
        .toBe(true);
      const heights = await list
        .getByRole("listitem")
        .evaluateAll((items) => items.map((item) => item.clientHeight));
      expect(Math.max(...heights)).toBeLessThan(200);
      expect(await axeViolations(page)).toEqual([]);
      await setup.screenshot(page, `listed-rooms-${size}-${theme}-${language}`);
      // Anywhere in the card.
      await list
        .getByRole("listitem")
        .filter({ hasText: ROOMS["tea"]?.topic ?? "" })
        .click();
      await page.waitForURL("**/r/tea");
    }
  },
);
