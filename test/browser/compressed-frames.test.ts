import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { Publisher } from "../support/publisher.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { User } from "../support/user.ts";

/** So many, with the page, that a long message is compressed for them (SPEC FAN-7). */
const READERS = 30;
const PARAGRAPH = "The tea is ready. الشاي جاهز. お茶が入りました。🍵 ";
const UNLIMITED = { perSecond: 10_000, burst: 20_000 };

let product: SelfHostedServer;
let browser: Browser;

beforeAll(async () => {
  const limits = { memberRate: UNLIMITED, addressRate: UNLIMITED };
  [product, browser] = await Promise.all([SelfHostedServer.start({ limits }), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Clients that ask for compressed frames, as pages do; returns what ends them. */
async function fillRoom(url: string): Promise<() => void> {
  const sockets = Array.from(
    { length: READERS },
    () => new WebSocket(`${url.replace("http", "ws")}/socket?frames=deflate`, "majlis.v1"),
  );
  let joined = 0;
  for (const socket of sockets) socket.addEventListener("message", () => (joined += 1), { once: true });
  await eventually("all readers have joined", () => joined === READERS);
  return () => sockets.forEach((socket) => socket.close());
}

/** Long and short messages in turns: compressed frames and text frames. */
function publishAll(publisher: Publisher, count: number): string[] {
  const heads = Array.from({ length: count }, (_, index) => `number ${index} `);
  for (const [index, head] of heads.entries())
    publisher.publish(index % 2 === 0 ? head + PARAGRAPH.repeat(45) : head + "in short");
  return heads;
}

async function shownHeads(user: User): Promise<string[]> {
  // Not as rendered: what is out of view is not.
  const texts = await user.page.locator(".message .text").allTextContents();
  return texts.map((text) => /number \d+ /u.exec(text)?.[0] ?? text);
}

test("[FAN-6] [P-2] in a full room a page gets compressed frames, and shows all messages in order", async () => {
  const url = `${product.origin}/r/full`;
  const ana = await User.open(browser);
  let binaryFrames = 0;
  ana.page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => (binaryFrames += typeof payload === "string" ? 0 : 1));
  });
  await ana.openRoom(url);
  // What was published before it comes as a page of history.
  await ana.waitForJoin();
  const [empty, publisher] = [await fillRoom(url), await Publisher.join(url)];
  const heads = publishAll(publisher, 12);
  await expect.poll(() => shownHeads(ana)).toEqual(heads);
  await expect.poll(() => binaryFrames).toBeGreaterThan(0);
  expect(ana.consoleErrors).toEqual([]);
  publisher.leave();
  empty();
  await ana.context.close();
});

test("[FAN-9] a page whose network damages compressed frames comes back with text, and misses nothing", async () => {
  const url = `${product.origin}/r/damaged`;
  const ana = await User.open(browser);
  // A socket that a busy machine opens late would be given up for a stream, whose events are never compressed frames.
  await ana.page.route(/\/r\/damaged\/(events|messages)/, (route) => route.abort());
  const asked: (string | null)[] = [];
  await ana.page.routeWebSocket(/\/socket/, (socket) => {
    asked.push(new URL(socket.url()).searchParams.get("frames"));
    const server = socket.connectToServer();
    server.onMessage((frame) => socket.send(typeof frame === "string" ? frame : frame.subarray(1)));
  });
  await ana.openRoom(url);
  await ana.waitForJoin();
  const [empty, publisher] = [await fillRoom(url), await Publisher.join(url)];
  const heads = publishAll(publisher, 12);
  await expect.poll(() => shownHeads(ana)).toEqual(heads);
  expect(asked).toEqual(["deflate", null]);
  publisher.leave();
  empty();
  await ana.context.close();
});
