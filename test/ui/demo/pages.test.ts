/** The words of the demonstration's pages. */
import { expect, test } from "vitest";
import { ARENA_PAGE } from "../../../src/build/demo/arena-page.ts";
import { BLOG_PAGES } from "../../../src/build/demo/blog-pages.ts";
import { FOUR_PAGE } from "../../../src/build/demo/four-page.ts";
import { demoDocument } from "../../../src/build/demo/layout.ts";
import { LETTER_PAGE } from "../../../src/build/demo/letter-page.ts";
import { SHOP_PAGE } from "../../../src/build/demo/shop-page.ts";
import { START_PAGE } from "../../../src/build/demo/start-page.ts";
import { STREAM_PAGE } from "../../../src/build/demo/stream-page.ts";
import { LANGUAGES } from "../../../src/locales/languages.ts";

const PAGES = [START_PAGE, SHOP_PAGE, ...BLOG_PAGES, STREAM_PAGE, ARENA_PAGE, FOUR_PAGE, LETTER_PAGE];

test.each(PAGES)("all words of /demo/$path are in every language", (page) => {
  const html = demoDocument(page, { style: "s", script: "s", early: "e" });
  const [, languages] = /data-languages="([^"]*)"/u.exec(html) ?? [];
  expect(languages?.split(" ").toSorted()).toEqual(LANGUAGES.toSorted());
  const counts = LANGUAGES.map((language) => html.split(`<span lang="${language}">`).length - 1);
  expect(counts).toEqual(LANGUAGES.map(() => counts[0]));
  expect(counts[0]).toBeGreaterThan(20);
  expect(html).not.toContain(">undefined<");
  // What a screen reader reads of a picture or a group is among them, but for the bar of the demonstration.
  expect([...html.matchAll(/ aria-label="([^"]*)"/gu)].map(([, label]) => label)).toEqual(["Demo"]);
});

test.each(PAGES)("no sentence of /demo/$path is left untranslated", (page) => {
  const html = demoDocument(page, { style: "s", script: "s", early: "e" });
  const textsIn = (language: string) =>
    [...html.matchAll(new RegExp(`<span lang="${language}">(.*?)</span>`, "gsu"))].map(
      ([, text = ""]) => text,
    );
  const english = textsIn("en").filter((text) => text.split(" ").length > 3);
  expect(english.length).toBeGreaterThan(3);
  for (const language of LANGUAGES.filter((each) => each !== "en"))
    expect(textsIn(language).filter((text) => english.includes(text))).toEqual([]);
});
