/** Frames from 200 by 150 pixels up, in light and dark hosts, in both languages. */
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LANGUAGES, LOCALES, type Language } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { HostSite } from "../support/host-site.ts";
import { takePicture } from "../support/picture.ts";

const setup = setUpBrowser();
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const SIZES = [
  [200, 150],
  [200, 300],
  [320, 480],
  [500, 700],
] as const;
/** How wide words are does not depend on the colours: dark hosts are seen in one language of each direction. */
const LANGUAGES_OF_HOSTS = [
  ["light", LANGUAGES],
  ["dark", ["en", "ar"]],
] as const;
/** The language in which axe checks a scheme: colours, roles and names are the same in every one. */
const AUDITED: Readonly<Record<string, Language>> = { light: "en", dark: "ar" };
const ROOMS: Readonly<Record<Language, string>> = {
  en: "tea-house",
  ar: "بيت-الشاي",
  es: "tetería",
  fa: "چای‌خانه",
  fr: "thé-vert",
};

/** A host with a frame of each size, on a page that declares its colour scheme. */
function hostUrl(language: Language, scheme: string): string {
  const src = `${setup.server.origin}/r/${encodeURIComponent(ROOMS[language])}/embed?lang=${language}`;
  const frames = SIZES.map(
    ([width, height]) =>
      `<iframe title="Chat" src="${src}" width="${width}" height="${height}" frameborder="0"></iframe>`,
  );
  return host.serve({ head: `<style>:root { color-scheme: ${scheme} }</style>`, body: frames.join(" ") });
}

/** The visible parts that are wider than the frame, or overlap in the header. */
function layoutFaults(): string[] {
  const boxOf = (element: Element) => element.getBoundingClientRect();
  const visible = (selector: string) =>
    [...document.querySelectorAll(selector)].filter((element) => {
      const { width, height } = boxOf(element);
      return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
    });
  const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
  const wide = visible("body *").filter((element) => {
    const { left, right } = boxOf(element);
    return left < -1 || right > innerWidth + 1;
  });
  const parts = visible(".room-header h1 > *, .room-header .own-name, .header-actions > :not(.popover)");
  const overlapping = parts.filter((part) =>
    parts.some((other) => {
      const [a, b] = [boxOf(part), boxOf(other)];
      return (
        other !== part &&
        a.left < b.right - 1 &&
        b.left < a.right - 1 &&
        a.top < b.bottom - 1 &&
        b.top < a.bottom - 1
      );
    }),
  );
  return [
    ...wide.map((part) => `wide: ${nameOf(part)}`),
    ...overlapping.map((part) => `overlaps: ${nameOf(part)}`),
  ];
}

/** Names and hints that are wider than their place. */
function cutTexts(): string[] {
  const texts = [...document.querySelectorAll<HTMLElement>("h1 bdi, .own-name bdi")];
  const cut = texts.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1);
  const context = document.createElement("canvas").getContext("2d");
  const fields = [
    ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("#write, #name-prompt"),
  ];
  const cutFields = fields.filter((field) => {
    const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(field);
    if (context === null) throw new Error("no canvas");
    context.font = font;
    const { width } = context.measureText(field.value === "" ? field.placeholder : field.value);
    const padding = Number.parseFloat(paddingInlineStart) + Number.parseFloat(paddingInlineEnd);
    return width > field.clientWidth - padding;
  });
  return [...cut.map(({ textContent }) => textContent), ...cutFields.map(({ id }) => id)];
}

const heightOf = (frame: Frame, selector: string) =>
  frame.locator(selector).evaluate((element) => element.getBoundingClientRect().height);

