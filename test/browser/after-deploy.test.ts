/** A page that stays open over a deploy, which replaces the files that it has yet to load. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import type { User } from "../support/user.ts";
import { FaultyProxy } from "../support/faulty-proxy.ts";

const HASHED_ASSET = /\/assets\/[\w-]+-[A-Z0-9]{8}\.(?:js|css)$/u;

const setup = setUpBrowser();
let proxy: FaultyProxy;

beforeAll(async () => {
  proxy = await FaultyProxy.start(setup.server.port, { name: "open" });
});

afterEach(() => {
  proxy.fault = { name: "open" };
});

afterAll(() => proxy.close());

/** From now on the server has none of the files of the page's build. */
async function deploy(page: Page): Promise<void> {
  await page.route(HASHED_ASSET, (route) => route.fulfill({ status: 404, body: "" }));
}

/** Waits until everything is loaded that the page loads without being asked. */
async function openFully(user: User): Promise<void> {
  await user.send("hello");
  await user.waitForMessageActions("hello");
}

/** The browser logs each file that is gone, of which a page that loads slowly asks for more. */
function expectOnlyGoneFiles({ consoleErrors }: User): void {
  expect(consoleErrors.splice(0).filter((error) => !error.includes("404"))).toEqual([]);
}

test("[CLIMB-3] an embedded room falls back to HTTP after a deploy, when sockets stop passing", async () => {
  const ana = await setup.newUser();
  const loaded = ana.page.waitForResponse((response) => response.url().includes("/assets/lazy-parts-"));
  await ana.openRoom(`${proxy.origin}/r/open-long/embed`);
  await openFully(ana);
  await (await loaded).finished();
  await deploy(ana.page);
  proxy.fault = { name: "refuse-upgrade" };
  proxy.resetAll();
  await ana.send("after");
  await ana.page.locator("[data-message][data-seq]", { hasText: "after" }).waitFor();
  expectOnlyGoneFiles(ana);
});

test.each([
  ["en", en],
  ["ar", ar],
] as const)(
  "a part that a deploy has replaced offers a reload, which keeps the draft (%s)",
  async (language, words) => {
    const ana = await setup.newUser({ locale: language });
    await ana.openRoom(`${proxy.origin}/r/replaced-${language}/embed`);
    await openFully(ana);
    await deploy(ana.page);
    await ana.composer.fill("half a thought");
    await ana.page.getByRole("button", { name: words.room.settings }).click();
    const alert = ana.page.getByRole("alert").filter({ hasText: words.room.pageOutdated });
    await alert.waitFor();
    await setup.screenshot(ana, `after-deploy-${language}`);
    await ana.page.unroute(HASHED_ASSET);
    await alert.getByRole("button", { name: words.room.reload }).click();
    await alert.waitFor({ state: "detached" });
    await ana.composer.waitFor();
    await expect.poll(() => ana.composer.inputValue()).toBe("half a thought");
    expectOnlyGoneFiles(ana);
  },
);

test("a part that cannot be loaded without a network is tried again, and loaded once that is back", async () => {
  const ana = await setup.newUser();
  await ana.openRoom(`${proxy.origin}/r/offline-part/embed`);
  await openFully(ana);
  await ana.context.setOffline(true);
  await ana.page.getByRole("button", { name: en.room.settings }).click();
  const retry = ana.page.getByRole("button", { name: en.room.tryAgain });
  await retry.click();
  await retry.waitFor();
  await ana.context.setOffline(false);
  await ana.page.locator(".settings").waitFor();
});

test("[ID-19] a page from before there were tickets offers a reload, and is the same member afterwards", async () => {
  const ana = await setup.newUserNamed("Ana");
  // As such a page joins: with its token as a subprotocol.
  await ana.page.addInitScript(() => {
    const Socket = globalThis.WebSocket;
    globalThis.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols: string | string[] = []) {
        const isOld = sessionStorage.getItem("old") === "1";
        super(url, isOld ? ["majlis.v1", "token.a.b"] : protocols);
      }
    };
  });
  const url = `${setup.server.origin}/r/old-page`;
  await ana.openRoom(url);
  await ana.waitForJoin();
  await ana.send("before");
  await ana.message("before").and(ana.page.locator("[data-seq]")).waitFor();
  await ana.page.evaluate(() => sessionStorage.setItem("old", "1"));
  await ana.page.reload();
  await ana.page.getByText(en.lazy.closedProtocol).waitFor();
  await ana.page.evaluate(() => sessionStorage.removeItem("old"));
  await ana.page.getByRole("button", { name: en.room.reload }).click();
  await ana.waitForJoin();
  await ana.message("before").and(ana.page.locator(".own")).waitFor();
});
