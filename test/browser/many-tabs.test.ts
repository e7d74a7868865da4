/** Many tabs of one browser on a network without sockets, over HTTP/1.1: six connections for all of them (SPEC CLIMB-11). */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { FaultyProxy } from "../support/faulty-proxy.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { printLine } from "../support/report.ts";

const TABS = 9;
const ROOMS = ["tea", "cake", "milk"] as const;

const setup = setUpBrowser();
let proxy: FaultyProxy;

beforeAll(async () => {
  proxy = await FaultyProxy.start(setup.server.port, { name: "refuse-upgrade" });
});

afterAll(() => proxy.close());

test("[CLIMB-11] nine tabs without sockets all join, send and hear, and a tenth page opens", async () => {
  const ana = await setup.newUser();
  const tabs: Page[] = [];
  for (let tab = 0; tab < TABS; tab++) {
    const page = tab === 0 ? ana.page : await ana.context.newPage();
    await page.goto(`${proxy.origin}/r/${ROOMS[tab % ROOMS.length]}`);
    await page.locator(".members-button:enabled").waitFor();
    tabs.push(page);
  }
  const times: number[] = [];
  for (const [tab, page] of tabs.entries()) times.push(await send(page, `from tab ${tab}`));
  for (const [tab, page] of tabs.entries()) {
    for (let other = tab % ROOMS.length; other < TABS; other += ROOMS.length)
      await page.getByText(`from tab ${other}`, { exact: true }).first().waitFor();
  }
  const openedAt = performance.now();
  const landing = await ana.context.newPage();
  await landing.goto(proxy.origin);
  const openedMs = performance.now() - openedAt;
  printLine(
    `${TABS} tabs: stored after ${times.map(Math.round).join(", ")} ms, landing page after ${Math.round(openedMs)} ms`,
  );
  const heldNames = async () =>
    (await landing.evaluate(async () => (await navigator.locks.query()).held ?? [])).map(
      ({ name = "" }) => name,
    );
  // A place is free for a moment between two requests.
  await expect
    .poll(async () => (await heldNames()).filter((name) => name.startsWith("majlis:held:")))
    .toHaveLength(3);
});

/** Sends a message; resolves with the ms until it is stored. */
async function send(page: Page, text: string): Promise<number> {
  const composer = page.locator("#write");
  await composer.fill(text);
  const sentAt = performance.now();
  await composer.press("Enter");
  await page.locator("[data-message][data-seq]", { hasText: text }).waitFor();
  return performance.now() - sentAt;
}
