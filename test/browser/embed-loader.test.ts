/** `embed.js` on pages of another site: the element, the script, the button, and what they say to each other (SPEC EMBED-7 to EMBED-11). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { watchFrameHiding } from "../support/frame-in-view.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import {
  change,
  emitted,
  loader,
  openHost as openHostPage,
  post as postMessage,
  roomFrame,
  waitForReady,
} from "../support/embedding-page.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { HostSite, type HostPage } from "../support/host-site.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import type { User } from "../support/user.ts";

const key = await SigningKey.generate("EdDSA");
const setup = setUpBrowser({ siteKeys: [key.record()] }, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const script = (attributes = "") => loader(setup.server.origin, attributes);
const openHost = (page: HostPage, user?: User) => openHostPage({ setup, host }, page, user);
const post = (room: string, name: string, text: string) => postMessage(setup.server.origin, room, name, text);

interface RoomElement extends HTMLElement {
  draft(text: string): void;
  getToken?: (() => Promise<string> | undefined) | undefined;
}

test("[EMBED-7] one script line is a room, where the site allows only our origin and requires Trusted Types", async () => {
  const ana = await setup.newUserNamed("Ana");
  await ana.openRoom(`${setup.server.origin}/r/line`);
  const page = await openHost({
    body: `<h1>Tea</h1>${script('data-room="line" data-height="420" data-title="Tea talk" data-draft="What is in"')}<p>after</p>`,
  });
  const frame = await roomFrame(page);
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("What is in");
  await frame.locator("#write").fill("Hello from the page");
  await frame.locator(".send").click();
  await ana.waitForText("Hello from the page");
  const element = page.locator("script + majlis-room");
  expect((await element.boundingBox())?.height).toBe(420);
  await expect.poll(() => page.locator("iframe").getAttribute("title")).toBe("Tea talk");
  await expect.poll(() => page.locator("[style]").count()).toBe(0);
  await expect
    .poll(() => page.evaluate(() => [document.cookie, Object.keys(localStorage), sessionStorage.length]))
    .toEqual(["", ["majlis:name-asked"], 0]);
  await setup.screenshot(page, "embed-script-en");
});

test("[EMBED-7] a script in the head puts its room at the end of the page, and a second one adds another", async () => {
  const page = await openHost({
    head: script('data-room="first"'),
    body: `<p>text</p>${script('data-room="second" data-loading="eager"')}<i></i>`,
  });
  await expect.poll(() => page.frames().length).toBe(3);
  await expect.poll(() => page.locator("majlis-room:last-child").getAttribute("room")).toBe("first");
  await expect.poll(() => page.locator("script + majlis-room").getAttribute("room")).toBe("second");
});

test("[EMBED-9] each page has a room of its own, by its canonical link", async () => {
  const srcOf = async (head: string) => {
    const page = await openHost({ head, body: `${script()}<majlis-room room="auto"></majlis-room>` });
    return new URL((await page.locator("iframe").getAttribute("src")) ?? "").pathname;
  };
  const first = await srcOf('<link rel="canonical" href="https://blog.example/why-tea#top">');
  expect(first).toMatch(/^\/r\/why-tea-[a-z\d]+\/embed$/);
  expect(await srcOf('<link rel="canonical" href="https://blog.example/why-tea">')).toBe(first);
  expect(await srcOf('<link rel="canonical" href="https://blog.example/why-coffee">')).not.toBe(first);
});

test("[EMBED-9] the room of a page is called as the page, until it has a title", async () => {
  const page = await openHost({ body: `${script()}<majlis-room></majlis-room>` });
  const frame = await roomFrame(page);
  await expect.poll(() => frame.locator("h1").textContent()).toBe("A site");
  const title = "Why <b>tea</b>? لماذا الشاي";
  await page.evaluate((title) => (document.title = title), title);
  await change(page, { theme: "dark" });
  await expect.poll(() => frame.locator("h1").textContent()).toBe(title);
  await expect.poll(() => frame.locator(".empty h2").textContent()).toContain(title);
  await change(page, { room: "named-tea" });
  await expect.poll(() => page.frames().at(-1)?.locator("h1").textContent()).toBe("named-tea");
});

test("[EMBED-10] theme, accent, direction, title and height are followed without loading the frame again", async () => {
  const page = await openHost({ body: `${script()}<majlis-room room="live" theme="light"></majlis-room>` });
  const frame = await roomFrame(page);
  await waitForReady(page);
  await frame.evaluate(() => document.body.setAttribute("data-marker", ""));
  const root = frame.locator("html:has([data-marker])");
  const scheme = () => frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(await scheme()).toBe("light");
  const accent = () =>
    frame.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = "var(--accent)";
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
  const ownAccent = await accent();

  await change(page, { theme: "dark", accent: "#0a7a4b", dir: "rtl", title: "Live talk", height: "300px" });
  await expect.poll(() => root.getAttribute("data-theme")).toBe("dark");
  await expect.poll(() => root.getAttribute("dir")).toBe("rtl");
  await expect.poll(accent).not.toBe(ownAccent);
  expect(await scheme()).toBe("dark");
  await expect.poll(() => page.locator("iframe").getAttribute("title")).toBe("Live talk");
  expect((await page.locator("majlis-room").boundingBox())?.height).toBe(300);
  // The page's choice is not the reader's: it is kept nowhere.
  expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: "theme" }));

  await change(page, { theme: null, accent: "red", dir: null });
  await expect.poll(() => root.getAttribute("data-theme")).toBe("auto");
  await expect.poll(() => root.getAttribute("dir")).toBe("ltr");
  await change(page, { theme: "light" });
  await expect.poll(accent).toBe(ownAccent);
  await expect.poll(() => root.count()).toBe(1);
});

test("[EMBED-10] the room is in the language of its page, follows it, and keeps what is being written", async () => {
  const page = await openHost({
    root: 'lang="ar" dir="rtl"',
    body: `<h1>الشاي</h1><p>حديث عن الشاي</p>${script()}<majlis-room room="tongue" height="420"></majlis-room>`,
  });
  await waitForReady(page);
  let frame = await roomFrame(page);
  await expect.poll(() => frame.locator("html").getAttribute("lang")).toBe("ar");
  await page.evaluate(() => (document.querySelector("majlis-room") as RoomElement).draft("نص لم يُرسل"));
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("نص لم يُرسل");
  await setup.screenshot(page, "embed-element-ar");
  await page.evaluate(() => (document.documentElement.lang = "fr"));
  frame = await roomFrame(page);
  await frame.locator("html[lang=fr]").waitFor();
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("نص لم يُرسل");
  // Connected again: a language that is none of ours changes nothing.
  await expect.poll(() => emitted(page, "ready")).toHaveLength(2);
});

test("[EMBED-10] the element emits the connection's state, and messages where the page asks for them", async () => {
  const page = await openHost({
    body: `${script()}<majlis-room room="events" messages></majlis-room>
      <majlis-room room="events"></majlis-room>`,
  });
  await expect.poll(() => emitted(page, "ready")).toHaveLength(2);
  await expect
    .poll(
      async () =>
        (await emitted(page, "status")).filter((each) => JSON.stringify(each) === '{"state":"online"}')
          .length,
    )
    .toBe(2);
  await post("events", "Ana", "The kettle is on");
  await expect
    .poll(() => emitted(page, "message"))
    .toEqual([{ seq: 1, author: "Ana", text: "The kettle is on", own: false }]);
});

test("[EMBED-10] what happens before the frame's bridge is loaded is unread, and emitted, once it is", async () => {
  const visitor = await setup.newUser();
  const bridge = await holdLazyScripts(visitor, 'type:"ready"');
  const page = await openHost({ body: `<div></div>${"<p>A long page</p>".repeat(200)}${script()}` }, visitor);
  await page.evaluate(() => {
    let asked = 0;
    const element = Object.assign(document.createElement("majlis-room"), {
      // Not for the first join; then the visitor is a guest.
      getToken: async () => (asked++ === 0 ? Promise.reject(new Error("not yet")) : null),
    });
    element.setAttribute("room", "before");
    element.toggleAttribute("messages");
    document.querySelector("div")?.append(element);
  });
  const frame = await roomFrame(page);
  await expect.poll(() => bridge.count).toBe(1);
  const hidden = await watchFrameHiding(page);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await hidden();
  for (const text of ["one", "two"]) await post("before", "Bo", text);
  await frame.locator(".message", { hasText: "two" }).waitFor({ state: "attached" });
  expect(await emitted(page, "ready")).toEqual([]);
  bridge.release();
  await waitForReady(page);
  await expect.poll(async () => (await emitted(page, "unread")).at(-1)).toEqual({ count: 2 });
  await expect.poll(() => emitted(page, "message")).toMatchObject([{ text: "one" }, { text: "two" }]);
  await expect.poll(() => emitted(page, "error")).toEqual([{ code: "token_unavailable" }]);
  // The element reports it to the site, too.
  expect(visitor.consoleErrors.splice(0)).toEqual(["Error: not yet"]);
});

test("[EMBED-10] in a hidden tab the room joins, receives and counts what is unread, until the tab is seen", async () => {
  const visitor = await setup.newUser();
  // Chromium shows every tab of a test. In a hidden one nothing is painted, so that no animation frame comes.
  await visitor.context.addInitScript(() => {
    const isHidden = () => !("isSeen" in globalThis);
    Object.defineProperty(document, "hidden", { get: isHidden });
    Object.defineProperty(document, "visibilityState", { get: () => (isHidden() ? "hidden" : "visible") });
    const original = globalThis.requestAnimationFrame;
    const waiting: FrameRequestCallback[] = [];
    globalThis.requestAnimationFrame = (run) => (isHidden() ? -waiting.push(run) : original(run));
    document.addEventListener("visibilitychange", () => waiting.splice(0).forEach((run) => original(run)));
  });
  const page = await openHost(
    { body: `${script()}<majlis-room room="hidden" loading="eager"></majlis-room>` },
    visitor,
  );
  const frame = await roomFrame(page);
  await waitForReady(page);
  for (const text of ["one", "two"]) await post("hidden", "Bo", text);
  await expect.poll(async () => (await emitted(page, "unread")).at(-1)).toEqual({ count: 2 });
  await frame.evaluate(() => {
    Object.assign(globalThis, { isSeen: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await frame.locator(".messages, [data-message]").getByText("two").waitFor();
  await expect.poll(async () => (await emitted(page, "unread")).at(-1)).toEqual({ count: 0 });
});

test("[EMBED-11] a button opens the room, which is loaded only then, and counts what is unread while it is closed", async () => {
  const visitor = await setup.newUser();
  const requested: string[] = [];
  visitor.page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  const page = await openHost(
    {
      body: `<main><h1>Shop</h1>${script('data-room="corner" data-mode="bubble" data-accent="#0a7a4b"')}</main>`,
    },
    visitor,
  );
  const button = page.getByRole("button", { name: "Chat" });
  await button.waitFor();
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("false");
  expect(requested.filter((path) => path.startsWith("/r/") || path.startsWith("/assets/"))).toEqual([]);
  const box = await button.boundingBox();
  expect(box?.x).toBeGreaterThan(1_100);

  await button.focus();
  await page.keyboard.press("Enter");
  await waitForReady(page);
  const frame = await roomFrame(page);
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("true");
  await frame.getByRole("button", { name: en.lazy.namePromptSkip }).click();
  await page.evaluate(() => document.querySelector<HTMLElement>("majlis-room")?.focus());
  await expect.poll(() => frame.locator("#write:focus").count()).toBe(1);
  expect(await axeViolations(page)).toEqual([]);
  await setup.screenshot(page, "embed-bubble-open-en");

  const hidden = await watchFrameHiding(page);
  await page.keyboard.press("Escape");
  await expect.poll(() => button.getAttribute("aria-expanded")).toBe("false");
  await expect.poll(() => page.locator("majlis-room button:focus").count()).toBe(1);
  await hidden();
  await post("corner", "Ana", "one");
  await post("corner", "Ana", "two");
  await page.getByRole("button", { name: "Chat (2)", exact: true }).waitFor();
  expect((await emitted(page, "unread")).at(-1)).toEqual({ count: 2 });
  await setup.screenshot(page, "embed-bubble-unread-en");

  await page.keyboard.press("Enter");
  await frame.getByText("two", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Chat", exact: true }).waitFor();
});

test("[EMBED-11] on a page from right to left the button is at the left, and on a phone the room is a sheet", async () => {
  const visitor = await setup.newUser({ viewport: { width: 360, height: 640 } });
  const page = await openHost(
    {
      root: 'lang="ar" dir="rtl"',
      body: `<h1>متجر الشاي</h1><p>أهلًا بكم في المتجر.</p>${script()}<majlis-room room="ركن" mode="bubble"></majlis-room>`,
    },
    visitor,
  );
  const button = page.getByRole("button", { name: "دردشة" });
  await button.waitFor();
  expect((await button.boundingBox())?.x).toBeLessThan(40);
  await setup.screenshot(page, "embed-bubble-closed-phone-ar");
  await button.click();
  await roomFrame(page);
  const sheet = await page.locator("iframe").boundingBox();
  expect(sheet).toEqual({ x: 0, y: 64, width: 360, height: 576 });
  await setup.screenshot(page, "embed-bubble-phone-ar");
  await button.click();
  await expect.poll(() => page.locator("iframe").isVisible()).toBe(false);
});

test("[EMBED-12] [VOUCH-1] the visitor is who the page says, also after another has signed in, or none", async () => {
  const visitor = await setup.newUser();
  const urls: string[] = [];
  visitor.page.on("request", (request) => urls.push(request.url()));
  const tokens: string[] = [];
  await visitor.page.exposeFunction("tokenOf", async (name: string) => {
    const token = await key.sign(usualClaims(setup.server.origin, { sub: name, name }));
    tokens.push(token);
    return token;
  });
  const page = await openHost({ body: script() }, visitor);
  const signIn = (user: string | undefined) =>
    page.evaluate((user) => {
      const { tokenOf } = window as unknown as { readonly tokenOf: (name: string) => Promise<string> };
      const element =
        document.querySelector<RoomElement>("majlis-room") ?? document.createElement("majlis-room");
      (element as RoomElement).getToken = () => (user === undefined ? undefined : tokenOf(user));
      element.setAttribute("room", "signed");
      if (!element.isConnected) document.body.append(element);
    }, user);
  const ownName = () => page.frameLocator("iframe").locator(".own-name").innerText();

  await signIn("Sara");
  const frame = await roomFrame(page);
  await frame.locator(".own-name .vouched").waitFor();
  expect(await ownName()).toContain("Sara");
  await waitForReady(page);
  await signIn("Omar");
  await expect.poll(ownName).toContain("Omar");
  await signIn(undefined);
  await expect.poll(ownName).toContain("Guest");

  // Neither in an address, nor kept.
  expect(tokens.length).toBeGreaterThan(1);
  expect(urls.filter((url) => tokens.some((token) => url.includes(token)))).toEqual([]);
  for (const { value } of await page.context().cookies())
    expect(tokens.some((token) => value.includes(token))).toBe(false);
});

test("[EMBED-8] the element answers only its own frame: forged and repeated hellos are ignored", async () => {
  const page = await openHost({
    headers: {},
    body: `${script()}<majlis-room room="forged"></majlis-room><iframe name="other" src="${setup.server.origin}/r/forged/embed"></iframe>`,
  });
  await waitForReady(page);
  const before = (await emitted(page, "ready")).length;
  // What the page's own scripts, and a frame of the right origin that is not the element's, could post.
  const answered = await page.evaluate((origin) => {
    const frame = document.querySelector("majlis-room")?.shadowRoot?.querySelector("iframe")?.contentWindow;
    const other = document.querySelector<HTMLIFrameElement>("iframe[name=other]")?.contentWindow;
    const data = { type: "majlis:hello", v: 1, id: "forged" };
    let ports = 0;
    const { MessageChannel: Channel } = window;
    Object.assign(window, {
      MessageChannel: class extends Channel {
        constructor() {
          super();
          ports += 1;
        }
      },
    });
    const forge = (event: MessageEventInit) => dispatchEvent(new MessageEvent("message", { data, ...event }));
    forge({ origin, source: window });
    forge({ origin, source: other ?? null });
    forge({ origin, source: null });
    forge({ origin: "https://evil.example", source: frame ?? null });
    for (const wrong of [
      null,
      "majlis:hello",
      { ...data, v: 2 },
      { ...data, type: "majlis:connect" },
      { ...data, id: "" },
    ])
      forge({ origin, source: frame ?? null, data: wrong });
    const forged = ports;
    // Right in every respect: answered once, however often it is repeated.
    for (let times = 0; times < 1_000; times += 1)
      forge({ origin, source: frame ?? null, data: { ...data, id: "again" } });
    return [forged, ports - forged];
  }, setup.server.origin);
  expect(answered).toEqual([0, 1]);
  expect((await emitted(page, "ready")).length).toBe(before);
});

test("[EMBED-8] the frame answers only its parent, once, and greets no page that its address does not name", async () => {
  const page = await openHost({
    headers: {},
    body: `<iframe name="stranger" src="${setup.server.origin}/r/once/embed?parent=https%3A%2F%2Fevil.example"></iframe>`,
  });
  const stranger = page.frame({ name: "stranger" });
  await stranger?.locator(".members-button:enabled").waitFor();
  const ready = await page.evaluate(
    ({ origin }) =>
      new Promise<unknown[]>((resolve) => {
        const log: unknown[] = [];
        const frame = document.createElement("iframe");
        const connect = (id: string, v: unknown, name: string): void => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data: { type } }: MessageEvent<{ readonly type: string }>) => {
            log.push(`${name}: ${type}`);
            // The last of what it reports when it is connected.
            if (type === "ready") resolve(log);
          };
          const data = { type: "majlis:connect", v, id, config: { theme: "dark" } };
          frame.contentWindow?.postMessage(data, origin, [port2]);
        };
        addEventListener("message", ({ source, data: { id } }: MessageEvent<{ readonly id: string }>) => {
          if (source !== frame.contentWindow) return log.push("a hello of the stranger's frame");
          connect("other", 1, "another id");
          connect(id, 2, "another version");
          frame.contentWindow?.postMessage({ type: "majlis:connect", v: 1, id, config: {} }, origin);
          connect(id, 1, "right");
          connect(id, 1, "repeated");
          return undefined;
        });
        frame.src = `${origin}/r/once/embed?parent=${encodeURIComponent(location.origin)}`;
        document.body.append(frame);
      }),
    { origin: setup.server.origin },
  );
  expect(new Set(ready)).toEqual(new Set(["right: token", "right: status", "right: unread", "right: ready"]));
});

test("[EMBED-7] a hundred removals and insertions leave one frame and no listener behind", async () => {
  const visitor = await setup.newUser();
  await visitor.context.addInitScript(() => {
    const listeners = new Set<unknown>();
    Object.assign(window, { listeners });
    const { addEventListener: add, removeEventListener: remove } = window;
    Object.assign(window, {
      addEventListener(
        type: string,
        ...rest: Parameters<typeof add> extends [unknown, ...infer Rest] ? Rest : never
      ) {
        if (type === "message") listeners.add(rest[0]);
        add.call(window, type, ...rest);
      },
      removeEventListener(
        type: string,
        ...rest: Parameters<typeof remove> extends [unknown, ...infer Rest] ? Rest : never
      ) {
        listeners.delete(rest[0]);
        remove.call(window, type, ...rest);
      },
    });
  });
  const page = await openHost(
    {
      body: `${script()}<majlis-room room="again"></majlis-room><majlis-room room="again" mode="bubble"></majlis-room>`,
    },
    visitor,
  );
  await waitForReady(page);
  await page.evaluate(() => {
    for (let times = 0; times < 100; times += 1)
      for (const element of document.querySelectorAll("majlis-room")) {
        const { parentNode: place } = element;
        element.remove();
        place?.append(element);
      }
  });
  await page.getByRole("button", { name: "Chat" }).waitFor();
  await roomFrame(page);
  await expect.poll(() => emitted(page, "ready")).toHaveLength(2);
  const left = () =>
    page.evaluate(() => [
      (window as unknown as { readonly listeners: Set<unknown> }).listeners.size,
      ...Array.from(document.querySelectorAll("majlis-room"), ({ shadowRoot }) => [
        shadowRoot?.childElementCount,
        shadowRoot?.adoptedStyleSheets.length,
      ]),
    ]);
  await expect.poll(left).toEqual([1, [1, 1], [1, 2]]);
  await page.evaluate(() => document.querySelectorAll("majlis-room").forEach((element) => element.remove()));
  await expect.poll(() => page.frames().length).toBe(1);
  await expect
    .poll(() =>
      page.evaluate(() => (window as unknown as { readonly listeners: Set<unknown> }).listeners.size),
    )
    .toBe(0);
});
