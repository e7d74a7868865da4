/** A page that stays open over a deploy, which replaces the files that it has yet to load. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { setUpBrowser } from "../support/browser-setup.ts";
import { FaultyProxy } from "../support/faulty-proxy.ts";

const HASHED_ASSET = /\/assets\/[\w-]+-[A-Z0-9]{8}\.(?:js|css)$/u;

const setup = setUpBrowser();
let proxy: FaultyProxy;

beforeAll(async () => {
  proxy = await FaultyProxy.start(setup.server.port, { name: "open" });
});

afterAll(() => proxy.close());

/** From now on the server has none of the files of the page's build. */
async function deploy(page: Page): Promise<void> {
  await page.route(HASHED_ASSET, (route) => route.fulfill({ status: 404, body: "" }));
}

test("[CLIMB-3] an embedded room falls back to HTTP after a deploy, when sockets stop passing", async () => {
  const ana = await setup.newUser();
  const loaded = ana.page.waitForResponse((response) => response.url().includes("/assets/lazy-parts-"));
  await ana.openRoom(`${proxy.origin}/r/open-long/embed`);
  await ana.send("before");
  await ana.page.locator("[data-message][data-seq]", { hasText: "before" }).waitFor();
  await (await loaded).finished();
  await deploy(ana.page);
  proxy.fault = { name: "refuse-upgrade" };
  proxy.resetAll();
  await ana.send("after");
  await ana.page.locator("[data-message][data-seq]", { hasText: "after" }).waitFor();
});
