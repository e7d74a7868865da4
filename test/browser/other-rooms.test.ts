/** The ways from a room to other rooms: the column on a wide screen, and the switcher on every screen. */
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { holdLazyScripts } from "../support/held-scripts.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { textBox } from "../support/boxes.ts";
import { configure, createOwnedRoom } from "../support/owned-room.ts";

const setup = setUpBrowser();

function url(name: string): string {
  return `${setup.server.origin}/r/${name}`;
}

test("the column lists the recent rooms, which of them has something new, and who is here", async () => {
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  const bo = await setup.newUserNamed("Bo", variant("desktop", "light", "en"));
  await ana.openRoom(url("first-room"));
  await bo.openRoom(url("first-room"));
  await ana.send("read by Ana");
  await bo.waitForText("read by Ana");
  await ana.openRoom(url("second-room"));
  await ana.waitForJoin();
  await bo.send("not read by Ana");
  await bo.page.locator("[data-seq]", { hasText: "not read by Ana" }).waitFor();
  await ana.openRoom(url("third-room"));

  const rooms = ana.page.getByRole("navigation", { name: en.lazy.rooms });
  await rooms.getByRole("link", { name: `first-room ${en.lazy.roomUnread}` }).waitFor();
  await expect
    .poll(() => rooms.getByRole("link").allInnerTexts())
    .toEqual(["third-room", "second-room", expect.stringMatching(/^first-room\s+New messages$/u)]);
  await expect.poll(() => rooms.locator("[aria-current]").innerText()).toBe("third-room");
  await ana.page.locator(".side .member", { hasText: "Ana" }).waitFor();
  await setup.screenshot(ana, "side-column-desktop-light-en");
  expect(await axeViolations(ana.page)).toEqual([]);

  await rooms.getByRole("link", { name: /first-room/ }).click();
  await ana.waitForText("not read by Ana");
});

test("Ctrl+K finds a recent room, or opens a new one, by the keyboard alone", async () => {
  const mia = await setup.newUserNamed("Mia", variant("desktop", "dark", "en"));
  // Left before anything but the first scripts has run.
  const lazyScripts = await holdLazyScripts(mia);
  await mia.openRoom(url("tea-garden"));
  await mia.waitForJoin();
  await mia.openRoom(url("harbour"));
  lazyScripts.release();
  await mia.waitForJoin();
  await mia.send("here");
  await mia.waitForMessageActions("here");
  await mia.page.keyboard.press("Control+k");
  const field = mia.page.getByRole("combobox", { name: en.lazy.switchRoomField });
  await field.pressSequentially("Garden");
  await mia.page.getByRole("option", { name: "tea-garden", selected: true }).waitFor();
  await setup.screenshot(mia, "switcher-desktop-dark-en");
  expect(await axeViolations(mia.page)).toEqual([]);
  await field.press("Enter");
  await mia.page.waitForURL(url("tea-garden"));
  await mia.send("and here");
  await mia.waitForMessageActions("and here");
  await mia.page.keyboard.press("Control+k");
  await field.pressSequentially("Book Club");
  await field.press("Enter");
  await mia.page.waitForURL(url("book-club"));
});

test("a room with a title is listed by that, and found by it", async () => {
  const port = await createOwnedRoom(setup.server.origin, "port-of-call", { title: "ميناء الشاي" });
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  await ana.openRoom(port.url);
  await ana.waitForJoin();
  const rooms = ana.page.getByRole("navigation", { name: en.lazy.rooms });
  await rooms.getByRole("link", { name: "ميناء الشاي" }).waitFor();
  await configure(port, { title: "The Old Port" });
  await rooms.getByRole("link", { name: "The Old Port" }).waitFor();
  await expect
    .poll(() => ana.page.evaluate(() => localStorage.getItem("majlis:title:port-of-call")))
    .toBe("The Old Port");
  await ana.openRoom(url("elsewhere"));
  await ana.waitForJoin();
  await rooms.getByRole("link", { name: "The Old Port" }).waitFor();
  await ana.send("here");
  await ana.waitForMessageActions("here");
  await ana.page.keyboard.press("Control+k");
  const field = ana.page.getByRole("combobox", { name: en.lazy.switchRoomField });
  await field.pressSequentially("old po");
  await ana.page.getByRole("option", { name: "The Old Port", selected: true }).waitFor();
  await setup.screenshot(ana, "switcher-by-title");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.goto(setup.server.origin);
  const recent = ana.page.locator("#recent-list").getByRole("link", { name: "The Old Port" });
  await recent.click();
  await ana.page.waitForURL(port.url);
});

test("room names of both directions begin at the same side of the column", async () => {
  const ana = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  for (const name of ["harbour", "بيت-الشاي", "last"]) {
    await ana.openRoom(url(name));
    await ana.waitForJoin();
  }
  const names = ana.page.locator(".side .room-list bdi");
  await expect.poll(() => names.count()).toBe(3);
  const boxes = await Promise.all((await names.all()).map(textBox));
  expect(new Set(boxes.map(({ left }) => Math.round(left))).size).toBe(1);
});

test("on a phone the room's title opens the switcher, and there is no column", async () => {
  const lena = await setup.newUserNamed("لينا", variant("phone", "light", "ar"));
  await lena.openRoom(url("بيت-الشاي"));
  await lena.waitForJoin();
  await expect.poll(() => lena.page.locator(".side").count()).toBe(0);
  await lena.page.getByRole("button", { name: "بيت-الشاي" }).tap();
  await lena.page.getByRole("combobox", { name: ar.lazy.switchRoomField }).waitFor();
  await setup.screenshot(lena, "switcher-phone-light-ar");
  expect(await axeViolations(lena.page)).toEqual([]);
  await lena.page.keyboard.press("Escape");
  await expect.poll(() => lena.page.locator(".switcher").count()).toBe(0);
});
