/** The composer: emoji, mentions, drafts, texts that are too long. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";
import { takePicture } from "../support/picture.ts";
import { words } from "../support/words.ts";

const setup = setUpBrowser();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

async function newUser(options?: Parameters<typeof User.open>[1]): Promise<User> {
  return setup.newUser({ reducedMotion: "reduce", ...options });
}

let rooms = 0;
const newRoomUrl = () => `${setup.server.origin}/r/writing-${++rooms}`;

/** A user whose browser has stored their name. */
async function newUserAs(name: string, options?: Parameters<typeof User.open>[1]): Promise<User> {
  const user = await newUser(options);
  await user.context.addInitScript((name) => localStorage.setItem("majlis:name", name), name);
  return user;
}

async function checkView(page: Page, name: string): Promise<void> {
  await takePicture(page, `writing-${name}`);
  expect([name, await axeViolations(page)]).toEqual([name, []]);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
}

describe("the emoji picker", () => {
  test("is operated by keyboard: search, arrows, insertion at the cursor, recent emoji first", async () => {
    const [ana, bo] = [await newUser(), await newUser()];
    const url = newRoomUrl();
    await ana.openRoom(url);
    await bo.openRoom(url);
    await ana.composer.fill("tea? yes");
    await ana.composer.press("Home");
    for (let step = 0; step < 5; step++) await ana.composer.press("ArrowRight");
    await ana.page.getByRole("button", { name: en.room.emoji }).press("Enter");
    const search = ana.page.getByRole("searchbox", { name: en.lazy.emojiSearch });
    await search.waitFor();
    await checkView(ana.page, "emoji-desktop-light-en");
    await ana.page.keyboard.type("tea");
    await ana.page.keyboard.press("ArrowDown");
    await ana.page.keyboard.press("ArrowRight");
    await checkView(ana.page, "emoji-search-desktop-light-en");
    await ana.page.keyboard.press("ArrowLeft");
    await ana.page.keyboard.press("Enter");
    await search.waitFor({ state: "detached" });
    await expect.poll(() => ana.composer.inputValue()).toBe("tea? 🍵yes");
    await ana.page.keyboard.type(" ");
    await ana.page.keyboard.press("Enter");
    await bo.waitForText("tea? 🍵 yes");
    await ana.page.getByRole("button", { name: en.room.emoji }).press("Enter");
    await ana.page
      .getByRole("grid", { name: en.lazy.emojiRecent })
      .getByRole("button", { name: "teacup" })
      .waitFor();
    await ana.page.keyboard.press("Escape");
    await search.waitFor({ state: "detached" });
    await eventually("the emoji button has the focus again", () =>
      ana.page.evaluate(() => document.activeElement?.classList.contains("emoji-button") === true),
    );
  });

  test("is operated by touch in Arabic: finds emoji by Arabic name, applies skin tones, stays open for several", async () => {
    const omar = await newUser({ ...PHONE, locale: "ar-EG", colorScheme: "dark" });
    await omar.openRoom(newRoomUrl());
    await omar.page.getByRole("button", { name: ar.room.emoji }).tap();
    const search = omar.page.getByRole("searchbox");
    await search.waitFor();
    await checkView(omar.page, "emoji-phone-dark-ar");
    await omar.page.getByRole("radio", { name: ar.lazy.skinTone3, exact: true }).tap();
    await omar.page.getByRole("tab", { name: ar.lazy.emoji_people }).tap();
    await omar.page.getByRole("grid", { name: ar.lazy.emoji_people }).getByRole("button").first().tap();
    // A tap becomes a click later: by then the results would be in the place of the emoji.
    await expect.poll(() => omar.composer.inputValue()).toBe("👋🏽");
    await search.fill("قلب احمر");
    await omar.page.getByRole("button", { name: "قلب أحمر", exact: true }).tap();
    await checkView(omar.page, "emoji-search-phone-dark-ar");
    await omar.page.keyboard.press("Escape");
    await search.waitFor({ state: "detached" });
    await expect.poll(() => omar.composer.inputValue()).toBe("👋🏽❤️");
  });

  test("moves by arrows through tabs and grid in reading direction, and fits 320 px", async () => {
    const omar = await newUser({ locale: "ar", viewport: { width: 320, height: 640 } });
    await omar.openRoom(newRoomUrl());
    await omar.page.getByRole("button", { name: ar.room.emoji }).click();
    // The picker takes the focus once it is drawn.
    await omar.page.locator(".emoji-search input:focus").waitFor();
    await omar.page.getByRole("tab", { name: ar.lazy.emoji_smileys }).focus();
    await omar.page.keyboard.press("ArrowLeft");
    const focused = () => omar.page.evaluate(() => document.activeElement?.getAttribute("title"));
    await expect.poll(() => focused()).toBe(ar.lazy.emoji_people);
    await omar.page.keyboard.press("Tab");
    const first = await omar.page.evaluate(() => document.activeElement?.getBoundingClientRect().x ?? 0);
    await omar.page.keyboard.press("ArrowLeft");
    const second = await omar.page.evaluate(() => document.activeElement?.getBoundingClientRect().x ?? 0);
    expect(second).toBeLessThan(first);
    await checkView(omar.page, "emoji-320-light-ar");
  });
});

