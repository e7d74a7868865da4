/** The gallery: every scene in every variant of a size, without accessibility violations or overflow; see picture.ts. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGUAGES, type Language } from "../../../src/locales/languages.ts";
import { axeColorViolations, axeViolations } from "../../support/axe.ts";
import { SIZES, variant, type ColorScheme, type ViewportSize } from "../../support/browser-variant.ts";
import { launchBrowser } from "../../support/browser.ts";
import { LossyNetwork } from "../../support/lossy-network.ts";
import { ARE_PICTURES_WANTED, takePicture } from "../../support/picture.ts";
import { User } from "../../support/user.ts";
import { SelfHostedServer } from "../../support/self-hosted-server.ts";
import { PROJECT_ROOT } from "../../support/project-root.ts";
import { openSampleRoom, type SampleRoom } from "./sample-room.ts";
import type { Scene } from "./scene.ts";
import { SCENES } from "./scenes.ts";

/** `UPDATE_SCREENSHOTS=1` updates the screenshots of the README. */
const README_FOLDER = join(PROJECT_ROOT, "test/browser/screenshots");
const README_PICTURES: ReadonlySet<string> = new Set(
  process.env["UPDATE_SCREENSHOTS"] === "1"
    ? ["room-desktop-light-en", "room-phone-dark-ar", "empty-room-phone-light-ar", "menu-phone-dark-en"]
    : [],
);

/** The languages of the pictures, which are seen on a page of each size: one of each direction. */
const PICTURED: ReadonlySet<Language> = new Set(["en", "ar"]);
/** Of the others only the length of words matters: they are arranged on a phone alone, and checked in both widths. */
const LANGUAGES_OF: Readonly<Record<ViewportSize, readonly Language[]>> = {
  desktop: [...PICTURED],
  phone: LANGUAGES,
};

/**
 * The language in which axe checks a size, in both themes: each scene in both sizes, and in both directions, of which axe only
 * reads on which side of the page an element is out of sight.
 */
const AUDITED: Readonly<Record<ViewportSize, Language>> = { desktop: "en", phone: "ar" };

/** Only ends a test that waits for ever: some sixty scenes. */
const VARIANT_TIMEOUT_MS = 900_000;

export function defineGallery(size: ViewportSize): void {
  let product: SelfHostedServer;
  let browser: Browser;
  let sampleRoom: SampleRoom;

  beforeAll(async () => {
    [product, browser] = await Promise.all([SelfHostedServer.start(), launchBrowser()]);
    sampleRoom = await openSampleRoom(product.origin, "tea");
  });

  afterAll(async () => {
    sampleRoom?.leave();
    await browser?.close();
    await product?.stop();
  });

  // One page for all scenes of a language: most of the time would be loading it.
  test.each<Language>(LANGUAGES_OF[size])(
    `every scene on a ${size} has no accessibility violation or overflow: %s`,
    async (language) => {
      const newUser = () => User.open(browser, variant(size, "light", language));
      const [sharedUser, network] = await Promise.all([newUser(), LossyNetwork.start(product.port)]);
      const room = (roomName: string) => `${product.origin}/r/${roomName}-${size}-${language}`;
      for (const scene of SCENES) {
        const user = scene.isIsolated === true ? await newUser() : sharedUser;
        await scene.arrange({ user, origin: product.origin, language, sampleRoom, network, room });
        const screenshot = (theme: ColorScheme) => `${scene.name}-${size}-${theme}-${language}`;
        if (PICTURED.has(language)) await takePictures(user.page, screenshot);
        if (AUDITED[size] === language) await audit(user.page, screenshot);
        await checkLayout(scene, user, screenshot("light"));
        if (!PICTURED.has(language)) await checkWideLayout(scene, user, `${scene.name}-wide-${language}`);
        if (user !== sharedUser) await user.context.close();
      }
      await sharedUser.context.close();
      network.close();
    },
    VARIANT_TIMEOUT_MS,
  );
}

async function takePictures(page: Page, nameOf: (theme: ColorScheme) => string): Promise<void> {
  if (!ARE_PICTURES_WANTED && README_PICTURES.size === 0) return;
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const picture = nameOf(theme);
    await takePicture(page, `gallery/${picture}`);
    if (README_PICTURES.has(picture)) await page.screenshot({ path: join(README_FOLDER, `${picture}.png`) });
  }
}

