/** The question for a name, in the composer's place on a first visit. */
import { expect, test } from "vitest";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { rolesIn } from "../support/owned-room.ts";
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
    await expect.poll(() => ana.composer.count()).toBe(0);
    await ana.waitForJoin();
    await expect
      .poll(() => field.inputValue())
      .toMatch(new RegExp(`^${room.guestName.replace("{number}", String.raw`\p{Nd}+`)}$`, "u"));
    expect(await axeViolations(ana.page)).toEqual([]);
    await setup.screenshot(ana, `name-prompt-${size}-${theme}-${language}`);

    await field.fill("Ana");
    await field.press("Enter");
    await ana.composer.waitFor();
    await ana.page.locator(".own-name", { hasText: "Ana" }).waitFor();
    await ana.page.reload();
    await ana.composer.waitFor();
    await expect.poll(() => field.count()).toBe(0);
  },
);

test.each([
  ["desktop", "light", "en"],
  ["phone", "dark", "ar"],
] as const)("the messages do not move when the question comes: %s, %s, %s", async (size, theme, language) => {
  const ana = await newVisitor(size, theme, language);
  const lazyScripts = await holdLazyScripts(ana);
  await ana.page.goto(`${setup.server.origin}/r/late-question-${language}`);
  await ana.page.locator("main > .lazy").waitFor();
  // The indicator of who is typing stands between the messages and the question.
  const bottom = async () => (await ana.page.locator(".typing").boundingBox())?.y;
  const before = await bottom();
  lazyScripts.release();
  await ana.page.getByRole("textbox", { name: LOCALES[language].lazy.namePrompt }).waitFor();
  expect(Math.abs(((await bottom()) ?? 0) - (before ?? 0))).toBeLessThan(1);
});

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
  await expect.poll(() => bo.page.evaluate(() => localStorage.getItem("majlis:name-asked"))).toBe("1");
  await bo.send("from a guest");
  await bo.page.locator(".author", { hasText: /^Guest \d+$/u }).waitFor();
});

test("what is typed right after the name goes into the message, also before the room has taken the name", async () => {
  const { room } = LOCALES.en;
  const zoe = await newVisitor("desktop", "light", "en");
  await zoe.page.goto(`${setup.server.origin}/r/names-fast`);
  await zoe.waitForJoin();
  await zoe.page.locator("#name-prompt").fill("Zoe");
  await zoe.page.locator("#name-prompt").press("Enter");
  await zoe.page.keyboard.type("Hello all");
  await expect.poll(() => zoe.composer.inputValue()).toBe("Hello all");
  await zoe.page.getByRole("button", { name: room.send }).click();
  await zoe.page.locator(".author", { hasText: /^Zoe$/u }).waitFor();
});

test("a name that is entered before the room is joined is taken once it is, before a message that waits too", async () => {
  const zoe = await newVisitor("desktop", "light", "en");
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await zoe.page.route("**/ticket*", async (route) => {
    await released;
    await route.continue();
  });
  await zoe.page.goto(`${setup.server.origin}/r/names-early`);
  await zoe.page.locator("#name-prompt").fill("Zoe");
  await zoe.page.locator("#name-prompt").press("Enter");
  await zoe.composer.waitFor();
  await zoe.composer.fill("Hello all");
  await zoe.page.getByRole("button", { name: LOCALES.en.room.send }).click();
  release();
  await zoe.page.locator(".own-name", { hasText: "Zoe" }).waitFor();
  expect(await zoe.composer.isVisible()).toBe(true);
  // The message waited too, and is sent behind the name.
  await zoe.page.locator(".author", { hasText: /^Zoe$/u }).waitFor();
});

test("the composer has the focus before another key can be pressed, also in a frame", async () => {
  for (const view of ["", "/embed"]) {
    const zoe = await newVisitor("desktop", "light", "en");
    await zoe.page.goto(`${setup.server.origin}/r/names-focus${view}`);
    await zoe.waitForJoin();
    await zoe.page.locator("#name-prompt").fill("Zoe");
    await zoe.page.locator("#name-prompt").focus();
    const focused = await zoe.page.evaluate(async () => {
      const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true });
      document.activeElement?.dispatchEvent(enter);
      // Within the task of the key, whose microtasks are over before the next one.
      for (let microtask = 0; microtask < 20; microtask++) await undefined;
      return document.activeElement?.id;
    });
    expect(focused).toBe("write");
  }
});

test("a name that the room refuses is asked for again, with the reason", async () => {
  const { lazy } = LOCALES.en;
  const mia = await newVisitor("phone", "light", "en");
  await mia.page.goto(`${setup.server.origin}/r/names-refused`);
  await mia.waitForJoin();
  await mia.page.locator("#name-prompt").waitFor();
  await mia.context.setOffline(true);
  await mia.page.locator("#name-prompt").fill("Mia");
  await mia.page.locator("#name-prompt").press("Enter");
  const field = mia.page.getByRole("textbox", { name: lazy.namePrompt });
  await mia.page.getByRole("alert").filter({ hasText: /\S/u }).first().waitFor();
  await field.waitFor();
  await mia.context.setOffline(false);
  await field.fill("Mia");
  await mia.page.getByRole("button", { name: lazy.namePromptJoin }).click();
  await mia.composer.waitFor();
  await mia.page.locator(".own-name", { hasText: "Mia" }).waitFor();
});

test("[OWN-2] who creates a room is asked for a name first, and then shown its key", async () => {
  const { admin, landing, lazy } = LOCALES.en;
  const ana = await newVisitor("desktop", "light", "en");
  await ana.page.goto(setup.server.origin);
  await ana.page.locator("#room").fill("names-created");
  await ana.page.getByRole("button", { name: landing.createRoom }).click();
  const field = ana.page.getByRole("textbox", { name: lazy.namePrompt });
  await field.waitFor();
  await expect
    .poll(async () => Object.values(await rolesIn(`${setup.server.origin}/r/names-created`)))
    .toEqual(["owner"]);
  const dialog = ana.page.getByRole("dialog", { name: admin.ownerKeyTitle });
  await field.fill("Ana");
  expect(await dialog.count()).toBe(0);
  await field.press("Enter");
  await dialog.waitFor();
});
