import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { launchBrowser } from "../support/browser.ts";
import { Person } from "../support/person.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import { Product } from "../support/product.ts";

/** `UPDATE_SCREENSHOTS=1 npm test` renews the pictures that the README shows. */
const FOLDER = process.env["UPDATE_SCREENSHOTS"] === "1" ? "test/browser/screenshots" : "test/output";

let product: Product;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(join(PROJECT_ROOT, "test/output"), { recursive: true });
  [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const TALK = [
  ["Ana", "Good evening! Did the tea arrive?"],
  ["عمر", "مساء الخير! نعم، وصل قبل ساعة ☕"],
  ["Ana", "Lovely. The recipe is at https://example.com/tea"],
  ["عمر", "شكرًا! نلتقي الساعة ٩"],
] as const;

/** Two people who stay: returns what makes them leave. */
async function talkIn(room: string): Promise<() => void> {
  const url = `${product.origin}/r/${room}`;
  const rooms = new Map(
    [...new Set(TALK.map(([name]) => name))].map((name) => [
      name,
      joinRoom({ url, name, storage: memoryStorage() }),
    ]),
  );
  for (const [name, text] of TALK) await rooms.get(name)?.publish(text).stored;
  return () => rooms.forEach((joined) => joined.close());
}

describe.each(["desktop", "phone"] as const)("on a %s", (size) => {
  describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
    test.each(["en", "ar"] as const)("in %s: the first page, an empty room, a talk", async (language) => {
      const name = `${size}-${colorScheme}-${language}`;
      const person = await Person.sitDown(browser, variant(size, colorScheme, language));
      const { page } = person;
      const picture = async (view: string) => {
        const path = join(PROJECT_ROOT, "test/output", `${view}-${name}.png`);
        await page.screenshot({ path });
        const isReadmes = FOLDER !== "test/output" && view === "room" && name === "desktop-light-en";
        if (isReadmes) await page.screenshot({ path: join(PROJECT_ROOT, FOLDER, "room.png") });
        expect([view, await axeViolations(page)]).toEqual([view, []]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      };
      await page.goto(product.origin);
      await picture("landing");
      await person.enter(`${product.origin}/r/empty-${name}`);
      await page.locator(".empty-room, .empty").first().waitFor();
      await picture("empty");
      const leave = await talkIn(`tea-${name}`);
      await person.enter(`${product.origin}/r/tea-${name}`);
      await person.sees(TALK[0][1]);
      await picture("room");
      leave();
      expect(person.complaints).toEqual([]);
      await person.context.close();
    });
  });
});
