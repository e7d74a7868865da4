/** What a reader's browser brings: languages, the passing of days, input methods, keyboards. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { es } from "../../src/locales/es.ts";
import { fa } from "../../src/locales/fa.ts";
import { fr } from "../../src/locales/fr.ts";
import { eventually } from "../support/eventually.ts";
import { setUpBrowser } from "../support/browser-setup.ts";

const setup = setUpBrowser();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

let rooms = 0;
const newRoomUrl = () => `${setup.server.origin}/r/environment-${++rooms}`;

/** Dispatches a key as an input method does, whose events the automation cannot produce. */
async function pressComposing(page: Page, selector: string, key: string, init: object): Promise<void> {
  await page.locator(selector).evaluate(
    (element, { key, init }) => {
      element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
    },
    { key, init },
  );
}

/** Chromium's order, and Safari's, which ends the composition before its last key. */
const COMPOSING = [
  ["under way", { isComposing: true, keyCode: 229 }],
  ["just ended", { isComposing: false, keyCode: 229 }],
] as const;

describe("the languages of the browser", () => {
  test.each([
    ["fr-CA", "fr", "ltr", fr.room.write, /^\d\d h \d\d$/u],
    ["es-MX", "es", "ltr", es.room.write, /^\d{1,2}:\d\d [ap]\.m\.$/u],
    ["fa-IR", "fa", "rtl", fa.room.write, /^[۰-۹]{1,2}:[۰-۹]{2}$/u],
  ])("choose the words, digits and dates of the page: %s", async (locale, lang, dir, write, time) => {
    const user = await setup.newUser({ locale });
    await user.openRoom(newRoomUrl());
    const root = user.page.locator("html");
    expect([await root.getAttribute("lang"), await root.getAttribute("dir")]).toEqual([lang, dir]);
    await user.page.getByPlaceholder(write).waitFor();
    await user.send("☕");
    const shown = user.page.locator(".byline time").first();
    await expect.poll(async () => (await shown.innerText()).replaceAll(/\s/gu, " ")).toMatch(time);
  });

  test.each([
    ["en-US@posix", /^\d{1,2}:\d\d\s[AP]M$/u],
    ["C", /^\d{1,2}:\d\d\s[AP]M$/u],
    ["de-DE", /^\d\d:\d\d$/u],
  ])("may have tags that Intl does not know, and other regions: %s", async (tag, time) => {
    const user = await setup.newUser();
    await user.context.addInitScript(
      (tag) => Object.defineProperty(navigator, "languages", { value: [tag, "en-US", "en"] }),
      tag,
    );
    await user.openRoom(newRoomUrl());
    await user.send("hello");
    await user.waitForText("hello");
    await expect.poll(() => user.page.locator(".byline time").innerText()).toMatch(time);
  });
});

test("at midnight Today becomes Yesterday, also after a night in the background", async () => {
  const user = await setup.newUser({ timezoneId: "America/New_York" });
  await user.page.clock.install();
  const url = newRoomUrl();
  await fetch(url, { method: "POST", body: "good evening" });
  await user.openRoom(url);
  const day = user.page.locator(".separator span");
  await expect.poll(() => day.innerText()).toBe("Today");
  await user.page.clock.fastForward("24:00:00");
  await expect.poll(() => day.innerText()).toBe("Yesterday");
});

describe("a key of an input method", () => {
  test("does not close the name form while the composition is under way or just ended", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.waitForJoin();
    for (const [state, init] of COMPOSING) {
      await user.page.locator(".name-button").click();
      await user.page.locator(".name-form input").fill("小明");
      await pressComposing(user.page, ".name-form input", "Escape", init);
      await expect
        .poll(() => user.page.locator(".name-form input").inputValue(), { message: state })
        .toBe("小明");
      await user.page.locator(".name-form input").press("Escape");
      await user.page.locator(".name-form").waitFor({ state: "detached" });
    }
  });

  test("neither closes nor picks in the emoji picker while it is under way or just ended", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.page.getByRole("button", { name: en.room.emoji }).click();
    const search = user.page.getByRole("searchbox", { name: en.lazy.emojiSearch });
    await search.fill("tea");
    for (const [state, init] of COMPOSING) {
      for (const key of ["Escape", "Enter", "ArrowDown"])
        await pressComposing(user.page, ".emoji-picker input[type=search]", key, init);
      await expect.poll(() => search.inputValue(), { message: state }).toBe("tea");
      await expect.poll(() => user.composer.inputValue(), { message: state }).toBe("");
    }
  });

  test("neither sends nor takes a completion while it is under way or just ended", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.composer.fill(":tea");
    await user.page.getByRole("listbox", { name: en.lazy.completionsTitle }).waitFor();
    for (const [state, init] of COMPOSING) {
      for (const key of ["Enter", "Tab", "Escape"]) await pressComposing(user.page, "#write", key, init);
      await expect.poll(() => user.composer.inputValue(), { message: state }).toBe(":tea");
      await expect.poll(() => user.page.getByRole("option").count(), { message: state }).toBeGreaterThan(0);
      await expect.poll(() => user.texts(), { message: state }).toEqual([]);
    }
  });
});

