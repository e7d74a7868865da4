/** Rooms on pages of other sites over TLS, under strict policies, where third-party storage is blocked (SPEC EMBED-1 to EMBED-10). */
import type { Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { emitted, loader, recordEvents, strictPolicy } from "../support/embedding-page.ts";
import type { HostPage } from "../support/host-site.ts";
import { BLOG, PRODUCT, SecureSites, SHOP } from "../support/secure-sites.ts";
import { User } from "../support/user.ts";

let sites: SecureSites;
const users: User[] = [];

beforeAll(async () => {
  sites = await SecureSites.start();
});

afterEach(async () => {
  const consoleErrors = users.flatMap((user) => user.consoleErrors);
  for (const { context } of users.splice(0)) await context.close();
  expect(consoleErrors, `the server printed:\n${sites.product.output}`).toEqual([]);
});

afterAll(() => sites?.stop());

/** Opens a page of the site under the strict policy, unless it has headers of its own. */
async function visit(site: string, page: HostPage): Promise<Page> {
  const user = await User.open(sites.browser, { ignoreHTTPSErrors: true });
  users.push(user);
  await recordEvents(user);
  await user.page.goto(sites.serve(site, { headers: strictPolicy(PRODUCT), ...page }));
  return user.page;
}

const ask = (path: string, init?: RequestInit) => fetch(`${sites.product.origin}${path}`, init);

async function post(room: string, text: string): Promise<void> {
  expect((await ask(`/r/${room}?name=Ana`, { method: "POST", body: text })).status).toBe(201);
}

async function memberCount(room: string): Promise<unknown> {
  return ((await (await ask(`/r/${room}/members`)).json()) as { readonly count: unknown }).count;
}

const iframe = (room: string, attributes = "") =>
  `<iframe title="Chat" src="${PRODUCT}/r/${room}/embed" width="200" height="300" ${attributes}></iframe>`;

const roomFrames = (page: Page): Frame[] => page.frames().filter((frame) => frame.url().startsWith(PRODUCT));

/** Also a frame that has not been loaded for being far from the view has its own document. */
async function loadedFrames(page: Page, count: number): Promise<Frame[]> {
  await expect.poll(() => roomFrames(page).length).toBe(count);
  const frames = roomFrames(page);
  for (const frame of frames) await frame.locator(".members-button:enabled").waitFor();
  return frames;
}

test("[EMBED-1] [EMBED-7] five rooms in one page, in each form, in a shadow tree and sandboxed, are read and written in", async () => {
  const page = await visit(SHOP, {
    body:
      iframe("forms") +
      loader(PRODUCT, 'data-room="forms" data-height="300" data-loading="eager"') +
      `<majlis-room room="forms" height="300" loading="eager"></majlis-room><div id="shadow"></div>` +
      iframe("forms", 'sandbox="allow-scripts allow-same-origin"'),
  });
  await page.evaluate(() => {
    const room = document.createElement("majlis-room");
    for (const [name, value] of Object.entries({ room: "forms", height: "300", loading: "eager" }))
      room.setAttribute(name, value);
    document.querySelector("#shadow")?.attachShadow({ mode: "open" }).append(room);
  });
  const frames = await loadedFrames(page, 5);
  // One visitor: a partitioned cookie keeps who they are where no storage does.
  for (const frame of frames)
    expect(
      await frame.evaluate(() => {
        try {
          return localStorage.length;
        } catch (error) {
          return (error as Error).name;
        }
      }),
    ).toBe("SecurityError");
  await frames[0]?.locator("#write, .name-prompt input").first().waitFor();
  await post("forms", "The kettle is on");
  for (const frame of frames) await frame.getByText("The kettle is on", { exact: true }).first().waitFor();
  await frames.at(-1)?.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frames.at(-1)?.locator("#write").fill("Coming");
  await frames.at(-1)?.locator(".send").click();
  for (const frame of frames) await frame.getByText("Coming", { exact: true }).first().waitFor();
  await expect.poll(async () => (await emitted(page, "ready")).length).toBeGreaterThanOrEqual(2);
});

test("[EMBED-5] [EMBED-6] only the sites of the room's owner show it; another site's frames say why they do not", async () => {
  const created = await ask("/rooms", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "of-the-shop", embedOrigins: [SHOP] }),
  });
  expect(created.status).toBe(201);
  const body =
    iframe("of-the-shop") + loader(PRODUCT) + `<majlis-room room="of-the-shop" height="300"></majlis-room>`;
  const shop = await visit(SHOP, { body });
  await loadedFrames(shop, 2);
  await expect.poll(() => emitted(shop, "ready")).toHaveLength(1);

  const blog = await visit(BLOG, { body });
  await expect.poll(() => roomFrames(blog).length).toBe(2);
  for (const frame of roomFrames(blog)) await frame.getByText(en.pages.frameRefused).waitFor();
  expect(await emitted(blog, "ready")).toEqual([]);
  // The console names each answer that is none.
  const errors = users.at(-1)?.consoleErrors.splice(0) ?? [];
  expect(errors.filter((error) => !error.includes("403"))).toEqual([]);
});

