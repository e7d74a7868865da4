/** The page around a frame scrolls where the reader scrolls it, also over the frame, and never by itself. */
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { HostSite } from "../support/host-site.ts";
import type { User } from "../support/user.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES }, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const SPACE = `<div style="height:1500px">The host's own text</div>`;

/** A page with a frame between two long texts. */
function hostUrl(embedPath: string): string {
  const src = `${setup.server.origin}/r/${embedPath}`;
  return host.serve({
    body: `${SPACE}<iframe title="Chat" src="${src}" width="360" height="420"></iframe>${SPACE}`,
  });
}

async function fillRoom(room: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number++)
    await fetch(`${setup.server.origin}/r/${room}?name=Bo`, { method: "POST", body: `message ${number}` });
}

async function openFrame({ page }: User, url: string): Promise<Frame> {
  await page.goto(url);
  await page.frameLocator("iframe").locator(".members-button:enabled").waitFor();
  // Not a click, for which Playwright would scroll the host.
  const skip = page.frameLocator("iframe").getByRole("button", { name: en.lazy.namePromptSkip });
  await skip.dispatchEvent("click");
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  return frame;
}

const hostTop = (page: Page) => page.evaluate(() => scrollY);
const listTop = (frame: Frame) => frame.locator(".scroller").evaluate((list) => list.scrollTop);

type Pointer = "touch" | "mouse";

