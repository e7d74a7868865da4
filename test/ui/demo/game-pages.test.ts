/** The words of the demonstration's games. */
import { expect, test } from "vitest";
import { ARENA_PAGE } from "../../../src/build/demo/arena-page.ts";
import { FOUR_PAGE } from "../../../src/build/demo/four-page.ts";
import { demoDocument } from "../../../src/build/demo/layout.ts";
import { LANGUAGES } from "../../../src/locales/languages.ts";

test.each([ARENA_PAGE, FOUR_PAGE])("all words of /demo/$path are in every language", (page) => {
  const html = demoDocument(page, { style: "s", script: "s", early: "e" });
  const [, languages] = /data-languages="([^"]*)"/u.exec(html) ?? [];
  expect(languages?.split(" ").toSorted()).toEqual(LANGUAGES.toSorted());
  const counts = LANGUAGES.map((language) => html.split(`<span lang="${language}">`).length - 1);
  expect(counts).toEqual(LANGUAGES.map(() => counts[0]));
  expect(counts[0]).toBeGreaterThan(20);
  for (const language of LANGUAGES) expect(page.title).toHaveProperty(language);
});
