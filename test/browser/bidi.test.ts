/** Each text on its own side, whatever the page's: measured where a browser has laid it out. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { Person } from "../support/person.ts";
import { Product } from "../support/product.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

let product: Product;
let browser: Browser;

/** The page's directions, in an English and an Arabic interface. */
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
  /** which way the box reads; `page` is whichever way the page does */
  readonly reads: PageDirection | "page";
  /** the first of these is before the second, as one reads */
  readonly order?: readonly [first: string, second: string];
}

const MATRIX: readonly Row[] = [
  { what: "code, then Arabic", text: "`npm i` ثم شغّل الخادم", reads: "rtl", order: ["npm i", "شغّل"] },
  {
    what: "an address, then Arabic",
    text: "https://a.example/x هذا الرابط",
    reads: "rtl",
    order: ["https", "الرابط"],
  },
  { what: "a Latin name, then Arabic", text: "@Sara كيف حالك اليوم", reads: "rtl", order: ["@Sara", "حالك"] },
  {
    what: "a name of two words, then Arabic",
    text: "@Ana\u00a0Maria كيف حالك",
    reads: "rtl",
    order: ["@Ana", "حالك"],
  },
  { what: "an Arabic name, then English", text: "@أحمد how are you?", reads: "ltr", order: ["@أحمد", "you"] },
  { what: "digits, then Arabic", text: "12 رسالة وصلت", reads: "rtl", order: ["12", "وصلت"] },
  { what: "emoji, then Arabic", text: "🎉 مبروك لكم", reads: "rtl", order: ["🎉", "لكم"] },
  { what: "English", text: "just some words.", reads: "ltr", order: ["just", "words"] },
  { what: "Arabic with a full stop", text: "كلام عادي جدًا.", reads: "rtl", order: ["كلام", "."] },
  {
    what: "bold Latin, then Arabic",
    text: "قال **hello world** ثم مضى",
    reads: "rtl",
    order: ["قال", "مضى"],
  },
  { what: "emoji only", text: "🎉 🎊", reads: "page", order: ["🎉", "🎊"] },
  { what: "digits only", text: "2026", reads: "page" },
  { what: "an address only", text: "https://only.example/", reads: "page" },
  {
    what: "an unclosed isolate, then English",
    text: "\u2067 turned around",
    reads: "ltr",
    order: ["turned", "around"],
  },
];

/** The longest line is as wide as its box, and on both sides of it. */
const TWO_LINES = "سطر عربي\nan English line\nand one that is longer than both";
const QUOTED = "> قال هذا بالأمس\n\nand I agree";
const LIST = "١. الشاي\n٢. القهوة";

const ROOM = "bidi";
const people = new Map<PageDirection, Person>();

beforeAll(async () => {
  mkdirSync(join(PROJECT_ROOT, "test/output"), { recursive: true });
  [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
  const room = joinRoom({ url: `${product.origin}/r/${ROOM}`, name: "عمر", storage: memoryStorage() });
  const texts = [...MATRIX.map(({ text }) => text), TWO_LINES, QUOTED, LIST];
  for (const text of texts) await room.publish(text).stored;
  room.close();
  for (const direction of PAGES) {
    const person = await Person.sitDown(browser, { reducedMotion: "reduce", ...READERS[direction] });
    people.set(direction, person);
    await person.enter(`${product.origin}/r/${ROOM}`);
    await eventually(
      "all is here",
      async () => (await person.page.locator(".message").count()) === texts.length,
    );
  }
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

interface Laid {
  readonly direction: string;
  readonly dir: string | null;
  /** the middle of each part, from the left */
  readonly at: readonly number[];
  readonly box: { readonly left: number; readonly right: number };
  /** from where to where each line's text is */
  readonly lines: readonly { readonly left: number; readonly right: number }[];
}

/** Where the message at `index` stands, and the parts of its text. */
function laid(page: PageDirection, index: number, parts: readonly string[] = []): Promise<Laid> {
  return theirs(page)
    .page.locator(".message .text")
    .nth(index)
    .evaluate((element, parts): Laid => {
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
        // A line break has a place of its own, and no width.
        lines: [...whole.getClientRects()]
          .filter(({ width }) => width > 1)
          .map((rect) => ({ left: rect.left, right: rect.right })),
      };
    }, parts);
}

function theirs(page: PageDirection): Person {
  const person = people.get(page);
  if (person === undefined) throw new Error(`nobody reads ${page}`);
  return person;
}

describe.each(PAGES)("in a page that reads %s", (page) => {
  test.each(MATRIX.map((row, index) => [row.what, row, index] as const))("%s", async (_, row, index) => {
    const reads = row.reads === "page" ? page : row.reads;
    const { direction, dir, at } = await laid(page, index, row.order);
    expect(direction).toBe(reads);
    expect(dir).toBe(row.reads === "page" ? null : "auto");
    const [first, second] = at;
    if (first !== undefined && second !== undefined) expect(first < second ? "ltr" : "rtl").toBe(reads);
  });

  test("an Arabic line and an English one: each on its side", async () => {
    const { box, lines } = await laid(page, MATRIX.length);
    const [arabic, english] = lines;
    expect(arabic?.right).toBeCloseTo(box.right, 0);
    expect(english?.left).toBeCloseTo(box.left, 0);
    expect((arabic?.left ?? 0) - box.left).toBeGreaterThan(20);
    expect(box.right - (english?.right ?? 0)).toBeGreaterThan(20);
  });

  test("a quote has its bar where the quoted begins, and a list its numbers", async () => {
    const { page: at } = theirs(page);
    const style = (selector: string) =>
      at
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
    expect(await at.locator(".text ol li").nth(1).getAttribute("value")).toBe("2");
  });

  test("it is a picture to look at, and holds what axe asks", async () => {
    const { page: at, complaints } = theirs(page);
    await at.screenshot({ path: join(PROJECT_ROOT, "test/output", `bidi-${page}.png`) });
    expect(await axeViolations(at)).toEqual([]);
    expect(await at.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(complaints).toEqual([]);
  });
});