test("markdown is rendered for author and reader: bold, code, quotes, lists and links", async () => {
  const ana = await newUser();
  const omar = await newUser({ ...PHONE, locale: "ar-EG", colorScheme: "dark" });
  const url = newRoomUrl();
  await omar.openRoom(url);
  await ana.openRoom(url);
  await ana.send("**Bold**, _slanted_, ~~struck~~, `code`, and https://a.example/x_y_z.");
  await ana.send(
    "> قال هذا بالأمس\n\n- tea with **mint**\n- dates\n\n٣. ماء\n\n```ts\nconst longLine = [1, 2, 3].map((each) => each * 2).filter((each) => each > 2);\n```",
  );
  for (const { page } of [ana, omar]) {
    const last = page.locator(".message .text").nth(1);
    await last.locator("pre").waitFor();
    const first = page.locator(".message .text").first();
    await expect
      .poll(() => first.locator("strong, em, s, code").allInnerTexts())
      .toEqual(["Bold", "slanted", "struck", "code"]);
    const link = first.getByRole("link");
    await expect.poll(() => link.getAttribute("href")).toBe("https://a.example/x_y_z");
    await expect.poll(() => link.getAttribute("rel")).toBe("noopener noreferrer nofollow ugc");
    await expect.poll(() => last.locator("blockquote").innerText()).toBe("قال هذا بالأمس");
    await expect.poll(() => last.locator("ul > li").allInnerTexts()).toEqual(["tea with mint", "dates"]);
    await expect.poll(() => last.locator("ol > li").getAttribute("value")).toBe("3");
  }
  const code = omar.page.locator(".message pre");
  await expect.poll(() => code.evaluate((pre) => pre.scrollWidth > pre.clientWidth)).toBe(true);
  await code.focus();
  await omar.page.keyboard.press("ArrowRight");
  await eventually("the code block is scrolled", () => code.evaluate((pre) => pre.scrollLeft > 0));
  await checkView(ana.page, "markup-desktop-light-en");
  await checkView(omar.page, "markup-phone-dark-ar");
});

test("a hyphen in code is no place for a line break, and a strikethrough reaches over it", async () => {
  const ana = await newUser({ viewport: { width: 320, height: 640 } });
  await ana.openRoom(newRoomUrl());
  const option = "--dry-run-of-everything";
  const long = "long-".repeat(30);
  await ana.send(`${"`"}a b ${option} ${option} ${option}${"`"} ~~${"`"}${long}${"`"}~~`);
  const words = ana.page.locator(".text code .code-word");
  await words.first().waitFor();
  await expect.poll(() => words.allInnerTexts()).toEqual([option, option, option, long]);
  const lines = await words.evaluateAll((all) => all.map((word) => Math.round(word.clientHeight / 20)));
  expect(lines.slice(0, 3)).toEqual([1, 1, 1]);
  expect(lines[3]).toBeGreaterThan(1);
  await expect
    .poll(() => words.last().evaluate((word) => getComputedStyle(word).textDecorationLine))
    .toBe("line-through");
  await expect
    .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
});

test("only code blocks that overflow are Tab stops, also after the window changes its size", async () => {
  const ana = await newUser();
  await ana.openRoom(newRoomUrl());
  await ana.send(`${"```"}\nconst words = ["one", "two", "three", "four"].join();\n${"```"}`);
  const code = ana.page.locator(".message pre");
  await code.waitFor();
  await eventually("it is no Tab stop", async () => (await code.getAttribute("tabindex")) === null);
  await ana.page.setViewportSize({ width: 320, height: 640 });
  await eventually("it is a Tab stop", async () => (await code.getAttribute("tabindex")) === "0");
  await ana.page.setViewportSize({ width: 1280, height: 800 });
  await eventually("it is none again", async () => (await code.getAttribute("tabindex")) === null);
});

