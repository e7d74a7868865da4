/** Text direction (bidi): each text is laid out in its own direction, whatever the page's, as a browser measures it. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { User } from "../support/user.ts";
import { SelfHostedServer } from "../support/self-hosted-server.ts";
import { takePicture } from "../support/picture.ts";

let product: SelfHostedServer;
let browser: Browser;

/** A user for each direction of the page: an English and an Arabic interface. */
const READERS = {
  ltr: { locale: "en-GB", viewport: { width: 1280, height: 1000 }, colorScheme: "light" },
  rtl: {
    locale: "ar-EG",
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    hasTouch: true,
    isMobile: true,
  },
} as const;
const PAGES = ["ltr", "rtl"] as const;
type PageDirection = (typeof PAGES)[number];

interface Row {
  readonly what: string;
  readonly text: string;
  /** the direction of the text box; `page` is the direction of the page */
  readonly expectedDirection: PageDirection | "page";
  /** in this direction the first of these comes before the second */
  readonly order?: readonly [first: string, second: string];
}

const MATRIX: readonly Row[] = [
  {
    what: "code, then Arabic",
    text: "`npm i` ثم شغّل الخادم",
    expectedDirection: "rtl",
    order: ["npm i", "شغّل"],
  },
  {
    what: "an address, then Arabic",
    text: "https://a.example/x هذا الرابط",
    expectedDirection: "rtl",
    order: ["https", "الرابط"],
  },
  {
    what: "a Latin name, then Arabic",
    text: "@Sara كيف حالك اليوم",
    expectedDirection: "rtl",
    order: ["@Sara", "حالك"],
  },
  {
    what: "a name of two words, then Arabic",
    text: "@Ana\u00a0Maria كيف حالك",
    expectedDirection: "rtl",
    order: ["@Ana", "حالك"],
  },
  {
    what: "an Arabic name, then English",
    text: "@أحمد how are you?",
    expectedDirection: "ltr",
    order: ["@أحمد", en.room.you],
  },
  { what: "digits, then Arabic", text: "12 رسالة وصلت", expectedDirection: "rtl", order: ["12", "وصلت"] },
  { what: "emoji, then Arabic", text: "🎉 مبروك لكم", expectedDirection: "rtl", order: ["🎉", "لكم"] },
  { what: "English", text: "just some words.", expectedDirection: "ltr", order: ["just", "words"] },
  { what: "Arabic with a full stop", text: "كلام عادي جدًا.", expectedDirection: "rtl", order: ["كلام", "."] },
  {
    what: "bold Latin, then Arabic",
    text: "قال **hello world** ثم مضى",
    expectedDirection: "rtl",
    order: ["قال", "مضى"],
  },
  { what: "emoji only", text: "🎉 🎊", expectedDirection: "page", order: ["🎉", "🎊"] },
  { what: "digits only", text: "2026", expectedDirection: "page" },
  { what: "an address only", text: "https://only.example/", expectedDirection: "page" },
  {
    what: "an unclosed isolate, then English",
    text: "\u2067 turned around",
    expectedDirection: "ltr",
    order: ["turned", "around"],
  },
];

/** The longest line is as wide as the box: the two others show which side they are aligned to. */
const TWO_LINES = "سطر عربي\nan English line\nand one that is longer than both";
const QUOTED = "> قال هذا بالأمس\n\nand I agree";
const LIST = "١. الشاي\n٢. القهوة";

const ADDRESS_BELOW = "> These words are longer than it\n\nhttps://b.example";

const ROOM = "bidi";
const users = new Map<PageDirection, User>();

