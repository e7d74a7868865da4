/** A page whose later parts could not be loaded, as the network was lost while it was opened. */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { failLazyScripts } from "../support/held-scripts.ts";

const setup = setUpBrowser();

test("[EPH-3] what could not be loaded comes once the network is back, without a reload", async () => {
  const url = `${setup.server.origin}/r/tunnel`;
  const bo = await setup.newUserNamed("Bo");
  await bo.openRoom(url);
  await bo.send("**hello**");
  const ana = await setup.newUserNamed("Ana");
  const restore = await failLazyScripts(ana);
  await ana.openRoom(url);
  await ana.waitForJoin();
  const alerts = ana.page.getByText(en.room.loadFailed);
  await alerts.first().waitFor();
  await ana.message("**hello**").waitFor();
  await restore();
  await expect.poll(() => alerts.count()).toBe(0);
  await ana.page.locator("strong", { hasText: "hello" }).waitFor();
  await ana.page.locator(".side .member", { hasText: "Bo" }).waitFor();
  // It is reported every few seconds: the first time may be before Ana's page shows it.
  await expect
    .poll(async () => {
      await bo.composer.pressSequentially("hm");
      return ana.page.getByText(/Bo.* is typing/u).isVisible();
    })
    .toBe(true);
  await bo.page.locator('.seen-avatars[title*="Ana"]').waitFor();
  await ana.send("I am back");
  await ana.waitForMessageActions("I am back");
  await ana.page.locator('.seen-avatars[title*="Bo"]').waitFor();
  expect(ana.consoleErrors.splice(0)).toEqual([]);
});

test("a page that is offline says so in place of such parts, and has them once it is online again", async () => {
  const ana = await setup.newUserNamed("Ana");
  const restore = await failLazyScripts(ana);
  await ana.openRoom(`${setup.server.origin}/r/tunnel-offline`);
  await ana.waitForJoin();
  const failed = ana.page.getByText(en.room.loadFailed);
  await failed.first().waitFor();
  await ana.context.setOffline(true);
  const offline = ana.page.getByRole("alert").filter({ hasText: en.room.noNetwork });
  // Also in the bar where the connection is usually described.
  await ana.page.locator(".connection").filter({ has: offline }).waitFor();
  await expect.poll(() => failed.count()).toBe(0);
  await setup.screenshot(ana, "offline-while-opening");
  await restore();
  await ana.context.setOffline(false);
  await expect.poll(() => offline.count()).toBe(0);
  await ana.page.locator(".side .member", { hasText: "Ana" }).waitFor();
  await expect.poll(() => failed.count()).toBe(0);
});

test("what the page shows in place of such parts does not overlap, also on a phone", async () => {
  const ana = await setup.newUser({ viewport: { width: 320, height: 568 } });
  await failLazyScripts(ana);
  await ana.page.addInitScript(() => localStorage.removeItem("majlis:name-asked"));
  await ana.page.goto(`${setup.server.origin}/r/tunnel-empty`);
  const retries = ana.page.getByRole("button", { name: en.room.tryAgain });
  await expect.poll(() => retries.count()).toBe(2);
  for (const retry of await retries.all()) await retry.click({ trial: true });
  await setup.screenshot(ana, "lost-while-opening");
});