test("a URL that is pasted over selected words stands after them, and can be undone", async () => {
  const ana = await newUser();
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.openRoom(newRoomUrl());
  await ana.waitForJoin();
  await ana.page.evaluate(() => navigator.clipboard.writeText("https://a.example/menu"));
  await eventually("the words are kept", async () => {
    await ana.composer.fill("see the menu here");
    await ana.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(4, 12));
    await ana.composer.press("ControlOrMeta+v");
    return (await ana.composer.inputValue()) === "see the menu https://a.example/menu here";
  });
  await ana.composer.press("ControlOrMeta+z");
  await expect.poll(() => ana.composer.inputValue()).toBe("see the menu here");
});

describe("mentions", () => {
  test("in a crowd find any member, also one whom the page does not know", async () => {
    const url = newRoomUrl();
    const crowd: WebSocket[] = [];
    for (let number = 1; number <= 110; number++) {
      const address = `${url.replace(/^http/u, "ws")}?name=member${String(number).padStart(3, "0")}`;
      const socket = new WebSocket(address, "majlis.v1");
      crowd.push(socket);
      await new Promise((joined) => socket.addEventListener("message", joined, { once: true }));
    }
    const ana = await newUser();
    await ana.openRoom(url);
    await ana.waitForJoin();
    await ana.composer.pressSequentially("@member107");
    const list = ana.page.getByRole("listbox", { name: en.lazy.completionsTitle });
    await list.getByRole("option", { name: "member107" }).waitFor();
    await ana.composer.press("Enter");
    await expect.poll(() => ana.composer.inputValue()).toBe("@member107 ");
    for (const socket of crowd) socket.close();
  });

  test("by keyboard: names are found in any spelling, and only the mentioned members see a highlight", async () => {
    const ahmad = await newUserAs("أحمد", { ...PHONE, locale: "ar-EG", colorScheme: "dark" });
    const [ana, maria] = [await newUserAs("Ana"), await newUserAs("Ana Maria")];
    const url = newRoomUrl();
    for (const user of [ahmad, ana, maria]) await user.openRoom(url);
    await ana.waitForText("3 here");
    await ana.composer.pressSequentially("hello @احم");
    const option = ana.page.getByRole("option", { name: "أحمد" });
    await option.waitFor();
    await expect.poll(() => option.getAttribute("aria-selected")).toBe("true");
    await eventually("the field refers to the active option", async () => {
      const active = await ana.composer.getAttribute("aria-activedescendant");
      return active !== null && active === (await option.getAttribute("id"));
    });
    await ana.composer.press("Enter");
    await option.waitFor({ state: "detached" });
    await expect.poll(() => ana.composer.inputValue()).toBe("hello @أحمد ");
    await ana.composer.pressSequentially("and @");
    await ana.page.getByRole("option").nth(1).waitFor();
    await checkView(ana.page, "mention-desktop-light-en");
    await ana.composer.press("ArrowDown");
    await ana.composer.press("Escape");
    await ana.page.getByRole("listbox").waitFor({ state: "detached" });
    await ana.composer.press("Backspace");
    await ana.composer.pressSequentially("@mar");
    await ana.page.getByRole("option", { name: "Ana Maria" }).waitFor();
    await ana.composer.press("Tab");
    await expect.poll(() => ana.composer.inputValue()).toBe("hello @أحمد and @Ana\u00a0Maria ");
    await ana.composer.pressSequentially("come");
    await ana.composer.press("Enter");
    for (const mentionedUser of [ahmad, maria])
      await mentionedUser.page.locator(".text.mentions-you").waitFor();
    await expect.poll(() => ana.page.locator(".text.mentions-you").count()).toBe(0);
    await expect.poll(() => ahmad.page.locator(".mention.you").allInnerTexts()).toEqual(["@أحمد"]);
    await expect.poll(() => maria.page.locator(".mention.you").allInnerTexts()).toEqual(["@Ana\u00a0Maria"]);
    await checkView(ahmad.page, "called-phone-dark-ar");
    await checkView(maria.page, "called-desktop-light-en");
  });

  test("by touch: a tap on a suggestion inserts the name, and the keyboard stays open", async () => {
    const omar = await newUserAs("عمر", { ...PHONE, locale: "ar", colorScheme: "light" });
    const sara = await newUserAs("Sara");
    const url = newRoomUrl();
    await omar.openRoom(url);
    await sara.openRoom(url);
    await omar.waitForText(ar.room.memberCount.two);
    await omar.composer.tap();
    await omar.composer.pressSequentially("يا @");
    await omar.page.getByRole("option", { name: "Sara" }).waitFor();
    await checkView(omar.page, "mention-phone-light-ar");
    await omar.page.getByRole("option", { name: "Sara" }).tap();
    await eventually("the name is inserted", async () => (await omar.composer.inputValue()) === "يا @Sara ");
    await expect.poll(() => omar.page.evaluate(() => document.activeElement?.id)).toBe("write");
    await omar.composer.pressSequentially("أهلا");
    await omar.page.getByRole("button", { name: ar.room.send }).tap();
    await sara.page.locator(".text.mentions-you").waitFor();
  });
});

