/** What a page says of its room by attributes, at the start and later, in each form (SPEC EMBED-3, EMBED-7, EMBED-13 to EMBED-15). */
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import {
  change,
  emitted,
  loader,
  openHost,
  post as postMessage,
  roomFrame,
  waitForReady,
} from "../support/embedding-page.ts";
import { HostSite } from "../support/host-site.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES }, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const open = (body: string, root = 'lang="en"') =>
  openHost({ setup, host }, { root, body: `${loader(setup.server.origin)}${body}` });
const post = (room: string, text: string) => postMessage(setup.server.origin, room, "Ana", text);

/** A custom property of the frame's root as the browser has computed it. */
const colorOf = (frame: Frame, property: string) =>
  frame.evaluate((property) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${property})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, property);

const boxOf = async (page: Page) => (await page.locator("majlis-room").boundingBox()) ?? { height: 0 };

/** What still scrolls in the frame, in px. */
const overflowOf = (frame: Frame) =>
  frame.locator(".scroller").evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);

test("[EMBED-3] the address of a plain frame chooses theme, language, direction, accent and draft", async () => {
  const query = "theme=dark&lang=fr&dir=rtl&accent=%230a7a4b&draft=Une+question";
  const src = `${setup.server.origin}/r/plainly/embed?${query}`;
  const shell = await (await fetch(src)).text();
  expect(shell).toMatch(/<html\s+lang="fr"\s+dir="rtl"\s+data-theme="dark"/);
  const page = await openHost(
    { setup, host },
    { body: `<iframe title="Chat" src="${src}" width="360" height="420"></iframe>` },
  );
  const frame = await roomFrame(page);
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("Une question");
  await expect.poll(() => frame.locator("html").getAttribute("dir")).toBe("rtl");
  const green = await colorOf(frame, "--accent");
  await page.goto(
    host.serve({ body: `<iframe src="${src.replace("0a7a4b", "red")}" title="Chat"></iframe>` }),
  );
  expect(await colorOf(await roomFrame(page), "--accent")).not.toBe(green);
});

test("[EMBED-14] a room that is read only has no composer from its first paint, and gets one when it is not any more", async () => {
  await post("quiet", "Read this");
  const page = await open(`<majlis-room room="quiet" read-only height="300"></majlis-room>`);
  const shellUrl = (await page.locator("iframe").getAttribute("src")) ?? "";
  expect(await (await fetch(shellUrl)).text()).toMatch(/<html[^>]* data-read-only/);
  const frame = await roomFrame(page);
  const message = frame.locator("[data-message]", { hasText: "Read this" });
  await message.waitFor();
  await waitForReady(page);
  await frame.locator(".read-only").waitFor({ state: "attached" });
  await expect.poll(() => frame.locator("#write, .name-prompt, .name-button").count()).toBe(0);
  await message.hover();
  await frame.getByRole("button", { name: en.lazy.more, exact: true }).first().waitFor();
  await expect.poll(() => frame.getByRole("button", { name: en.lazy.reply, exact: true }).count()).toBe(0);
  expect(await axeViolations(frame)).toEqual([]);
  await setup.screenshot(page, "embed-read-only-en");

  await change(page, { "read-only": null });
  await frame.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frame.locator("#write").fill("Seen");
  await frame.locator(".send").click();
  await frame.locator("[data-message]", { hasText: "Seen" }).waitFor();
  await change(page, { "read-only": "" });
  await expect.poll(() => frame.locator("#write").count()).toBe(0);
  await page.evaluate(() => document.querySelector<HTMLElement>("majlis-room")?.focus());
  await expect.poll(() => frame.evaluate(() => document.activeElement?.className)).toBe("scroller");
});

