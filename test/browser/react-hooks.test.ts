/** The hooks with React itself: strict mode, unmounting, concurrent rendering. */
import type { Page, WebSocket } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleApp, moduleScript } from "../support/app-bundle.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { HostSite } from "../support/host-site.ts";
import { joinAs } from "../support/room-clients.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";
import type { HooksApp } from "./apps/hooks.tsx";

const setup = setUpBrowser({ limits: UNLIMITED_RATES }, "full");
let host: HostSite;
let bundle: string;

beforeAll(async () => {
  host = await HostSite.start();
  bundle = await bundleApp({ main: `import "./test/browser/apps/hooks.tsx";` });
});

afterAll(() => host?.stop());

type AppWindow = Window & { readonly app: HooksApp };

interface OpenApp {
  readonly page: Page;
  /** all that the page has opened */
  readonly sockets: readonly WebSocket[];
  show(room: string | undefined): Promise<void>;
}

async function openApp(): Promise<OpenApp> {
  const { page } = await setup.newUser();
  // A join that takes longer on a busy machine would go on over a stream, and the tests count sockets.
  await page.addInitScript(waitLonger, JOIN_MS);
  const sockets: WebSocket[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  await page.goto(host.serve({ body: `<main></main>${moduleScript(bundle)}` }));
  await page.getByText("none").waitFor();
  const urlOf = (room: string) => `${setup.server.origin}/r/${room}`;
  return {
    page,
    sockets,
    show: (room) =>
      page.evaluate(
        (url) => (window as unknown as AppWindow).app.show(url),
        room === undefined ? undefined : urlOf(room),
      ),
  };
}

const state = (page: Page) => page.locator("#state").innerText();
const messages = (page: Page) => page.locator("li").allInnerTexts();
const openSockets = (sockets: readonly WebSocket[]) => sockets.filter((socket) => !socket.isClosed()).length;

test("in strict mode a room is joined once, and shows what its members do", async () => {
  const { page, sockets, show } = await openApp();
  const bo = await joinAs(`${setup.server.origin}/r/hooks`, "Bo");
  const { seq } = await bo.publish("before").stored;
  await show("hooks");
  await expect.poll(() => state(page)).toBe("online, 2 here, 0 pending, typing:");
  await expect.poll(() => messages(page)).toEqual(["before"]);
  expect(sockets).toHaveLength(1);

  await page.evaluate(() => (window as unknown as AppWindow).app.room?.publish("mine"));
  await bo.edit(seq, "edited");
  await bo.react(seq, "👍", true);
  await expect.poll(() => messages(page)).toEqual(["edited 👍1", "mine"]);
  bo.typing(true);
  await expect.poll(() => state(page)).toBe("online, 2 here, 0 pending, typing: Bo");
  bo.close();
  await expect.poll(() => state(page)).toBe("online, 1 here, 0 pending, typing:");
});

test("an unmounted component leaves the room; a hundred mounts later one connection is open, with all messages", async () => {
  const { page, sockets, show } = await openApp();
  const bo = await joinAs(`${setup.server.origin}/r/mounts`, "Bo");
  bo.publish("one");
  await show("mounts");
  await expect.poll(() => messages(page)).toEqual(["one"]);
  await show(undefined);
  await expect.poll(() => openSockets(sockets)).toBe(0);
  await bo.publish("two").stored;
  for (let mounts = 0; mounts < 100; mounts++) {
    await show("mounts");
    await show(undefined);
  }
  await show("mounts");
  await expect.poll(() => messages(page)).toEqual(["one", "two"]);
  await expect.poll(() => openSockets(sockets)).toBe(1);
  await expect.poll(() => bo.roster.count).toBe(2);

  await show("another");
  await expect.poll(() => messages(page)).toEqual([]);
  await expect.poll(() => state(page)).toContain("online, 1 here");
  await expect.poll(() => openSockets(sockets)).toBe(1);
  await expect.poll(() => bo.roster.count).toBe(1);
  bo.close();
});

test("a view that React renders in slices shows one state of the room, where that changes between two slices", async () => {
  const { page, show } = await openApp();
  await show("slices");
  await expect.poll(() => state(page)).toContain("online");
  await page.evaluate(() => (window as unknown as AppWindow).app.showSlowly());
  const commits = () => page.evaluate(() => (window as unknown as AppWindow).app.commits);
  await expect.poll(async () => (await commits()).at(-1)).toEqual([1]);
  expect((await commits()).filter((counts) => counts.length !== 1)).toEqual([]);
});
