/** A room that was deleted while a page was away (SPEC ROOM-4): the page joins it as a new guest, and says so. */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { fa } from "../../src/locales/fa.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";

/** Long enough to send a message and leave. */
const RETENTION_MS = 10_000;

const setup = setUpBrowser({ limits: { retentionMs: RETENTION_MS } });

async function isCreated(url: string): Promise<boolean> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return ((await answer.json()) as { readonly born: boolean }).born;
}

/** By the button, as Enter inserts a line break on a phone. */
async function send(user: User, text: string): Promise<void> {
  await user.composer.fill(text);
  await user.page.locator(".send").click();
}

test.each([
  ["en", en, variant("desktop", "light", "en")],
  ["fa", fa, variant("phone", "dark", "fa")],
] as const)(
  "[ROOM-4] [REC-2] a page that returns to a deleted room shows the new one, with a line that explains it: %s",
  async (tag, words, options) => {
    const url = `${setup.server.origin}/r/over-${tag}`;
    const ana = await setup.newUserNamed("Ana", options);
    await ana.openRoom(url);
    await ana.waitForJoin();
    await send(ana, "Soon gone");
    await ana.message("Soon gone").and(ana.page.locator("[data-seq]")).waitFor();
    await ana.page.goto("about:blank");
    await eventually("the room is deleted", async () => !(await isCreated(url)));
    await ana.openRoom(url);
    await ana.page.getByText(words.lazy.errorStartedOver).first().waitFor();
    await expect.poll(() => ana.page.getByText("invalid_token").count()).toBe(0);
    expect(await axeViolations(ana.page)).toEqual([]);
    await setup.screenshot(ana, `started-over-${tag}`);
    await ana.waitForJoin();
    await send(ana, "A new beginning");
    await ana.message("A new beginning").and(ana.page.locator("[data-seq]")).waitFor();
    await expect.poll(() => ana.message("Soon gone").count()).toBe(0);
    // The browser logs the answer to a token that is no longer valid.
    expect(ana.consoleErrors.splice(0).filter((error) => !error.includes("401"))).toEqual([]);
  },
);
