import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LANGUAGES } from "../../src/locales/languages.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { eventually } from "../support/eventually.ts";
import { words } from "../support/words.ts";

const setup = setUpBrowser();
const { newUser } = setup;

/** The longest pause between two attempts to reconnect is 20 s (SPEC LIVE-4), and an attempt may hang for a while. */
const RECONNECT_TIMEOUT_MS = 60_000;

let rooms = 0;
const newRoomName = () => `room-${++rooms}`;

test("a new visitor creates a room from the landing page, shares its URL, and both users exchange messages", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  await ana.page.goto(setup.server.origin);
  await expect.poll(() => ana.page.getByRole("textbox").inputValue()).toMatch(/^[a-z]+(?:-[a-z]+){4}$/);
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.getByRole("button", { name: en.landing.enterRoom }).click();
  await ana.composer.waitFor();
  await ana.waitForText("1 here");
  expect(await axeViolations(ana.page)).toEqual([]);

  await ana.send("Is anybody there?");
  await ana.waitForText("Is anybody there?");
  await bo.openRoom(ana.page.url());
  await bo.waitForText("Is anybody there?");
  await ana.waitForText("2 here");
  await bo.send("I am.");
  await ana.waitForText("I am.");
  await ana.send("Welcome!");
  await bo.waitForText("Welcome!");
  await expect.poll(() => bo.texts()).toEqual(["Is anybody there?", "I am.", "Welcome!"]);
  await expect.poll(() => ana.texts()).toEqual(await bo.texts());
  expect(await axeViolations(bo.page)).toEqual([]);
});

test("a new name is shown to other members at once, and kept after a reload", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  const url = `${setup.server.origin}/r/${newRoomName()}`;
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.page.getByRole("button", { name: /change your name$/ }).click();
  await ana.page.getByRole("textbox", { name: en.shared.yourName }).fill("Ana");
  await ana.page.keyboard.press("Enter");
  await ana.page.getByRole("button", { name: words("en")("changeName", { name: "Ana" }) }).waitFor();
  await ana.send("It is me");
  await bo.page.locator(".message", { hasText: "It is me" }).getByText("Ana", { exact: true }).waitFor();
  await ana.page.reload();
  await ana.page.getByRole("button", { name: words("en")("changeName", { name: "Ana" }) }).waitFor();
  await ana.waitForText("It is me");
  await bo.waitForText("2 here");
});

test("a rename that is answered late leaves the focus in the composer", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  const url = `${setup.server.origin}/r/${newRoomName()}`;
  const renameSent = Promise.withResolvers<void>();
  const answerRename = Promise.withResolvers<void>();
  await ana.page.routeWebSocket(/\/socket/, (socket) => {
    const server = socket.connectToServer();
    let isHeld = false;
    socket.onMessage(async (frame) => {
      if (!isHeld && String(frame).includes('"rename"')) {
        isHeld = true;
        renameSent.resolve();
        await answerRename.promise;
      }
      server.send(frame);
    });
  });
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.page.getByRole("button", { name: /change your name$/ }).click();
  await ana.page.getByRole("textbox", { name: en.shared.yourName }).fill("Ana");
  await ana.page.keyboard.press("Enter");
  await renameSent.promise;
  await ana.composer.fill("It is me");
  answerRename.resolve();
  await ana.page.getByRole("button", { name: words("en")("changeName", { name: "Ana" }) }).waitFor();
  // Two frames: the code that restores the focus after the form is removed has run.
  await ana.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await ana.page.keyboard.press("Enter");
  await bo.waitForText("It is me");
});

test("[P-3] a page that loses its connection shows it, queues messages, and catches up after reconnecting", async () => {
  const line = await TcpProxy.start(setup.server.port);
  const [ana, bo] = [await newUser(), await newUser()];
  const room = newRoomName();
  await ana.openRoom(`${line.origin}/r/${room}`);
  await bo.openRoom(`${setup.server.origin}/r/${room}`);
  await ana.send("before");
  await bo.waitForText("before");
  await ana.waitForConnectionText();

  line.disconnect();
  await ana.send("written while cut off");
  await bo.send("said in the meantime");
  await ana.page.locator(".connection-text").waitFor();
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.send("and another");
  await expect.poll(() => bo.texts()).toEqual(["before", "said in the meantime"]);

  line.reconnect();
  await bo.waitForText("and another", RECONNECT_TIMEOUT_MS);
  const whole = ["before", "said in the meantime", "written while cut off", "and another"];
  await eventually("Ana has all messages in order", async () => (await ana.texts()).join() === whole.join());
  await expect.poll(() => bo.texts()).toEqual(whole);
  await ana.page.locator(".connection-text").waitFor({ state: "detached" });
  line.close();
});

test("[P-1] [P-3] no message of two users is lost or duplicated when the server is killed and restarted", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  const url = `${setup.server.origin}/r/${newRoomName()}`;
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.send("one");
  await bo.waitForText("one");
  await ana.waitForConnectionText();
  await setup.server.kill();
  await ana.send("two");
  await bo.send("three");
  await ana.page.locator(".connection-text").waitFor();
  await setup.server.restart();
  await ana.waitForText("three", RECONNECT_TIMEOUT_MS);
  await bo.waitForText("two", RECONNECT_TIMEOUT_MS);
  await eventually(
    "both pages show the same messages",
    async () => (await ana.texts()).join() === (await bo.texts()).join(),
  );
  expect((await ana.texts()).toSorted()).toEqual(["one", "three", "two"]);
  for (const { page } of [ana, bo])
    await eventually(
      "no message is pending",
      async () => (await page.locator('.message:not([data-delivery="stored"])').count()) === 0,
    );
}, 180_000);

