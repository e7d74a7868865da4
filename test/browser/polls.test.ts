/** Polls on the page (SPEC REACT-5): made from the composer, voted by a press, and followed by everyone. */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LOCALES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser();
const { newUserNamed, screenshot } = setup;

const votesOf = ({ page }: User) => page.locator(".poll-option bdi").allTextContents();

test.each([
  ["desktop", "light", "en", ["Where do we eat?", "Thai", "Pizza by the slice", ""], ["1", "1", "0"]],
  ["phone", "dark", "ar", ["أين نأكل؟", "كشري", "بيتزا", "ما تقترحون"], ["١", "١", "٠"]],
] as const)(
  "[REACT-5] a poll is made, sent and voted on: %s, %s, %s",
  async (size, theme, language, [question, ...options], votes) => {
    const { lazy, room: words } = LOCALES[language];
    const ana = await newUserNamed("Ana", variant(size, theme, language));
    const bo = await newUserNamed("Bo", variant("desktop", "light", language));
    const url = `${setup.server.origin}/r/polls-${language}`;
    for (const user of [ana, bo]) {
      await user.openRoom(url);
      await user.waitForJoin();
    }
    await ana.page.getByRole("button", { name: words.emoji, exact: true }).click();
    await ana.page.getByRole("button", { name: lazy.pollCreate }).click();
    const dialog = ana.page.getByRole("dialog", { name: lazy.pollCreate });
    await dialog.getByLabel(lazy.pollQuestion).fill(question);
    const filledIn = options.filter((option) => option !== "");
    // There is always one more to fill in.
    for (const [index, option] of filledIn.entries())
      await dialog
        .getByRole("textbox")
        .nth(index + 1)
        .fill(option);
    await screenshot(ana.page, `poll-dialog-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    await dialog.getByRole("button", { name: lazy.pollInsert }).click();
    await expect.poll(() => ana.composer.inputValue()).toContain(`2️⃣ ${filledIn[1]}`);
    await ana.page.getByRole("button", { name: words.send }).click();

    const optionOf = ({ page }: User, index: number) => page.locator(".poll-option").nth(index);
    await optionOf(bo, 0).click();
    await expect.poll(async () => (await votesOf(ana)).slice(0, 2)).toEqual([votes[0], votes[2]]);
    await expect.poll(() => optionOf(ana, 1).getAttribute("aria-disabled")).toBe("false");
    await optionOf(ana, 1).click();
    for (const user of [ana, bo])
      await expect.poll(async () => (await votesOf(user)).slice(0, 2)).toEqual([votes[0], votes[1]]);
    await expect.poll(() => optionOf(ana, 1).getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => optionOf(bo, 1).getAttribute("aria-pressed")).toBe("false");
    await screenshot(ana.page, `poll-${size}-${theme}-${language}`);
    expect(await axeViolations(ana.page)).toEqual([]);
    // The votes are not shown twice.
    await expect.poll(() => ana.page.locator(".reactions li:visible .reaction:not(.add)").count()).toBe(0);

    await optionOf(bo, 0).click();
    await expect.poll(async () => (await votesOf(ana)).slice(0, 2)).toEqual([votes[2], votes[1]]);
  },
);

test("[REACT-5] a poll is shown as it was typed until the strings it needs are loaded", async () => {
  const url = `${setup.server.origin}/r/poll-early`;
  const ana = await newUserNamed("Ana");
  await ana.openRoom(url);
  await ana.waitForJoin();
  await ana.composer.fill("**Lunch**?\n1️⃣ Pizza\n2️⃣ Soup");
  await ana.composer.press("Enter");
  await ana.page.locator(".poll-option").first().waitFor();
  const bo = await newUserNamed("Bo");
  const strings = await holdLazyScripts(bo, en.lazy.pollHint);
  await bo.openRoom(url);
  await bo.waitForJoin();
  await bo.page.locator(".message strong", { hasText: "Lunch" }).waitFor();
  await bo.page.locator(".message", { hasText: "2️⃣ Soup" }).waitFor();
  expect(await bo.page.locator(".poll-option").count()).toBe(0);
  strings.release();
  await expect.poll(() => votesOf(bo)).toEqual(["0", "0"]);
});
