import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { User } from "../support/user.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

let product: SelfHostedServer;
let browser: Browser;
let host: Server;
let hostOrigin: string;

/** A third-party site (127.0.0.1 and localhost are different sites) that embeds the room's plain URL in a frame. */
beforeAll(async () => {
  [product, browser] = await Promise.all([SelfHostedServer.start(), launchBrowser("full")]);
  host = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><html lang="en"><title>A site</title><h1>My site</h1>
      <iframe title="Chat" src="${product.origin}${request.url}" width="100%" height="420" frameborder="0"></iframe>`);
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  const address = host.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  hostOrigin = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  await browser?.close();
  host?.close();
  await product?.stop();
});

async function frameOf(page: Page): Promise<Frame> {
  await page.frameLocator("iframe").getByRole("button", { name: en.lazy.namePromptSkip }).click();
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  return frame;
}

test("a room embedded in another site works without cookies and storage, in its layout for frames", async () => {
  const [visitor, ana] = [await User.open(browser), await User.open(browser)];
  await ana.openRoom(`${product.origin}/r/framed`);
  await visitor.page.goto(`${hostOrigin}/r/framed`);
  const frame = await frameOf(visitor.page);
  const storage = await frame.evaluate(() => {
    try {
      localStorage.setItem("x", "1");
      return "open";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(storage).toBe("SecurityError");

  await frame.locator("#write").fill("Hello from the frame");
  await frame.locator("#write").press("Enter");
  await ana.waitForText("Hello from the frame");
  await ana.send("Welcome in");
  await frame.getByText("Welcome in", { exact: true }).first().waitFor();

  await expect.poll(() => frame.locator("html").getAttribute("data-view")).toBe("embed");
  await expect
    .poll(() => frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight))
    .toBe(true);
  const own = frame.getByRole("link", { name: en.room.openInTab });
  await expect.poll(() => own.getAttribute("target")).toBe("_blank");
  await expect.poll(() => own.getAttribute("rel")).toContain("noopener");
  expect(await axeViolations(frame)).toEqual([]);
  expect([...visitor.consoleErrors, ...ana.consoleErrors]).toEqual([]);
});

test("the room page itself may not be framed by other sites", async () => {
  const response = await fetch(`${product.origin}/r/framed`, { headers: { Accept: "text/html" } });
  expect(response.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'self'");
});

test("[ID-10] two frames of one room in a page, and two tabs opened at once, are one member", async () => {
  const page = `${product.origin}/r/twice`;
  const visitor = await User.open(browser);
  await visitor.context.addInitScript(waitLonger, JOIN_MS);
  // Two tabs of the room's own site, whose storage is open.
  const other = await visitor.context.newPage();
  await Promise.all([visitor.page.goto(page), other.goto(page)]);
  await Promise.all([visitor.waitForJoin(), other.locator(".members-button:enabled").waitFor()]);
  await expect.poll(() => memberCount("twice")).toBe(1);
  await visitor.context.close();
});

async function memberCount(room: string): Promise<unknown> {
  const response = await fetch(`${product.origin}/r/${room}/members`);
  return ((await response.json()) as { readonly count: unknown }).count;
}

test("a frame keeps the reader's text size where third-party storage is blocked, apart from the pages", async () => {
  const visitor = await User.open(browser);
  await visitor.page.goto(`${hostOrigin}/r/large-print/embed`);
  const frame = await frameOf(visitor.page);
  await frame.getByRole("button", { name: en.room.settings }).click();
  await frame.getByRole("radio", { name: en.lazy.textSize_huge }).check();
  await frame.waitForFunction(() => getComputedStyle(document.documentElement).fontSize === "20px");
  expect(await axeViolations(frame)).toEqual([]);

  const shell = visitor.page.waitForResponse(`${product.origin}/r/large-print/embed`);
  await visitor.page.reload();
  expect(await (await shell).text()).toContain('data-text-size="huge"');
  await visitor.page.goto(`${product.origin}/r/large-print`);
  await expect.poll(() => visitor.page.locator("html").getAttribute("data-text-size")).toBe("default");
  expect(visitor.consoleErrors).toEqual([]);
  await visitor.context.close();
});