test("a message written while disconnected is sent once after a reload", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  const line = await TcpProxy.start(setup.server.port);
  const room = newRoomName();
  await ana.openRoom(`${line.origin}/r/${room}`);
  await bo.openRoom(`${setup.server.origin}/r/${room}`);
  await ana.send("before");
  await bo.waitForText("before");
  line.disconnect();
  await ana.send("kept through a reload");
  line.reconnect();
  await ana.page.reload();
  await bo.waitForText("kept through a reload");
  await ana.waitForText("kept through a reload");
  await expect.poll(() => bo.texts()).toEqual(["before", "kept through a reload"]);
  line.close();
});

test("an Arabic and an English reader share a room: each message in its own direction, each page in its reader's language", async () => {
  const ana = await newUser();
  const omar = await newUser({ locale: "ar-EG", viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const url = `${setup.server.origin}/r/${encodeURIComponent("مجلس")}`;
  await ana.openRoom(url);
  await omar.openRoom(url);
  await expect.poll(() => omar.page.locator("html").getAttribute("dir")).toBe("rtl");
  await expect.poll(() => ana.page.locator("html").getAttribute("dir")).toBe("ltr");
  await ana.send("Good evening!");
  await omar.waitForText("Good evening!");
  await omar.composer.fill("مساء الخير! npm start");
  await omar.composer.press("Enter");
  await ana.waitForText("مساء الخير! npm start");
  await ana.send("سطر عربي\nand an English line");
  await omar.page.locator(".text", { hasText: "and an English line" }).waitFor();

  for (const { page } of [ana, omar]) {
    const direction = (text: string) =>
      page.locator(".text", { hasText: text }).evaluate((element) => getComputedStyle(element).direction);
    await expect.poll(() => direction("Good evening!")).toBe("ltr");
    await expect.poll(() => direction("مساء الخير!")).toBe("rtl");
  }
  expect(await axeViolations(omar.page)).toEqual([]);
  await expect
    .poll(() => omar.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
});

test("a room is entered, written in and read by keyboard alone", async () => {
  const ana = await newUser();
  await ana.page.goto(setup.server.origin);
  const field = ana.page.getByRole("textbox");
  // Before it are the links to the other languages, and one more.
  for (let tabs = 0; tabs <= LANGUAGES.length; tabs++) {
    if (await field.evaluate((element) => element === document.activeElement)) break;
    await ana.page.keyboard.press("Tab");
  }
  await ana.page.keyboard.press("ControlOrMeta+A");
  await ana.page.keyboard.type(newRoomName());
  await ana.page.keyboard.press("Enter");
  await ana.composer.waitFor();
  const ownerKey = ana.page.getByRole("dialog", { name: en.admin.ownerKeyTitle });
  await ownerKey.waitFor();
  await ana.page.keyboard.press("Escape");
  await ownerKey.waitFor({ state: "detached" });
  for (const text of ["first", "second"]) {
    await ana.page.keyboard.type(text);
    await ana.page.keyboard.press("Enter");
    await ana.waitForText(text);
  }
  const focused = () => ana.page.evaluate(() => document.activeElement?.textContent ?? "");
  const isInList = () => ana.page.evaluate(() => document.activeElement?.closest(".scroller") !== null);
  for (let tabs = 0; tabs < 10 && !(await isInList()); tabs++) await ana.page.keyboard.press("Shift+Tab");
  await eventually("End moves to the last message", async () => {
    await ana.page.keyboard.press("ArrowDown");
    await ana.page.keyboard.press("End");
    return (await focused()).includes("second") && !(await focused()).includes("first");
  });
  await expect.poll(() => focused()).toContain("second");
  await ana.page.keyboard.press("ArrowUp");
  await expect.poll(() => focused()).toContain("first");
  await ana.page.keyboard.press("Escape");
  await expect.poll(() => ana.composer.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("messages are rendered as text: no HTML, no scripts, no links but http(s)", async () => {
  const [ana, bo] = [await newUser(), await newUser()];
  const url = `${setup.server.origin}/r/${newRoomName()}`;
  await ana.openRoom(url);
  await bo.openRoom(url);
  const hostile = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "javascript:alert(1) data:text/html,x",
    "&lt;b&gt; {{7*7}} ${7*7}",
    "https://example.com/<b>x",
    "👨‍👩‍👧‍👦".repeat(30),
  ];
  for (const text of hostile) {
    await ana.send(text);
    await eventually(`Bo reads ${text}`, async () => (await bo.texts()).includes(text));
  }
  await expect.poll(() => bo.page.locator(".message img, .message script, .message b").count()).toBe(0);
  const links = await bo.page
    .locator(".message a")
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.every((href) => href.startsWith("https://example.com/"))).toBe(true);
});

test("an invalid room name is explained on the landing page", async () => {
  const ana = await newUser();
  await ana.page.goto(setup.server.origin);
  await ana.page.getByRole("textbox").fill("?!");
  await ana.page.getByRole("button", { name: en.landing.enterRoom }).click();
  await ana.page.getByText(/Use up to 64 letters/).waitFor();
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.getByRole("textbox").fill("Tea-Room");
  await ana.page.getByRole("button", { name: en.landing.enterRoom }).click();
  await ana.composer.waitFor();
  expect(new URL(ana.page.url()).pathname).toBe("/r/tea-room");
});
