/** Where the parts of a message are, on a desktop and on a phone. */
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { joinRoom } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { axeViolations } from "../support/axe.ts";
import { areApart } from "../support/boxes.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

const ARABIC = "هذا رد بالعربية";
const LONG_URL = `https://docs.example.org/a/${"really/long/path/".repeat(8)}page.html?with=query`;

/** A room in which Ana has said `texts`; returns its URL. */
async function roomWith(name: string, texts: readonly string[]): Promise<string> {
  const url = `${setup.server.origin}/r/${name}`;
  const ana = joinRoom({ url, name: "Ana", storage: memoryStorage() });
  for (const text of texts) await ana.publish(text).stored;
  ana.close();
  return url;
}

test("a block in the other direction stands where it stands alone", async () => {
  const url = await roomWith("blocks", [
    ARABIC,
    `> a quote that is rather long, so that it is wide\n${ARABIC}`,
  ]);
  const reader = await setup.newUser(variant("desktop", "light", "en"));
  await reader.openRoom(url);
  const blocks = reader.page.getByText(ARABIC, { exact: true });
  await blocks.nth(1).waitFor();
  const starts = await blocks.evaluateAll((all) => all.map((block) => block.getBoundingClientRect().left));
  expect(starts).toHaveLength(2);
  expect(starts[1]).toBe(starts[0]);
});

test("a link shows its host and a shortened path, is broken at separators, and keeps its whole address", async () => {
  const url = await roomWith("links", [`see ${LONG_URL} there`, `انظر ${LONG_URL} هناك`]);
  for (const width of [1280, 390, 320]) {
    const reader = await setup.newUser({ viewport: { width, height: 800 } });
    await reader.openRoom(url);
    const links = reader.page.locator(".text a");
    await links.nth(1).waitFor();
    for (const link of await links.all()) {
      await expect.poll(() => link.getAttribute("title")).toBe(LONG_URL);
      await expect.poll(() => link.getAttribute("href")).toBe(LONG_URL);
      await expect.poll(() => link.textContent()).toBe(LONG_URL);
      const lines = await link.evaluate(visibleLines);
      expect(lines.join("")).toBe("docs.example.org/a/really/?with=query");
      for (const line of lines.slice(0, -1)) expect(line).toMatch(/[/?&.\-=]$/u);
      await expect.poll(() => link.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    }
  }
});

/** The characters of `element` that are wider than nothing, by line. */
function visibleLines(element: Element): string[] {
  const lines = new Map<number, string>();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    for (let index = 0; index < (node.textContent?.length ?? 0); index++) {
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      const { width, bottom } = range.getBoundingClientRect();
      if (width > 0) lines.set(Math.round(bottom), (lines.get(Math.round(bottom)) ?? "") + range.toString());
    }
  return [...lines.entries()].toSorted(([one], [other]) => one - other).map(([, line]) => line);
}

test("copying a part of a message with a link gives the whole address, as text and as HTML", async () => {
  const url = await roomWith("copied-link", [`see ${LONG_URL} there`]);
  const reader = await setup.newUser({ permissions: ["clipboard-read", "clipboard-write"] });
  await reader.openRoom(url);
  await reader.waitForMessageActions("see ");
  await reader.page.locator(".message .text").selectText();
  await reader.page.keyboard.press("ControlOrMeta+c");
  await expect
    .poll(() => reader.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`see ${LONG_URL} there`);
  const html = await reader.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item?.getType("text/html"))?.text();
  });
  const [, shown] = /<a [^>]*>(.*)<\/a>/u.exec(html ?? "") ?? [];
  expect(shown?.replaceAll(/<[^>]*>/gu, "")).toBe(LONG_URL);
  expect(html).not.toContain("font-size: 0");
});

test("a code block can be copied, without its message's markup", async () => {
  const url = await roomWith("code", ["run this:\n```sh\nnpm start\n```"]);
  const reader = await setup.newUser({
    ...variant("desktop", "light", "en"),
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await reader.openRoom(url);
  await reader.page.locator(".code").hover();
  await reader.page.locator(".code").getByRole("button", { name: en.lazy.copy }).click();
  await reader.page.locator(".code").getByRole("button", { name: en.lazy.copied }).waitFor();
  await expect.poll(() => reader.page.evaluate(() => navigator.clipboard.readText())).toBe("npm start");
  expect(await axeViolations(reader.page)).toEqual([]);
});

test("the actions of a row do not cover the button of code that it begins with", async () => {
  const url = await roomWith("code-first", ["run this:", "```sh\nnpm start\n```"]);
  const reader = await setup.newUser(variant("desktop", "light", "en"));
  await reader.openRoom(url);
  await reader.page.locator(".code").hover();
  const toolbar = reader.page.locator(".message-toolbar");
  await toolbar.waitFor();
  expect(await areApart(toolbar, reader.page.locator(".copy-code"))).toBe(true);
});

test("on a phone the time is on the last line of the text, in any direction", async () => {
  const url = await roomWith("times", ["ok", "نعم"]);
  const phone = await setup.newUser(variant("phone", "light", "en"));
  const desktop = await setup.newUser(variant("desktop", "light", "en"));
  await phone.openRoom(url);
  await desktop.openRoom(url);
  const texts = (reader: typeof phone) =>
    reader.page.locator(".message .text").evaluateAll((all) =>
      all.map((text) => ({
        time: getComputedStyle(text, "::after").content.includes(":"),
        lines: Math.round(text.getBoundingClientRect().height / 24),
        float: getComputedStyle(text, "::after").float,
      })),
    );
  await phone.waitForText("نعم");
  await desktop.waitForText("نعم");
  expect(await texts(phone)).toEqual([
    { time: true, lines: 1, float: "inline-end" },
    { time: true, lines: 1, float: "inline-end" },
  ]);
  expect((await texts(desktop)).map(({ time }) => time)).toEqual([false, false]);
  expect((await phone.page.locator(".byline time").first().boundingBox())?.width).toBeLessThanOrEqual(1);
});
