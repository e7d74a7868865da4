/** Every view and state in every variant of a size: a picture of each, no violation of accessibility, nothing too wide. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "../../support/axe.ts";
import { THEMES, variant, type Language, type Size } from "../../support/browser-variant.ts";
import { launchBrowser } from "../../support/browser.ts";
import { Person } from "../../support/person.ts";
import { Product } from "../../support/product.ts";
import { PROJECT_ROOT } from "../../support/project-root.ts";
import { openSalon, type Salon } from "./salon.ts";
import { SCENES, strike } from "./scenes.ts";

const FOLDER = join(PROJECT_ROOT, "test/output/gallery");
/** `UPDATE_SCREENSHOTS=1` renews the pictures that the README shows. */
const README_FOLDER = join(PROJECT_ROOT, "test/browser/screenshots");
const README_PICTURES: ReadonlySet<string> = new Set(
  process.env["UPDATE_SCREENSHOTS"] === "1"
    ? ["room-desktop-light-en", "room-phone-dark-ar", "landing-desktop-light-en", "empty-room-phone-light-ar"]
    : [],
);

export function hangGallery(size: Size): void {
  let product: Product;
  let browser: Browser;
  let salon: Salon;

  beforeAll(async () => {
    for (const folder of [FOLDER, README_FOLDER]) mkdirSync(folder, { recursive: true });
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
    salon = await openSalon(product.origin, "tea");
  });

  afterAll(async () => {
    salon?.leave();
    await browser?.close();
    await product?.stop();
  });

  describe.each(THEMES)("in the %s", (theme) => {
    describe.each<Language>(["en", "ar"])("in %s", (language) => {
      const name = `${size}-${theme}-${language}`;

      test.each(SCENES)(`$name on a ${size}`, async (scene) => {
        const person = await Person.sitDown(browser, variant(size, theme, language));
        const { page } = person;
        const { origin } = product;
        await scene.arrange({ person, origin, salon, room: (room) => `${origin}/r/${room}-${name}` });
        const picture = `${scene.name}-${name}`;
        await page.screenshot({ path: join(FOLDER, `${picture}.png`) });
        if (README_PICTURES.has(picture))
          await page.screenshot({ path: join(README_FOLDER, `${picture}.png`) });
        expect(await axeViolations(page)).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
        expect(person.complaints).toEqual([]);
        await strike(page);
        await person.context.close();
      });
    });
  });
}