/** Roles and names for screen readers are the same in every theme: the dark one is checked for its colours. */
async function audit(page: Page, nameOf: (theme: ColorScheme) => string): Promise<void> {
  const checks = [
    ["dark", axeColorViolations],
    ["light", axeViolations],
  ] as const;
  for (const [theme, violations] of checks) {
    await page.emulateMedia({ colorScheme: theme });
    expect.soft([nameOf(theme), ...(await violations(page))]).toEqual([nameOf(theme)]);
  }
}

/** What the length of words can break. Colours, roles and names for screen readers are the same in every language. */
async function checkLayout(scene: Scene, { page, consoleErrors }: User, screenshot: string): Promise<void> {
  const tooWidePx = await page.evaluate(() => document.documentElement.scrollWidth - screen.width);
  expect.soft([screenshot, Math.max(0, tooWidePx)]).toEqual([screenshot, 0]);
  expect.soft([screenshot, ...(await overflowing(page))]).toEqual([screenshot]);
  const errors = consoleErrors.splice(0);
  if (scene.isErrorPage !== true) expect.soft([screenshot, ...errors]).toEqual([screenshot]);
}

/** The same in the width of a desktop. The next scene is arranged on a phone again. */
async function checkWideLayout(scene: Scene, user: User, screenshot: string): Promise<void> {
  await resize(user.page, SIZES.desktop);
  await checkLayout(scene, user, screenshot);
  await resize(user.page, SIZES.phone);
}

/** Waits until the page has followed its new width, which it learns of with the next frame. */
async function resize(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

/** Parts whose content must be no wider than themselves. */
const PANELS = ":popover-open, dialog[open], .room-header, .composer, .message, main";

/**
 * The elements that stand out of their panel sideways, the panels that could be scrolled sideways, and the selects that
 * are too narrow for their words. How wide a field
 * is by itself depends on the font, which differs by machine: each is made very wide first.
 */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const WIDE_FIELD_CHARACTERS = 80;
    const TOLERANCE_PX = 1;
    const fields = [...document.querySelectorAll("input")].filter(({ type }) =>
      /^(text|search)$/u.test(type),
    );
    const sizes = fields.map((field) => field.size);
    for (const field of fields) field.size = WIDE_FIELD_CHARACTERS;

    const describe = (element: Element) =>
      `${element.tagName}.${element.getAttribute("class") ?? ""}#${element.id}`;
    const clipsContent = (element: Element) => getComputedStyle(element).overflowX !== "visible";
    /** Whether something inside the panel clips or scrolls the element, or it is hidden but for screen readers. */
    const isClipped = (element: Element, panel: Element): boolean => {
      for (
        let parent = element.parentElement;
        parent !== null && parent !== panel;
        parent = parent.parentElement
      )
        if (clipsContent(parent)) return true;
      return false;
    };
    const problems = [...document.querySelectorAll(selector)].flatMap((panel) => {
      const { left, right, width } = panel.getBoundingClientRect();
      if (width === 0) return [];
      const outside = [...panel.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        const standsOut = box.left < left - TOLERANCE_PX || box.right > right + TOLERANCE_PX;
        return box.width > TOLERANCE_PX && standsOut && !isClipped(element, panel);
      });
      const isScrollable = panel.scrollWidth > panel.clientWidth + TOLERANCE_PX;
      return [...outside.map(describe), ...(isScrollable ? [`${describe(panel)} can be scrolled`] : [])];
    });
    for (const [index, field] of fields.entries()) field.size = sizes[index] ?? 20;
    const cutSelects = [...document.querySelectorAll<HTMLElement>("select")].filter((select) => {
      const { width } = select.getBoundingClientRect();
      select.style.width = "max-content";
      const neededPx = select.getBoundingClientRect().width;
      select.style.width = "";
      return neededPx > width + TOLERANCE_PX;
    });
    return [...problems, ...cutSelects.map((select) => `${describe(select)} cuts its words`)];
  }, PANELS);
}