test("emoji short names: a closed one is replaced, an open one is completed, and undo restores the text", async () => {
  const ana = await newUser({ colorScheme: "dark" });
  await ana.openRoom(newRoomUrl());
  await ana.composer.pressSequentially("some :tea:");
  await eventually("the short name is replaced", async () => (await ana.composer.inputValue()) === "some 🍵");
  await ana.composer.pressSequentially(" and :coff");
  await ana.page.getByRole("option", { name: /coffee/ }).waitFor();
  await checkView(ana.page, "short-name-desktop-dark-en");
  await ana.composer.press("Enter");
  await expect.poll(() => ana.composer.inputValue()).toBe("some 🍵 and ☕ ");
  await ana.page.keyboard.press("Control+z");
  await expect.poll(() => ana.composer.inputValue()).toBe("some 🍵 and :coff");
});

describe("a text over the length limit", () => {
  test("is offered as several messages split between paragraphs, which arrive complete and in order", async () => {
    const ana = await newUser({ ...PHONE, colorScheme: "dark" });
    const bo = await newUser();
    const url = newRoomUrl();
    await ana.openRoom(url);
    await bo.openRoom(url);
    const paragraphs = Array.from(
      { length: 30 },
      (_, index) => `${index + 1} ${"some words ".repeat(30).trim()}`,
    );
    const text = paragraphs.join("\n\n");
    await ana.composer.focus();
    await ana.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true }),
      );
      document.execCommand("insertText", false, text);
    }, text);
    const split = ana.page.getByRole("button", { name: /send it as .?3.? messages/ });
    await split.waitFor();
    await ana.page.getByText(/characters over the limit/).waitFor();
    const { height, scrolls } = await ana.composer.evaluate((field) => ({
      height: field.clientHeight,
      scrolls: field.scrollHeight > field.clientHeight,
    }));
    expect(height).toBeLessThan(844 * 0.41);
    expect(scrolls).toBe(true);
    await expect.poll(() => ana.composer.inputValue()).toBe(text);
    await checkView(ana.page, "long-phone-dark-en");
    await split.tap();
    await eventually(
      "Bo has all three messages",
      async () => (await bo.page.locator(".message").count()) === 3,
    );
    // All of it once its slices are made. Not the inner text, which keeps line breaks: what is out of view is not laid out, and has none.
    const folded = bo.page.locator(".message .fold");
    await expect
      .poll(async () => (await folded.allTextContents()).join("").replaceAll(/\s/gu, ""))
      .toBe(text.replaceAll(/\s/gu, ""));
    await expect.poll(() => ana.composer.inputValue()).toBe("");
    await expect.poll(() => split.count()).toBe(0);
  });

  test("of a megabyte is neither sent nor lost, and can be shortened", async () => {
    const omar = await newUser({ locale: "ar-EG" });
    await omar.openRoom(newRoomUrl());
    await omar.composer.fill("سطر طويل ".repeat(60_000));
    await omar.page.getByText(ar.lazy.longTooLong).waitFor();
    await omar.composer.press("Enter");
    await expect.poll(() => omar.page.locator(".message").count()).toBe(0);
    expect((await omar.composer.inputValue()).length).toBe(540_000);
    await checkView(omar.page, "endless-desktop-light-ar");
    await omar.composer.fill("سطر قصير");
    await omar.composer.press("Enter");
    await omar.waitForText("سطر قصير");
  });

  test("shows the characters that are left or too many, and Enter does not send it", async () => {
    const ana = await newUser();
    await ana.openRoom(newRoomUrl());
    await ana.composer.fill("x".repeat(3_990));
    await ana.page.getByText(words("en")("charactersLeft", { count: 10 })).waitFor();
    await ana.composer.fill("x".repeat(4_001));
    await ana.page.getByText(words("en")("charactersOver", { count: 1 })).waitFor();
    await ana.composer.press("Enter");
    await expect.poll(() => ana.page.locator(".message").count()).toBe(0);
    await checkView(ana.page, "limit-desktop-light-en");
  });
});

