/** A room that its owner clears, then deletes, in open pages and for who comes later (SPEC LOG-8, OWN-9). */
import { expect, test } from "vitest";
import { ar as arPages } from "../../src/locales/pages/ar.ts";
import { en as enPages } from "../../src/locales/pages/en.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { createOwnedRoom } from "../support/owned-room.ts";

const setup = setUpBrowser({});

/** What the page keeps of a room for reading it offline (SPEC ID-23). */
const KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('majlis:kept:'))";

/** All that the browser has stored of a room: its name is in each key, or in the list of recent rooms. */
function stored(room: string): string[] {
  return Object.entries(localStorage)
    .filter((entry) => entry.join(" ").includes(room))
    .map(([key]) => key);
}

test.each([
  ["en", en, enPages, variant("desktop", "light", "en")],
  ["ar", ar, arPages, variant("phone", "dark", "ar")],
] as const)(
  "[LOG-8] [OWN-9] a page drops what was cleared, and says that the room was deleted: %s",
  async (tag, words, { pages }, options) => {
    const { url, ownerKey } = await createOwnedRoom(setup.server.origin, `gone-${tag}`);
    const headers = { Authorization: `Bearer ${ownerKey}` };
    const ana = await setup.newUserNamed("Ana", options);
    await ana.openRoom(url);
    await ana.waitForJoin();
    await fetch(url, { method: "POST", headers, body: "A canary" });
    await ana.message("A canary").waitFor();
    await expect.poll(() => ana.page.evaluate(KEPT)).toHaveLength(1);
    await ana.waitForMessageActions("A canary");
    await ana.message("A canary").focus();
    await ana.page.keyboard.press("r");
    await ana.page.locator(".composer-mode").waitFor();
    await ana.composer.fill("Half a reply");
    expect((await fetch(`${url}/clear`, { method: "POST", headers })).status).toBe(200);
    await ana.message("A canary").waitFor({ state: "detached" });
    await expect.poll(() => ana.page.evaluate(KEPT)).toEqual([]);
    // What was written stays, without what it answered.
    await ana.page.locator(".composer-mode").waitFor({ state: "detached" });
    await expect.poll(() => ana.composer.inputValue()).toBe("Half a reply");
    await expect.poll(() => ana.page.evaluate("JSON.stringify(localStorage)")).not.toContain("canary");
    await fetch(url, { method: "POST", headers, body: "Afresh" });
    await ana.message("Afresh").waitFor();
    await ana.composer.fill("Half a thought");
    expect((await fetch(url, { method: "DELETE", headers })).status).toBe(204);
    await ana.page.getByRole("heading", { name: words.lazy.closedDeleted }).waitFor();
    await ana.message("Afresh").waitFor({ state: "detached" });
    await expect.poll(() => ana.page.locator(".composer").count()).toBe(0);
    expect(await axeViolations(ana.page)).toEqual([]);
    await setup.screenshot(ana, `room-deleted-open-${tag}`);
    await expect.poll(() => ana.page.evaluate(stored, `gone-${tag}`)).toEqual([]);
    const answer = await ana.page.goto(url);
    expect(answer?.status()).toBe(410);
    await ana.page.getByRole("heading", { name: pages.deletedRoom }).waitFor();
    // Nor has the end of the page that was open stored any of it again.
    await expect.poll(() => ana.page.evaluate(stored, `gone-${tag}`)).toEqual([]);
    expect(await axeViolations(ana.page)).toEqual([]);
    await setup.screenshot(ana, `room-deleted-${tag}`);
    // The browser logs the answers to requests for a room that is gone.
    expect(ana.consoleErrors.splice(0).filter((error) => !error.includes("410"))).toEqual([]);
  },
);