test("[EMBED-8] a room in a frame of a frame talks to its own page only, and another site's frame cannot connect to it", async () => {
  const inner = sites.serve(BLOG, {
    // A frame in the element's shadow tree is no property of its window: the other one can be reached.
    body: `<iframe title="Chat" src="${PRODUCT}/r/nested/embed?parent=${encodeURIComponent(BLOG)}"></iframe>
      ${loader(PRODUCT)}<majlis-room room="nested" height="300" loading="eager"></majlis-room>`,
    headers: strictPolicy(PRODUCT),
  });
  const page = await visit(SHOP, {
    headers: {},
    body: `<iframe name="blog" title="Blog" src="${inner}" width="400" height="400"></iframe>`,
  });
  const rooms = await loadedFrames(page, 2);
  const blog = page.frame({ name: "blog" });
  await expect
    .poll(() =>
      blog?.evaluate(() => (window as unknown as { events: unknown[][] }).events.map(([type]) => type)),
    )
    .toContain("ready");
  expect(await emitted(page, "ready")).toEqual([]);
  // The outer page knows the frame's window, and guesses all but the id.
  await page.evaluate((origin) => {
    const target = window.frames[0]?.frames[0];
    for (let times = 0; times < 1_000; times += 1) {
      const { port2 } = new MessageChannel();
      const config = { theme: "dark", readOnly: true };
      target?.postMessage({ type: "majlis:connect", v: 1, id: "guess", config }, origin, [port2]);
    }
  }, PRODUCT);
  await post("nested", "Still here");
  for (const room of rooms) {
    await room.getByText("Still here", { exact: true }).first().waitFor();
    await expect.poll(() => room.locator("html").getAttribute("data-read-only")).toBe(null);
    await expect.poll(() => room.locator("html").getAttribute("data-theme")).toBe("auto");
  }
});

test("[EMBED-10] a page that floods its room over the port leaves it usable", async () => {
  const page = await visit(SHOP, {
    headers: {},
    body: `<iframe name="room" title="Chat" width="360" height="400"></iframe>`,
  });
  await page.evaluate((origin) => {
    const frame = document.querySelector("iframe");
    addEventListener("message", ({ source, data }: MessageEvent<{ readonly id: string }>) => {
      if (source !== frame?.contentWindow) return;
      const { port1, port2 } = new MessageChannel();
      frame.contentWindow?.postMessage({ type: "majlis:connect", v: 1, id: data.id, config: {} }, origin, [
        port2,
      ]);
      port1.onmessage = ({ data: asked }: MessageEvent<{ readonly type: string; readonly id: number }>) => {
        if (asked.type === "token") port1.postMessage({ type: "token", id: asked.id, token: null });
      };
      for (let times = 0; times < 1_000; times += 1) {
        port1.postMessage({ type: "config", config: { theme: times % 2 ? "dark" : "light", lang: {} } });
        port1.postMessage({ type: "draft", text: "x".repeat(times) });
        port1.postMessage({ type: "token", id: -times, token: "forged" });
        port1.postMessage([times]);
      }
    });
    frame?.setAttribute("src", `${origin}/r/flooded/embed?parent=${encodeURIComponent(location.origin)}`);
  }, PRODUCT);
  const [room] = await loadedFrames(page, 1);
  await post("flooded", "Dry here");
  await room?.getByText("Dry here", { exact: true }).first().waitFor();
  await room?.locator("#write, .name-prompt input").first().waitFor();
});

test("[EMBED-7] a room far from the view is loaded when it comes near, and the page is left without a trace", async () => {
  const page = await visit(SHOP, {
    headers: {},
    head: "<style>#space { height: 20000px }</style>",
    body: `<div id="space"></div>${loader(PRODUCT)}<majlis-room room="far"></majlis-room>`,
  });
  await page.locator("majlis-room iframe").waitFor({ state: "attached" });
  expect(await memberCount("far")).toBe(0);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const counts = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value;
    return { documents: of("Documents"), frames: of("Frames"), listeners: of("JSEventListeners") };
  };
  const cycle = async () => {
    await page.locator("majlis-room").scrollIntoViewIfNeeded();
    await loadedFrames(page, 1);
    await page.evaluate(() => document.querySelector("majlis-room")?.remove());
    await expect.poll(() => page.frames().length).toBe(1);
  };
  const insert = () =>
    page.evaluate(() => {
      const room = document.createElement("majlis-room");
      room.setAttribute("room", "far");
      document.body.append(room);
    });
  await cycle();
  const before = await counts();
  for (let times = 0; times < 3; times += 1) {
    await insert();
    await cycle();
  }
  // Many that are gone before they are loaded.
  for (let times = 0; times < 100; times += 1) {
    await insert();
    await page.evaluate(() => document.querySelector("majlis-room")?.remove());
  }
  // What the first of them left may have been collected since.
  await expect
    .poll(async () => {
      const after = await counts();
      return (["documents", "frames", "listeners"] as const).filter(
        (kind) => (after[kind] ?? Infinity) > (before[kind] ?? 0),
      );
    })
    .toEqual([]);
  // Each has left the room, too.
  await expect.poll(() => memberCount("far")).toBe(0);
});