/** On a first visit: that it is seen, and leaves most of the list. */
async function checkNameQuestion(frame: Frame): Promise<void> {
  await frame.locator(".name-prompt .primary").waitFor();
  await expect.poll(() => frame.evaluate(layoutFaults)).toEqual([]);
  await expect.poll(() => frame.evaluate(cutTexts)).toEqual([]);
  const question = await frame.locator(".name-prompt label").boundingBox();
  expect(question?.height).toBeGreaterThanOrEqual(12);
  expect(question?.width).toBeGreaterThan(60);
  const box = await frame.locator(".name-prompt .primary").evaluate((button) => {
    const { bottom } = button.getBoundingClientRect();
    return innerHeight - bottom;
  });
  expect(box).toBeGreaterThanOrEqual(0);
  const height = await frame.evaluate(() => innerHeight);
  await expect.poll(() => heightOf(frame, ".conversation")).toBeGreaterThan(height < 300 ? 45 : 0.4 * height);
}

describe.each(LANGUAGES_OF_HOSTS)("in a %s host", (scheme, languages) => {
  test.each<Language>(languages)(
    "[EMBED-3] small and large frames are laid out well, with the question for a name and after it, in %s",
    async (language) => {
      await fetch(`${setup.server.origin}/r/${encodeURIComponent(ROOMS[language])}?name=Bo`, {
        method: "POST",
        body: "The kettle is on",
      });
      // Without an emulated scheme, which would override the host's.
      const visitor = await setup.newUser({ viewport: { width: 1_280, height: 740 }, colorScheme: null });
      await visitor.context.addInitScript(() => {
        if (origin !== "null") localStorage.removeItem("majlis:name-asked");
      });
      await visitor.page.goto(hostUrl(language, scheme));
      const frames = visitor.page.frames().slice(1);
      for (const frame of frames) await checkNameQuestion(frame);
      // The answer in one frame is that of all.
      const { namePromptSkip } = LOCALES[language].lazy;
      await frames.at(-1)?.getByRole("button", { name: namePromptSkip, exact: true }).click();
      for (const frame of frames) {
        await frame.locator("#write").waitFor();
        await frame.locator(".members-button:enabled").waitFor();
        await frame.locator("[data-message]").first().waitFor();
        const { width, height } = await frame.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const at = `${width}×${height}`;
        await expect.poll(() => frame.evaluate(layoutFaults), { message: at }).toEqual([]);
        const title = await frame.locator("h1").boundingBox();
        expect(title?.width, at).toBeGreaterThan(70);
        if (height >= 300)
          await expect.poll(() => frame.locator(".own-name bdi").isVisible(), { message: at }).toBe(true);
        await expect.poll(() => frame.evaluate(cutTexts), { message: at }).toEqual([]);
        await expect
          .poll(() => heightOf(frame, ".scroller"), { message: at })
          .toBeGreaterThan(Math.min(50, height / 3));
        await expect.poll(() => heightOf(frame, ".composer"), { message: at }).toBeLessThan(65);
        if (AUDITED[scheme] === language) expect(await axeViolations(frame), at).toEqual([]);
        // Chromium: a frame's colours follow the colour scheme of the page around it.
        const isDark = await frame.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
        expect(isDark, at).toBe(scheme === "dark");
        // In a low frame the header gives way while one writes.
        await frame.locator("#write").focus();
        await expect.poll(() => heightOf(frame, "#write"), { message: at }).toBeGreaterThan(25);
      }
      await takePicture(visitor.page, `embed-sizes-${scheme}-${language}`);
    },
  );
});

test("a low frame has its layout from the first paint, before the deferred features are loaded", async () => {
  const visitor = await setup.newUser({ viewport: { width: 1_280, height: 740 } });
  await visitor.page.goto(hostUrl("en", "light"));
  const [, low] = visitor.page.frames();
  if (low === undefined) throw new Error("the host has no frame");
  await low.waitForFunction(() => "low" in document.documentElement.dataset);
  await low.locator("[data-message], .empty").first().waitFor();
  // In one step: the page may still change otherwise, as it joins.
  const [after, before] = await low.evaluate(() => {
    const listHeight = () => document.querySelector(".conversation")?.getBoundingClientRect().height;
    const height = listHeight();
    delete document.documentElement.dataset["low"];
    return [height, listHeight()];
  });
  expect(before).toBe(after);
});