test("Ctrl+Enter and Meta+Enter send on a touch device, Enter breaks the line", async () => {
  const user = await setup.newUser(PHONE);
  await user.openRoom(newRoomUrl());
  for (const [keys, last] of [
    ["Control+Enter", "two"],
    ["Meta+Enter", "three"],
  ] as const) {
    await user.composer.fill("one");
    await user.composer.press("Enter");
    await user.composer.pressSequentially(last);
    await expect.poll(() => user.composer.inputValue()).toBe(`one\n${last}`);
    await user.composer.press(keys);
    await user.waitForText(`one\n${last}`);
    await expect.poll(() => user.composer.inputValue()).toBe("");
  }
});

test("typing right after a message was sent is shown to the others at once", async () => {
  const [ana, bo] = [await setup.newUserNamed("Ana"), await setup.newUserNamed("Bo")];
  const url = newRoomUrl();
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.waitForJoin();
  await bo.waitForJoin();
  // Bo's page may not have loaded yet what shows it.
  await eventually("Bo sees that Ana types", async () => {
    await ana.composer.press("o");
    return (await bo.page.locator(".typing-text").count()) > 0;
  });
  // As if no time passed: typing is repeated after a while in any case.
  await ana.page.clock.setFixedTime(Date.now());
  const text = await ana.composer.inputValue();
  await ana.composer.press("Enter");
  await bo.waitForText(text);
  await bo.page.locator(".typing-text").waitFor({ state: "detached" });
  await ana.composer.pressSequentially("t");
  await bo.page.locator(".typing-text").waitFor();
});

/** Replaces text nodes as the translators of Chrome and Edge do, also those that come later. */
async function translatePage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const translate = (root: Node): void => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Node[] = [];
      while (walker.nextNode() !== null) texts.push(walker.currentNode);
      for (const text of texts) {
        const parent = text.parentElement;
        if ((text.textContent ?? "").trim() === "" || parent === null || parent.localName === "font")
          continue;
        const font = document.createElement("font");
        font.append(document.createElement("font"));
        if (font.firstElementChild !== null) font.firstElementChild.textContent = `«${text.textContent}»`;
        parent.replaceChild(font, text);
      }
    };
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes)
          translate(node.nodeType === Node.TEXT_NODE ? (node.parentNode ?? node) : node);
    }).observe(document.body, { childList: true, subtree: true });
    translate(document.body);
  });
}

test("in a page that is translated by the browser, edits, counts, names and states go on changing", async () => {
  const [ana, bo] = [await setup.newUserNamed("Ana"), await setup.newUserNamed("Bo")];
  const url = newRoomUrl();
  await ana.openRoom(url);
  await bo.openRoom(url);
  await ana.waitForJoin();
  for (const text of ["plain", "with **bold** and `code`"]) {
    await ana.send(text);
    await bo.waitForText(text === "plain" ? text : "bold");
  }
  await bo.waitForJoin();
  await bo.waitForDeferredFeatures();
  await translatePage(bo.page);
  await expect.poll(() => bo.page.locator(".members-count").innerText()).toBe("«2 here»");
  const edit = async (before: string, after: string): Promise<void> => {
    await ana.waitForMessageActions(before);
    await ana.message(before).focus();
    await ana.page.keyboard.press("e");
    await ana.send(after);
  };
  await edit("plain", "reworded");
  await edit("with", "no marks");
  await expect.poll(() => bo.texts()).toEqual(["«reworded»", "«no marks»"]);
  await edit("reworded", "_all_ **marks**");
  await expect.poll(() => bo.texts()).toEqual(["«all» «marks»", "«no marks»"]);
  const cem = await setup.newUserNamed("Cem");
  await cem.openRoom(url);
  await expect.poll(() => bo.page.locator(".members-count").innerText()).toBe("«3 here»");
  await ana.composer.pressSequentially("x");
  await bo.page.getByText("«⁨Ana⁩ is typing…»").waitFor();
  await cem.composer.pressSequentially("x");
  await bo.page.getByText("«⁨Ana⁩ and ⁨Cem⁩ are typing…»").waitFor();
});