beforeAll(async () => {
  [product, browser] = await Promise.all([SelfHostedServer.start(), launchBrowser()]);
  const room = joinRoom({ url: `${product.origin}/r/${ROOM}`, name: "عمر", storage: memoryStorage() });
  const texts = [...MATRIX.map(({ text }) => text), TWO_LINES, QUOTED, LIST, ADDRESS_BELOW];
  for (const text of texts) await room.publish(text).stored;
  room.close();
  for (const direction of PAGES) {
    const user = await User.open(browser, { reducedMotion: "reduce", ...READERS[direction] });
    users.set(direction, user);
    await user.openRoom(`${product.origin}/r/${ROOM}`);
    await eventually(
      "all messages are shown",
      async () => (await user.page.locator(".message").count()) === texts.length,
    );
    // They are shown as they were typed until what reads their markup is loaded.
    await user.page.locator(".text ol").waitFor();
  }
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

interface TextLayout {
  readonly direction: string;
  readonly dir: string | null;
  /** x of the middle of each part */
  readonly at: readonly number[];
  readonly box: { readonly left: number; readonly right: number };
  /** the extent of each line's text */
  readonly lines: readonly { readonly left: number; readonly right: number }[];
}

/** The layout of the message at `index`, and of parts of its text. */
function layoutOf(page: PageDirection, index: number, parts: readonly string[] = []): Promise<TextLayout> {
  return userOf(page)
    .page.locator(".message .text")
    .nth(index)
    .evaluate((element, parts): TextLayout => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const middleOf = (part: string): number => {
        walker.currentNode = element;
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const start = node.textContent?.indexOf(part) ?? -1;
          if (start < 0) continue;
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, start + part.length);
          const { left, right } = range.getBoundingClientRect();
          return (left + right) / 2;
        }
        throw new Error(`${part} is not in ${element.textContent ?? ""}`);
      };
      const whole = document.createRange();
      whole.selectNodeContents(element);
      const style = getComputedStyle(element);
      const { left, right } = element.getBoundingClientRect();
      return {
        direction: style.direction,
        dir: element.getAttribute("dir"),
        at: parts.map(middleOf),
        box: { left, right },
        // A line break has a rectangle too, without width.
        lines: [...whole.getClientRects()]
          .filter(({ width }) => width > 1)
          .map((rect) => ({ left: rect.left, right: rect.right })),
      };
    }, parts);
}

function userOf(page: PageDirection): User {
  const user = users.get(page);
  if (user === undefined) throw new Error(`there is no user for ${page}`);
  return user;
}

describe.each(PAGES)("bidi in a page with direction %s", (page) => {
  test.each(MATRIX.map((row, index) => [row.what, row, index] as const))("%s", async (_, row, index) => {
    const expectedDirection = row.expectedDirection === "page" ? page : row.expectedDirection;
    const { direction, dir, at } = await layoutOf(page, index, row.order);
    expect(direction).toBe(expectedDirection);
    expect(dir).toBe(row.expectedDirection === "page" ? null : "auto");
    const [first, second] = at;
    if (first !== undefined && second !== undefined)
      expect(first < second ? "ltr" : "rtl").toBe(expectedDirection);
  });

  test("an Arabic and an English line of one message are aligned to opposite sides", async () => {
    const { box, lines } = await layoutOf(page, MATRIX.length);
    const [arabic, english] = lines;
    expect(arabic?.right).toBeCloseTo(box.right, 0);
    expect(english?.left).toBeCloseTo(box.left, 0);
    expect((arabic?.left ?? 0) - box.left).toBeGreaterThan(20);
    expect(box.right - (english?.right ?? 0)).toBeGreaterThan(20);
  });

  test("a blockquote has its border and a list its numbers at the start side of their text", async () => {
    const user = userOf(page);
    const style = (selector: string) =>
      user.page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { direction, borderRightWidth, paddingRight } = getComputedStyle(element);
          return {
            direction,
            border: Number.parseFloat(borderRightWidth),
            padding: Number.parseFloat(paddingRight),
          };
        });
    expect(await style(".text blockquote")).toMatchObject({ direction: "rtl", border: 3 });
    const list = await style(".text ol");
    expect(list.direction).toBe("rtl");
    expect(list.padding).toBeGreaterThan(10);
    await expect.poll(() => user.page.locator(".text ol li").nth(1).getAttribute("value")).toBe("2");
  });

  test("an address alone below a quote stands where the words of the quote do", async () => {
    const { direction, box } = await layoutOf(page, MATRIX.length + 3);
    expect(direction).toBe("ltr");
    const address = await userOf(page).page.getByText("b.example").first().boundingBox();
    expect(address?.x).toBeCloseTo(box.left, 0);
  });

  test("the page has no accessibility violations and does not scroll sideways", async () => {
    const user = userOf(page);
    await takePicture(user.page, `bidi-${page}`);
    expect(await axeViolations(user.page)).toEqual([]);
    await expect
      .poll(() => user.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
      .toBe(true);
    expect(user.consoleErrors).toEqual([]);
  });
});
