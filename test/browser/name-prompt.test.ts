/** The question for a name, in the composer's place on a first visit. */
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();

async function newVisitor(...options: Parameters<typeof variant>): Promise<User> {
  const user = await setup.newUser(variant(...options));
  await user.context.addInitScript(() => localStorage.removeItem("majlis:name-asked"));
  return user;
}

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)(
  "a visitor is asked for a name once, with a guest name prefilled, on %s, %s, %s",
  async (size, theme, language) => {
    const { lazy, room } = LOCALES[language];
    const ana = await newVisitor(size, theme, language);
    const url = `${setup.server.origin}/r/names-${language}`;
    await ana.page.goto(url);
    const field = ana.page.getByRole("textbox", { name: lazy.namePrompt });
    await field.waitFor();
    expect(await ana.composer.count()).toBe(0);
    await ana.waitForJoin();
    expect(await field.inputValue()).toMatch(
      new RegExp(`^${room.guestName.replace("{number}", String.raw`\p{Nd}+`)}$`, "u"),
    );
    expect(await axeViolations(ana.page)).toEqual([]);
    await setup.screenshot(ana, `name-prompt-${size}-${theme}-${language}`);

    await field.fill("Ana");
    await field.press("Enter");
    await ana.composer.waitFor();
    await ana.page.locator(".own-name", { hasText: "Ana" }).waitFor();
    await ana.page.reload();
    await ana.composer.waitFor();
    expect(await field.count()).toBe(0);
  },
);

test("two frames of a room on one page ask once: the answer in one closes the question in the other", async () => {
  const mia = await newVisitor("desktop", "light", "en");
  const frame = `<iframe src="/r/two-frames/embed" width="400" height="500"></iframe>`;
  await mia.page.route("**/host", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html>${frame}${frame}` }),
  );
  await mia.page.goto(`${setup.server.origin}/host`);
  const [first, second] = [0, 1].map((index) => mia.page.frameLocator("iframe").nth(index));
  const question = LOCALES.en.lazy.namePrompt;
  await second?.getByRole("textbox", { name: question }).waitFor();
  const field = first?.getByRole("textbox", { name: question });
  await first?.locator(".members-button:enabled").waitFor();
  await field?.fill("Mia");
  await field?.press("Enter");
  await first?.locator("#write").waitFor();
  await second?.locator("#write").waitFor();
});

test("a refused name is explained, and a visitor who skips the question writes as a guest", async () => {
  const { lazy } = LOCALES.en;
  const bo = await newVisitor("desktop", "light", "en");
  await bo.page.goto(`${setup.server.origin}/r/names-skipped`);
  await bo.page.getByRole("textbox", { name: lazy.namePrompt }).fill("a:b");
  await bo.waitForJoin();
  await bo.page.getByRole("button", { name: lazy.namePromptJoin }).click();
  await bo.page.getByText(lazy.nameReserved).waitFor();
  await bo.page.getByRole("button", { name: lazy.namePromptSkip, exact: true }).click();
  await bo.composer.waitFor();
  expect(await bo.page.evaluate(() => localStorage.getItem("majlis:name-asked"))).toBe("1");
  await bo.send("from a guest");
  await bo.page.locator(".author", { hasText: /^Guest \d+$/u }).waitFor();
});