describe("a file", () => {
  const words = en.lazy.filesRefused;

  test("that is pasted is refused in words, but not the picture beside a text", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.waitForDeferredFeatures();
    const paste = (text?: string) =>
      user.composer.evaluate((field, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File(["x"], "picture.png", { type: "image/png" }));
        if (text !== undefined) clipboardData.setData("text/plain", text);
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    await paste("cells");
    await expect.poll(() => user.page.getByText(words).count()).toBe(0);
    await paste();
    await user.page.getByRole("alert").getByText(words).waitFor();
  });

  test("that is dropped anywhere is refused in words, and does not replace the page", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.waitForDeferredFeatures();
    const isPrevented = (type: string) =>
      user.page.locator(".room-header").evaluate((element, type) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "notes.pdf", { type: "application/pdf" }));
        return !element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }, type);
    expect(await isPrevented("dragover")).toBe(true);
    expect(await isPrevented("drop")).toBe(true);
    await user.page.getByRole("alert").getByText(words).waitFor();
  });
});

test("a link to a message of this room goes there in the page, and back", async () => {
  const user = await setup.newUser();
  const url = newRoomUrl();
  // More than the view, so that the latest message is out of it.
  for (const body of ["the first", ...Array.from({ length: 3 }, () => "one line\n".repeat(40))])
    await fetch(url, { method: "POST", body });
  await user.openRoom(url);
  await user.waitForText("the first");
  await user.send(`look: ${url.toUpperCase().replace("HTTP:", "http:").replace("/R/", "/r/")}#1`);
  await user.waitForMessageActions("the first");
  await user.page.locator(".text a").click();
  await user.page.locator("[data-seq='1'][data-highlighted]").waitFor();
  expect(user.context.pages()).toHaveLength(1);
  await expect.poll(() => new URL(user.page.url()).hash).toBe("#1");
  await user.page.getByRole("button", { name: en.room.jump }).click();
  const opening = user.context.waitForEvent("page");
  await user.page.locator(".text a").click({ modifiers: ["Control"] });
  await (await opening).close();
});

describe("copying", () => {
  /** Copies what is selected, as the browser would put it on the clipboard. */
  const copied = (page: Page) =>
    page.evaluate(() => {
      const clipboardData = new DataTransfer();
      const event = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true });
      const isNative = document.body.dispatchEvent(event);
      return isNative
        ? { text: String(getSelection()), html: undefined }
        : { text: clipboardData.getData("text/plain"), html: clipboardData.getData("text/html") };
    });
  /** Selects from one element's start to another's end. */
  const select = (page: Page, from: string, to: string) =>
    page.evaluate(
      ([from = "", to = ""]) => {
        const [first, last] = [document.querySelector(from), document.querySelector(to)];
        if (first === null || last === null) throw new Error("nothing to select");
        getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
      },
      [from, to],
    );

  test("several messages writes a line each, with author, time and the markup as typed", async () => {
    const user = await setup.newUserNamed("Ana");
    const url = newRoomUrl();
    await user.openRoom(url);
    for (const text of ["First **message** here", "1. one\n2. two"]) await user.send(text);
    await user.page.locator("[data-seq='2']").waitFor();
    await fetch(`${url}?name=Omar`, { method: "POST", body: "`code` & <b>tags</b>" });
    await user.waitForText("code");
    await user.waitForMessageActions("code");
    await select(user.page, "[data-seq='1']", "[data-seq='3'] .text");
    const { text, html } = await copied(user.page);
    expect(text.replace(/\d\d:\d\d/gu, "11:19")).toBe(
      "Ana, 11:19: First **message** here\nAna, 11:19: 1. one\n2. two\nOmar, 11:19: `code` & <b>tags</b>",
    );
    expect(html).toContain("First <strong>message</strong> here");
    expect(html).toContain("&lt;b&gt;tags&lt;/b&gt;");
    expect(html).not.toContain("class=");
  });

  test("a list keeps its numbers and bullets; a part of one message is the browser's", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.send("1. first\n2. second\n- bullet\nand more");
    await user.waitForText("first");
    await user.waitForMessageActions("first");
    await select(user.page, "[data-seq='1'] .text", "[data-seq='1'] .text");
    expect((await copied(user.page)).text).toBe("1. first\n2. second\n- bullet\nand more");
    await select(user.page, "[data-seq='1'] li:nth-of-type(2)", "[data-seq='1'] .text p");
    expect((await copied(user.page)).text).toBe("2. second\n- bullet\nand more");
    await user.send("some **words**");
    await user.waitForMessageActions("words");
    await select(user.page, "[data-seq='2'] .text strong", "[data-seq='2'] .text strong");
    expect(await copied(user.page)).toEqual({ text: "words", html: undefined });
  });

  test("everything leaves out avatars, tools and reactions", async () => {
    const user = await setup.newUser();
    await user.openRoom(newRoomUrl());
    await user.send("one");
    await user.waitForMessageActions("one");
    await user.message("one").hover();
    await select(user.page, "[data-seq='1']", "[data-seq='1']");
    expect((await copied(user.page)).text).toMatch(/^Guest \d+\s+\d\d:\d\d\s+one$/u);
  });
});