test("[EMBED-14] the page without JavaScript has no form in a frame that is read only", async () => {
  await post("quiet-plain", "Read this too");
  const shell = await (await fetch(`${setup.server.origin}/r/quiet-plain/embed?read-only`)).text();
  const [, path = ""] = /<noscript><meta http-equiv="refresh" content="0;url=([^"]*)"/.exec(shell) ?? [];
  const plain = await (await fetch(setup.server.origin + path.replaceAll("&amp;", "&"))).text();
  expect(plain).toContain("Read this too");
  expect(plain).not.toContain("<form");
  expect(await (await fetch(`${setup.server.origin}/r/quiet-plain/plain?read-only`)).text()).toContain(
    "<form",
  );
});

test("[EMBED-13] a room of automatic height is as high as its conversation, grows and shrinks with it, and comes to rest", async () => {
  await post("tall", "first");
  const page = await open(`<majlis-room room="tall" height="auto"></majlis-room><p>after</p>`);
  const frame = await roomFrame(page);
  await frame.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frame.locator("#write").waitFor();
  await expect.poll(async () => (await boxOf(page)).height).toBeLessThan(400);
  await expect.poll(() => overflowOf(frame)).toBe(0);
  const { height: low } = await boxOf(page);

  for (let number = 1; number <= 12; number += 1) await post("tall", `message ${number}`);
  await frame.getByText("message 12", { exact: true }).waitFor();
  await expect.poll(() => overflowOf(frame)).toBe(0);
  await expect.poll(async () => (await boxOf(page)).height).toBeGreaterThan(low + 12 * 20);
  await setup.screenshot(page, "embed-auto-height-en");
  const { height: rest } = await boxOf(page);

  // The field grows with what is written, and is low again when it is sent.
  await frame.locator("#write").fill("one\ntwo\nthree\nfour");
  await expect.poll(async () => (await boxOf(page)).height).toBeGreaterThan(rest + 40);
  await frame.locator("#write").fill("");
  // A pixel is not worth a message.
  await expect.poll(async () => Math.abs((await boxOf(page)).height - rest)).toBeLessThanOrEqual(1);

  // Over a hundred frames nothing changes by itself.
  const before = (await emitted(page, "size")).length;
  await page.evaluate(async () => {
    for (let frames = 0; frames < 100; frames += 1) await new Promise(requestAnimationFrame);
  });
  expect((await emitted(page, "size")).length).toBe(before);

  // A narrower page breaks lines; another height is the page's again.
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => overflowOf(frame)).toBe(0);
  await change(page, { height: "300" });
  await expect.poll(async () => (await boxOf(page)).height).toBe(300);
  await expect.poll(() => overflowOf(frame)).toBeGreaterThan(0);
  await change(page, { height: "auto" });
  await expect.poll(() => overflowOf(frame)).toBe(0);
});

test("[EMBED-13] the height is bounded: by the page's own limit, and by 4,000 px", async () => {
  const lines = Array.from({ length: 80 }, (_, number) => `line ${number}`).join("\n");
  for (let number = 1; number <= 6; number += 1) await post("bounded", lines);
  const page = await openHost(
    { setup, host },
    {
      headers: {},
      head: "<style>majlis-room { max-height: 350px }</style>",
      body: `${loader(setup.server.origin)}<majlis-room room="bounded" height="auto"></majlis-room>`,
    },
  );
  const frame = await roomFrame(page);
  await expect.poll(() => emitted(page, "size").then((sizes) => sizes.length)).toBeGreaterThan(0);
  await expect.poll(async () => (await boxOf(page)).height).toBe(350);
  await expect.poll(() => overflowOf(frame)).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector("style")?.remove());
  // Long messages are folded by the height of the frame: with it, more of them is shown.
  await expect.poll(async () => (await boxOf(page)).height).toBe(4_000);
});

test("[EMBED-13] an empty room of automatic height, and a bubble's, show all they have", async () => {
  const page = await open(`<majlis-room room="hollow" height="auto"></majlis-room>`);
  const frame = await roomFrame(page);
  await frame.locator(".welcome").waitFor();
  await expect.poll(async () => (await boxOf(page)).height).toBeLessThan(500);
  await expect
    .poll(() => frame.locator(".empty").evaluate((empty) => empty.scrollHeight - empty.clientHeight))
    .toBe(0);
  await change(page, { mode: "bubble" });
  await page.getByRole("button", { name: "Chat" }).click();
  await expect.poll(async () => (await page.locator("iframe").boundingBox())?.height).toBeLessThan(500);
});

