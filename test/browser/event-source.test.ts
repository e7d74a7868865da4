/** The browser's own EventSource, without the SDK: after a crash of the server it receives what it missed, once. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { User } from "../support/user.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";

const RECOVERY_TIMEOUT_MS = 30_000;

let product: SelfHostedServer;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([SelfHostedServer.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function publish(text: string): Promise<void> {
  const response = await fetch(`${product.origin}/r/stream`, { method: "POST", body: text });
  expect(response.ok).toBe(true);
}

test("[SSE-2] [P-3] an EventSource receives messages, also those sent while it was disconnected, once and in order", async () => {
  await publish("before");
  const ana = await User.open(browser);
  await ana.page.goto(product.origin);
  await ana.page.evaluate(() => {
    const received: string[] = [];
    const source = new EventSource("/r/stream/events");
    source.addEventListener("message", ({ data }) =>
      received.push((JSON.parse(data) as { text: string }).text),
    );
    Object.assign(globalThis, { received, source });
  });
  const received = () => ana.page.evaluate(() => (globalThis as unknown as { received: string[] }).received);
  await ana.page.waitForFunction(
    () => (globalThis as unknown as { source: EventSource }).source.readyState === EventSource.OPEN,
  );
  await publish("one");
  await eventually("the first message is received", async () => (await received()).includes("one"));
  await product.kill();
  await product.restart();
  await publish("two");
  await publish("three");
  await eventually(
    "the last message is received",
    async () => (await received()).includes("three"),
    RECOVERY_TIMEOUT_MS,
  );
  expect((await received()).filter((text) => text !== "before")).toEqual(["one", "two", "three"]);
  expect(ana.consoleErrors).toEqual([]);
});