describe("a draft", () => {
  test("is shared between tabs, survives a reload, and is cleared in both once sent", async () => {
    const ana = await newUser();
    const url = newRoomUrl();
    await ana.openRoom(url);
    const other = await ana.context.newPage();
    await other.goto(url);
    const otherField = other.locator("#write");
    await otherField.waitFor();
    await ana.composer.fill("half a thought");
    await eventually(
      "the other tab has the draft",
      async () => (await otherField.inputValue()) === "half a thought",
    );
    await otherField.press("End");
    await otherField.pressSequentially(", and the rest");
    await eventually(
      "the first tab has the longer draft",
      async () => (await ana.composer.inputValue()) === "half a thought, and the rest",
    );
    await ana.page.reload();
    await ana.composer.waitFor();
    await expect.poll(() => ana.composer.inputValue()).toBe("half a thought, and the rest");
    await ana.composer.press("Enter");
    await ana.waitForText("half a thought, and the rest");
    await eventually(
      "the draft is cleared in the other tab",
      async () => (await otherField.inputValue()) === "",
    );
  });

  test("is kept per room", async () => {
    const ana = await newUser({ ...PHONE });
    const [one, two] = [newRoomUrl(), newRoomUrl()];
    await ana.openRoom(one);
    await ana.composer.fill("for this room");
    await ana.openRoom(two);
    await expect.poll(() => ana.composer.inputValue()).toBe("");
    await ana.openRoom(one);
    await expect.poll(() => ana.composer.inputValue()).toBe("for this room");
  });
});

test("completions close when the text is sent with the button, and when its edit is cancelled", async () => {
  const bo = await setup.newUserNamed("Bo");
  const ana = await setup.newUserNamed("Ana");
  await bo.openRoom(`${setup.server.origin}/r/completed`);
  await ana.openRoom(`${setup.server.origin}/r/completed`);
  const list = ana.page.getByRole("listbox");
  await ana.page.locator("#write").pressSequentially("hi @B");
  await list.waitFor();
  await ana.page.getByRole("button", { name: en.room.send }).click();
  await ana.waitForText("hi @B");
  await list.waitFor({ state: "detached" });
  await ana.waitForMessageActions("hi @B");
  await ana.page.keyboard.press("ArrowUp");
  await ana.page.locator(".composer-mode").waitFor();
  await ana.page.keyboard.press("End");
  await ana.page.keyboard.type("o");
  await list.waitFor();
  await ana.page.locator(".composer-mode button").click();
  await list.waitFor({ state: "detached" });
});

test("a name that is begun before the room is joined is completed once it is known who is here", async () => {
  const bo = await setup.newUserNamed("Bo");
  const ana = await setup.newUserNamed("Ana");
  const url = newRoomUrl();
  await bo.openRoom(url);
  await bo.waitForJoin();
  await fetch(`${url}?name=Basil`, { method: "POST", body: "hello" });
  const joining = Promise.withResolvers<void>();
  await ana.page.routeWebSocket(/\/socket/, async (socket) => {
    await joining.promise;
    socket.connectToServer();
  });
  await ana.openRoom(url);
  await ana.waitForMessageActions("hello");
  await ana.composer.pressSequentially("hi @B");
  // An author of whom the preview knows.
  await ana.page.getByRole("option", { name: "Basil" }).waitFor();
  joining.resolve();
  await ana.page.getByRole("option", { name: "Bo" }).click();
  await expect.poll(() => ana.composer.inputValue()).toBe("hi @Bo ");
});

test("completions stand above the bar of a reply, which stays in view", async () => {
  const ana = await newUser(PHONE);
  await ana.openRoom(newRoomUrl());
  await ana.sendByTap("answer me");
  await ana.waitForMessageActions("answer me");
  await ana.message("answer me").focus();
  await ana.page.keyboard.press("r");
  await ana.composer.pressSequentially(":tea");
  const list = ana.page.getByRole("listbox");
  await list.waitFor();
  const [listBox, bar] = [await list.boundingBox(), await ana.page.locator(".composer-mode").boundingBox()];
  expect(listBox === null || bar === null).toBe(false);
  expect((listBox?.y ?? 0) + (listBox?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
});