test("[EMBED-7] the attributes of a script are followed, as are those of the element", async () => {
  const page = await openHost(
    { setup, host },
    {
      body: loader(
        setup.server.origin,
        'id="loader" data-room="followed" data-theme="light" data-height="300"',
      ),
    },
  );
  await waitForReady(page);
  const frame = await roomFrame(page);
  await frame.evaluate(() => document.body.setAttribute("data-marker", ""));
  const script = (attributes: Readonly<Record<string, string | null>>) => change(page, attributes, "#loader");
  await script({
    "data-theme": "dark",
    "data-height": "340",
    "data-title": "Tea",
    "data-accent": "#0a7a4b",
    "data-dir": "rtl",
    "data-read-only": "",
    "data-other": "1",
  });
  const root = frame.locator("html:has([data-marker])");
  await expect.poll(() => root.getAttribute("data-theme")).toBe("dark");
  await expect.poll(() => root.getAttribute("dir")).toBe("rtl");
  await expect.poll(() => root.getAttribute("data-read-only")).toBe("");
  await expect.poll(async () => (await boxOf(page)).height).toBe(340);
  await expect.poll(() => page.locator("iframe").getAttribute("title")).toBe("Tea");
  await script({
    "data-read-only": null,
    "data-theme": null,
    "data-draft": "Later",
    "data-loading": "eager",
  });
  await expect.poll(() => root.getAttribute("data-read-only")).toBe(null);
  await expect.poll(() => root.getAttribute("data-theme")).toBe("auto");
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("Later");
  await expect.poll(() => page.locator("iframe").getAttribute("loading")).toBe("eager");
  await script({ "data-mode": "bubble" });
  await page.getByRole("button", { name: "Tea" }).waitFor();
});

test("[EMBED-15] a room has the direction and language of its page, and follows them", async () => {
  const page = await open(`<majlis-room room="way"></majlis-room>`, 'lang="fr" dir="rtl"');
  const shellUrl = (await page.locator("iframe").getAttribute("src")) ?? "";
  expect(await (await fetch(shellUrl)).text()).toMatch(/<html\s+lang="fr"\s+dir="rtl"/);
  await waitForReady(page);
  let frame = await roomFrame(page);
  await expect.poll(() => frame.locator("html").getAttribute("dir")).toBe("rtl");
  await page.evaluate(() => document.documentElement.removeAttribute("dir"));
  await expect.poll(() => frame.locator("html").getAttribute("dir")).toBe("ltr");
  await page.evaluate(() => Object.assign(document.documentElement, { lang: "fa", dir: "rtl" }));
  await page.frameLocator("iframe").locator("html[lang=fa][dir=rtl]").waitFor();
  frame = await roomFrame(page);
  await change(page, { dir: "ltr" });
  await expect.poll(() => frame.locator("html").getAttribute("dir")).toBe("ltr");
});

test("[EMBED-3] without a theme of its own the room follows the colours of its page, also when they change", async () => {
  const visitor = await setup.newUser({ colorScheme: null });
  const page = await openHost(
    { setup, host },
    {
      headers: {},
      head: "<style>:root { color-scheme: light } :root.dark { color-scheme: dark }</style>",
      body: `${loader(setup.server.origin)}<majlis-room room="colours"></majlis-room>`,
    },
    visitor,
  );
  const frame = await roomFrame(page);
  const isDark = () => frame.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  await expect.poll(isDark).toBe(false);
  const light = await colorOf(frame, "--surface");
  await page.evaluate(() => document.documentElement.classList.add("dark"));
  await expect.poll(isDark).toBe(true);
  expect(await colorOf(frame, "--surface")).not.toBe(light);
});
