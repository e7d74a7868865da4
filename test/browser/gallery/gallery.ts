/** Every view and state in every variant of a size: a picture of each, no violation of accessibility, nothing too wide. */
import { mkdirSync, writeFileSync } from "node:fs";
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
import { SCENES, type Scene } from "./scenes.ts";

const FOLDER = join(PROJECT_ROOT, "test/output/gallery");
/** `UPDATE_SCREENSHOTS=1` renews the pictures that the README shows. */
const README_FOLDER = join(PROJECT_ROOT, "test/browser/screenshots");
const README_PICTURES: ReadonlySet<string> = new Set(
  process.env["UPDATE_SCREENSHOTS"] === "1"
    ? ["room-desktop-light-en", "room-phone-dark-ar", "empty-room-phone-light-ar", "menu-phone-dark-en"]
    : [],
);

const VARIANTS = 8;
/** Some forty scenes. */
const VARIANT_BOUND_MS = 300_000;

/**
 * `GALLERY=all` shows every scene in all eight variants, which takes five minutes. Otherwise each is shown in one, and
 * the next in the next.
 */
const SHOWS_ALL = process.env["GALLERY"] === "all" || README_PICTURES.size > 0;

interface Variant {
  readonly size: Size;
  readonly theme: (typeof THEMES)[number];
  readonly language: Language;
}

function scenesFor({ size, theme, language }: Variant): readonly Scene[] {
  const bits = [size === "phone", theme === "dark", language === "ar"];
  const number = bits.reduce((sum, bit, index) => sum + (bit ? 1 << index : 0), 0);
  return SHOWS_ALL ? SCENES : SCENES.filter((_, index) => index % VARIANTS === number);
}

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
    // One page for all scenes of a variant: loading it for each would take most of the time.
    test.each<Language>(["en", "ar"])(
      `every view and state on a ${size}, in %s`,
      async (language) => {
        const name = `${size}-${theme}-${language}`;
        const sitDown = () => Person.sitDown(browser, variant(size, theme, language));
        const everyday = await sitDown();
        const room = (one: string) => `${product.origin}/r/${one}-${name}`;
        for (const scene of scenesFor({ size, theme, language })) {
          const person = scene.isApart === true ? await sitDown() : everyday;
          await scene.arrange({ person, origin: product.origin, salon, room });
          await look(scene, person, `${scene.name}-${name}`);
          if (person !== everyday) await person.context.close();
        }
        await everyday.context.close();
      },
      VARIANT_BOUND_MS,
    );
  });
}

async function look(scene: Scene, { page, complaints }: Person, picture: string): Promise<void> {
  const pixels = await page.screenshot({ path: join(FOLDER, `${picture}.png`) });
  if (README_PICTURES.has(picture)) writeFileSync(join(README_FOLDER, `${picture}.png`), pixels);
  expect.soft([picture, ...(await axeViolations(page))]).toEqual([picture]);
  const tooWidePx = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft([picture, Math.max(0, tooWidePx)]).toEqual([picture, 0]);
  const said = complaints.splice(0);
  if (scene.isMissing !== true) expect.soft([picture, ...said]).toEqual([picture]);
}