/** Scrolls down by `px` with the pointer in the middle of `selector` of the frame. */
async function scrollOver(user: User, frame: Frame, selector: string, px: number, pointer: Pointer) {
  const box = await frame.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (pointer === "mouse") {
    await user.page.mouse.move(x, y);
    await user.page.mouse.wheel(0, px);
  } else {
    // From a third of the box, so that the finger lands in it.
    const start = y + (Math.sign(px) * box.height) / 3;
    await swipe(user, { x, y: start }, { x, y: start - px });
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const SWIPE_STEPS = 20;

async function swipe({ page, context }: User, from: Point, to: Point): Promise<void> {
  const session = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [from]);
  for (let step = 1; step <= SWIPE_STEPS; step++) {
    const part = step / SWIPE_STEPS;
    await touch("touchMove", [{ x: from.x, y: from.y + (to.y - from.y) * part }]);
  }
  await touch("touchEnd", []);
  await session.detach();
}

/** Once the list handles the keys itself. */
async function focusWithoutScrolling(frame: Frame, selector: string): Promise<void> {
  const focus = (element: SVGElement | HTMLElement) => element.focus({ preventScroll: true });
  await frame.locator(".scroller[data-controls]").waitFor();
  await frame.locator(selector).evaluate(focus);
}

async function showFrame({ page }: User): Promise<number> {
  await page.locator("iframe").evaluate((frame) => frame.scrollIntoView({ block: "center" }));
  return hostTop(page);
}

for (const [pointer, size] of [
  ["touch", "phone"],
  ["mouse", "desktop"],
] as const) {
  test(`a ${pointer} over the message list scrolls the host where the list ends, and where it does not scroll`, async () => {
    const rooms = { [`long-${pointer}`]: 40, [`short-${pointer}`]: 1 };
    for (const [room, count] of Object.entries(rooms)) {
      await fillRoom(room, count);
      const user = await setup.newUser(variant(size, "light", "en"));
      const frame = await openFrame(user, hostUrl(`${room}/embed`));
      const before = await showFrame(user);
      await scrollOver(user, frame, ".scroller", 300, pointer);
      await expect.poll(() => hostTop(user.page), { message: room }).toBeGreaterThan(before + 100);
    }
  });

  test(`a ${pointer} over the search results scrolls the host at their end`, async () => {
    const room = `found-${pointer}`;
    await fillRoom(room, 3);
    const user = await setup.newUser(variant(size, "light", "en"));
    const frame = await openFrame(user, hostUrl(`${room}/embed`));
    await showFrame(user);
    await frame.locator("[popovertarget=search]").click();
    await frame.locator(".search-field input").fill("message");
    await frame.locator(".search-result").last().waitFor();
    const before = await hostTop(user.page);
    await scrollOver(user, frame, ".search-results", 300, pointer);
    await expect.poll(() => hostTop(user.page)).toBeGreaterThan(before + 100);
  });
}

test("inside the list a swipe scrolls the list, not the host", async () => {
  await fillRoom("inner", 40);
  const user = await setup.newUser(variant("phone", "light", "en"));
  const frame = await openFrame(user, hostUrl("inner/embed"));
  const before = await showFrame(user);
  const end = await listTop(frame);
  await scrollOver(user, frame, ".scroller", -300, "touch");
  await expect.poll(() => listTop(frame)).toBeLessThan(end - 100);
  expect(await hostTop(user.page)).toBe(before);
});

test("a link to a message scrolls the list to it; neither the host nor its focus moves", async () => {
  await fillRoom("linked", 40);
  const user = await setup.newUser(variant("desktop", "light", "en"));
  const url = host.serve({
    body: `<input id="field" autofocus>${SPACE}<iframe title="Chat" width="360" height="420"
      src="${setup.server.origin}/r/linked/embed#5"></iframe>`,
  });
  const frame = await openFrame(user, url);
  const linked = frame.locator('[data-seq="5"]');
  await linked.and(frame.locator("[data-highlighted]")).waitFor();
  const [message, list] = [await linked.boundingBox(), await frame.locator(".scroller").boundingBox()];
  if (message === null || list === null) throw new Error("the linked message is not rendered");
  expect(message.y).toBeGreaterThan(list.y);
  expect(message.y + message.height).toBeLessThan(list.y + list.height);
  expect(await hostTop(user.page)).toBe(0);
  await expect.poll(() => user.page.evaluate(() => document.activeElement?.id)).toBe("field");
});

test("new messages, the keyboard, completions, panels and jumps in a frame do not scroll the host", async () => {
  await fillRoom("still", 40);
  const user = await setup.newUser(variant("desktop", "light", "en"));
  const frame = await openFrame(user, hostUrl("still/embed"));
  // The frame's lower half is out of view: what is focused or shown there could only be revealed by moving the host.
  await user.page.evaluate(() => scrollTo(0, 1_500 + 210 - innerHeight));
  const before = await hostTop(user.page);
  const expectStill = async (what: string) => expect(await hostTop(user.page), what).toBe(before);

  await fillRoom("still", 3);
  await frame.locator('[data-seq="43"]').waitFor();
  await expectStill("new messages");

  await focusWithoutScrolling(frame, ".scroller");
  for (const key of ["End", "Home", "ArrowDown", "End", "Escape"]) await user.page.keyboard.press(key);
  await expect.poll(() => frame.evaluate(() => document.activeElement?.id)).toBe("write");
  await expectStill("the keyboard in the list");

  await frame.evaluate(() => (location.hash = "#4"));
  await frame.locator('[data-seq="4"][data-highlighted]').waitFor();
  await expectStill("a jump to a message");
  await frame.locator(".jump:not(.to-unread)").dispatchEvent("click");
  await frame.locator('[data-seq="43"]').waitFor();
  await expectStill("a jump to the latest message");

  for (const panel of ["#search", "#emoji"]) {
    await frame.locator(`[popovertarget="${panel.slice(1)}"]`).dispatchEvent("click");
    await frame.locator(`${panel} :is(input, select, button)`).first().waitFor();
    await expect.poll(() => frame.locator(`${panel} :focus`).count()).toBe(1);
    await user.page.keyboard.press("ArrowDown");
    await user.page.keyboard.press("Escape");
    await frame.locator(panel).waitFor({ state: "hidden" });
  }
  await expectStill("panels");
});

test("completions scroll their own list only", async () => {
  const user = await setup.newUser(variant("desktop", "light", "en"));
  const frame = await openFrame(user, hostUrl("complete/embed"));
  const before = await showFrame(user);
  await frame.locator("#write").click();
  await user.page.keyboard.type(":smi");
  await frame.locator(".completions [role=option]").nth(3).waitFor();
  await user.page.keyboard.press("ArrowUp");
  const active = frame.locator(".completions [aria-selected=true]");
  // The list scrolls once the option is drawn.
  await expect
    .poll(() =>
      active.evaluate((option) => {
        const list = option.closest(".completions")?.getBoundingClientRect();
        return option.getBoundingClientRect().bottom - (list?.bottom ?? Number.NaN);
      }),
    )
    .toBeLessThanOrEqual(0);
  expect(await hostTop(user.page)).toBe(before);
});