test("on a touch screen the menu of a message makes its text selectable", async () => {
  const user = await setup.newUser(PHONE);
  await user.openRoom(newRoomUrl());
  await user.sendByTap("call 0123 456");
  await user.waitForText("call 0123 456");
  await user.waitForMessageActions("call 0123 456");
  await user.message("call").focus();
  await user.page.keyboard.press("Shift+F10");
  await user.page.getByRole("menuitem", { name: en.lazy.selectText }).tap();
  await expect.poll(() => user.page.evaluate(() => String(getSelection()))).toBe("call 0123 456");
  await user.page.evaluate(() => getSelection()?.removeAllRanges());
  await expect.poll(() => user.page.locator("[data-selecting]").count()).toBe(0);
});

describe("a page that is seen beside another window which has the focus", () => {
  test("counts messages in its title and leaves them unread until it has the focus", async () => {
    const [ana, bo] = [await setup.newUserNamed("Ana"), await setup.newUserNamed("Bo")];
    await ana.context.addInitScript(() => {
      const scope = globalThis as unknown as { isElsewhere?: boolean };
      document.hasFocus = () => scope.isElsewhere !== true;
    });
    const url = newRoomUrl();
    await ana.openRoom(url);
    await bo.openRoom(url);
    await ana.send("read");
    await bo.waitForText("read");
    const room = new URL(url).pathname.slice("/r/".length);
    const readUpTo = () => ana.page.evaluate((key) => localStorage.getItem(key), `majlis:read:${room}`);
    await expect.poll(readUpTo).toBe("1");
    await ana.page.evaluate(() => {
      (globalThis as unknown as { isElsewhere?: boolean }).isElsewhere = true;
      dispatchEvent(new Event("blur"));
    });
    await bo.send("@Ana, look");
    await expect.poll(() => ana.page.title()).toMatch(/^\(1\) /u);
    await ana.page.locator(".separator.unread").waitFor();
    await expect.poll(() => readUpTo()).toBe("1");
    await ana.page.evaluate(() => {
      (globalThis as unknown as { isElsewhere?: boolean }).isElsewhere = false;
      dispatchEvent(new Event("focus"));
    });
    await expect.poll(() => ana.page.title()).not.toContain("(1)");
    await expect.poll(readUpTo).toBe("2");
  });
});

test("a link to a message that never was says so", async () => {
  const user = await setup.newUser();
  await user.openRoom(`${newRoomUrl()}#99999`);
  await user.page.getByText("There is no message 99999 here.", { exact: true }).waitFor();
});

test("in a landscape phone with its keyboard the messages have most of the page", async () => {
  const user = await setup.newUser({ ...PHONE, viewport: { width: 667, height: 160 } });
  await user.openRoom(newRoomUrl());
  await user.sendByTap("hello");
  await user.waitForText("hello");
  await user.composer.focus();
  await expect.poll(() => user.page.locator(".room-header").isVisible()).toBe(false);
  const list = await user.page.locator(".scroller").boundingBox();
  expect(list?.height).toBeGreaterThan(72);
  const composer = await user.page.locator(".composer-box").boundingBox();
  expect(composer?.height).toBeGreaterThanOrEqual(44);
  expect((composer?.y ?? 160) + (composer?.height ?? 160)).toBeLessThanOrEqual(160);
  await user.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect.poll(() => user.page.locator(".room-header").isVisible()).toBe(true);
});

test("on paper is the whole conversation that is loaded, without the controls", async () => {
  const user = await setup.newUser();
  const url = newRoomUrl();
  const text = Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n");
  await fetch(url, { method: "POST", body: text });
  await fetch(url, { method: "POST", body: "the end" });
  await user.openRoom(url);
  await user.waitForText("the end");
  await user.page.emulateMedia({ media: "print" });
  for (const control of [".composer", ".header-actions", ".typing", ".jump"])
    await expect.poll(() => user.page.locator(control).filter({ visible: true }).count()).toBe(0);
  const heights = await user.page.locator(".scroller").evaluate((scroller) => ({
    shown: scroller.clientHeight,
    all: scroller.scrollHeight,
    page: document.documentElement.scrollHeight,
  }));
  expect(heights.shown).toBe(heights.all);
  expect(heights.page).toBeGreaterThanOrEqual(heights.all);
});
