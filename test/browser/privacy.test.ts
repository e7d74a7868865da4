/** The page that says what is stored, and the links to it and to the texts of the repository. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LANGUAGES, LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { takePicture } from "../support/picture.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const DAY_MS = 86_400_000;
const setup = setUpBrowser({
  limits: { retentionMs: 90 * DAY_MS },
  sourceUrl: "https://code.example/majlis",
});
const { newUser } = setup;

const READERS = {
  en: variant("desktop", "light", "en"),
  ar: variant("phone", "dark", "ar"),
  fr: variant("phone", "light", "fr"),
  es: variant("desktop", "dark", "es"),
  fa: variant("phone", "light", "fa"),
};

test.each(LANGUAGES)(
  "in %s the landing page leads to it, and it says how long this site keeps messages",
  async (language) => {
    const { privacy, shared, region } = LOCALES[language];
    const { page } = await newUser({ ...READERS[language], javaScriptEnabled: language !== "fr" });
    await page.goto(setup.server.origin);
    await page.getByRole("contentinfo").getByRole("link", { name: privacy.title }).click();
    await page.waitForURL(`${setup.server.origin}/privacy`);
    await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toBe(privacy.title);
    await expect
      .poll(() => page.getByRole("heading", { level: 2 }).allInnerTexts())
      .toEqual(privacy.sections.map(({ title }) => title));
    const days = new Intl.NumberFormat(region, { style: "unit", unit: "day", unitDisplay: "long" }).format(
      90,
    );
    await expect.poll(() => page.locator("main").innerText()).toContain(days);
    await expect.poll(() => page.locator("html").getAttribute("dir")).toBe(LOCALES[language].direction);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
      .toBe(true);
    await takePicture(page, `privacy-${language}`, { fullPage: true });
    if (language !== "fr") expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${setup.server.origin}/`);
    await page.getByRole("link", { name: shared.language }).count();
    await page.locator("footer").scrollIntoViewIfNeeded();
    await takePicture(page, `landing-footer-${language}`);
  },
);

test("a language that was chosen on the landing page is that of the privacy page", async () => {
  const { page } = await newUser(READERS.en);
  await page.goto(`${setup.server.origin}/?lang=fa`);
  await page.getByRole("link", { name: LOCALES.fa.privacy.title }).click();
  await page.getByRole("heading", { name: LOCALES.fa.privacy.title }).waitFor();
  await page.getByRole("link", { name: LOCALES.es.name }).click();
  await page.getByRole("heading", { name: LOCALES.es.privacy.title }).waitFor();
});

test("the landing page links to the protocol, the licence and the deployment's source code", async () => {
  const { page } = await newUser(READERS.en);
  await page.goto(setup.server.origin);
  const addressOf = (name: string) =>
    page.getByRole("contentinfo").getByRole("link", { name, exact: true }).getAttribute("href");
  const { landing } = LOCALES.en;
  expect(await addressOf(landing.source)).toBe("https://code.example/majlis");
  for (const [name, file] of [
    [landing.protocol, "src/protocol/SPEC.md"],
    [landing.licence, "LICENSE"],
  ] as const) {
    const answer = await fetch(new URL((await addressOf(name)) ?? "", setup.server.origin));
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/plain; charset=utf-8$/iu);
    expect(await answer.text()).toBe(readFileSync(`${PROJECT_ROOT}/${file}`, "utf8"));
  }
});
