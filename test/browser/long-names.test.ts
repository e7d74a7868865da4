/** Names and titles that are longer than their place, and texts of the other direction: what is cut is their end. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { LOCALES, type Language } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { textBox } from "../support/boxes.ts";
import { createOwnedRoom } from "../support/owned-room.ts";
import { joinAs } from "../support/room-clients.ts";

const setup = setUpBrowser();
const { newUser, newUserNamed, screenshot } = setup;

const LATIN = "Alexandria Montgomery-Featherstone";
const ARABIC = "عبد الرحمن بن محمد بن عبد العزيز آل";

/** Whether the end of the element's text is cut, and not its beginning. */
async function isCutAtEnd(name: Locator): Promise<boolean> {
  return name.evaluate((element) => {
    const letters = document.createRange();
    const text = element.firstChild as Text;
    const isInView = (start: number) => {
      letters.setStart(text, start);
      letters.setEnd(text, start + 1);
      const [letter, box] = [letters.getBoundingClientRect(), element.getBoundingClientRect()];
      return letter.left >= box.left - 1 && letter.right <= box.right + 1;
    };
    return isInView(0) && !isInView(text.length - 1);
  });
}

test.each([
  ["desktop", "light", "en"],
  ["desktop", "dark", "ar"],
] as const)(
  "the end of a member's name is cut, whatever its script: %s, %s, %s",
  async (size, theme, language) => {
    const url = `${setup.server.origin}/r/long-names-${language}`;
    const others = [await joinAs(url, LATIN), await joinAs(url, ARABIC)];
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    await ana.openRoom(url);
    for (const name of [LATIN, ARABIC]) {
      const shown = ana.page.locator(".side .member-name bdi", { hasText: name });
      await shown.waitFor();
      expect([name, await isCutAtEnd(shown)]).toEqual([name, true]);
    }
    await screenshot(ana, `long-names-${size}-${theme}-${language}`);
    for (const other of others) other.close();
  },
);

test.each(["en", "ar", "es", "fa", "fr"] as const)(
  "what a member is stands below a name that needs the line: %s",
  async (language: Language) => {
    const { url, ownerKey } = await createOwnedRoom(setup.server.origin, `tags-${language}`);
    const ana = await newUser(variant("desktop", "light", language));
    await ana.page.goto(`${url}#key=${ownerKey}`);
    const own = ana.page.locator(".side .member");
    await own.getByText(LOCALES[language].lazy.roleTag_owner).waitFor();
    const fits = (name: Element) => name.scrollWidth <= name.clientWidth;
    await expect.poll(() => own.locator(".member-name").evaluate(fits)).toBe(true);
    expect(await own.locator("bdi").evaluate(fits)).toBe(true);
    await screenshot(ana, `member-tags-${language}`);
  },
);

test("rows of two lines do not overlap where the list of members scrolls", async () => {
  const { url, ownerKey } = await createOwnedRoom(setup.server.origin, "many-owners");
  const others = Array.from({ length: 8 }, (_, index) =>
    joinRoom({ url, key: ownerKey, name: `${LATIN} ${index}`, storage: memoryStorage() }),
  );
  const ana = await newUserNamed("Ana", variant("phone", "light", "ar"));
  await ana.openRoom(url);
  await ana.waitForJoin();
  await ana.page.locator(".members-button").tap();
  const rows = ana.page.locator("#members .member");
  await expect.poll(() => rows.locator(".tag").count()).toBe(9);
  const gaps = await rows.evaluateAll((items) =>
    items.slice(1).map((item, index) => {
      const above = [...(items[index]?.querySelectorAll(".tag, .avatar") ?? [])];
      const bottom = Math.max(...above.map((part) => part.getBoundingClientRect().bottom));
      return item.getBoundingClientRect().top - bottom;
    }),
  );
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  await screenshot(ana, "many-owners-phone-light-ar");
  expect(await axeViolations(ana.page)).toEqual([]);
  for (const other of others) other.close();
});

test.each([
  ["desktop", "light", "en"],
  ["desktop", "dark", "fa"],
] as const)("a room's topic takes no room from its title: %s, %s, %s", async (size, theme, language) => {
  const title = "Tea house — بيت الشاي";
  const topic = "All about tea, biscuits and the long evenings";
  const owned = await createOwnedRoom(setup.server.origin, `topic-${language}`, { title, topic });
  const short = await createOwnedRoom(setup.server.origin, `short-${language}`, { title: "Tea", topic });
  const ana = await newUserNamed("Ana", variant(size, theme, language));
  await ana.openRoom(owned.url);
  const shown = ana.page.locator("h1 bdi", { hasText: title });
  await shown.waitFor();
  await ana.waitForJoin();
  expect(await shown.evaluate((bdi) => bdi.scrollWidth <= bdi.clientWidth)).toBe(true);
  await screenshot(ana, `title-and-topic-${size}-${theme}-${language}`);
  await ana.openRoom(short.url);
  const [line, beside] = [ana.page.locator("h1"), ana.page.locator(".topic")];
  await beside.waitFor();
  await ana.waitForJoin();
  const [titleBox, topicBox] = [await line.boundingBox(), await beside.boundingBox()];
  expect(topicBox?.width).toBeGreaterThan(100);
  expect((topicBox?.y ?? 0) - (titleBox?.y ?? 0)).toBeLessThan(10);
});

test("an option of a poll begins where its question does, in a page of the other direction", async () => {
  const url = `${setup.server.origin}/r/poll-other-way`;
  const bo = await joinAs(url, "Bo");
  await bo.publish("Lunch?\n1️⃣ Pizza\n2️⃣ سلطة").stored;
  const ana = await newUserNamed("Ana", variant("desktop", "light", "ar"));
  await ana.openRoom(url);
  const options = ana.page.locator(".poll-option");
  await expect.poll(() => options.count()).toBe(2);
  await screenshot(ana, "poll-other-way");
  for (const option of await options.all()) {
    const [box, text] = [await option.boundingBox(), await textBox(option.locator(".poll-text"))];
    expect((box?.x ?? 0) + (box?.width ?? 0) - text.right).toBeLessThan(20);
  }
  bo.close();
});
