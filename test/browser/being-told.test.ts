/** A reader who is elsewhere is told of what concerns them: by one tab, and by none while they attend to any. */
import { join } from "node:path";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setStage, UNHURRIED } from "../support/browser-stage.ts";
import { eventually } from "../support/eventually.ts";
import type { Person } from "../support/person.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";

const stage = setStage({ limits: UNHURRIED });

/** What a page told by, in the order in which it did. */
interface Told {
  readonly notifications: { readonly title: string; readonly body: string; press(): void; closed: boolean }[];
  tones: number;
  permission: NotificationPermission;
  asked: number;
}

/**
 * Stands in for what cannot be seen of a browser without a window: its notifications, and its loudspeaker. And a tab
 * that is in front of the others is so only by these words.
 */
function watch(answer: NotificationPermission): void {
  const told: Told = { notifications: [], tones: 0, permission: "default", asked: 0 };
  const scope = globalThis as unknown as { told: Told; isInFront: boolean };
  scope.told = told;
  scope.isInFront = true;

  class Recorded extends EventTarget {
    static get permission(): NotificationPermission {
      return (sessionStorage.getItem("permission") as NotificationPermission | null) ?? "default";
    }
    static async requestPermission(): Promise<NotificationPermission> {
      told.asked++;
      sessionStorage.setItem("permission", answer);
      return answer;
    }
    closed = false;
    constructor(
      readonly title: string,
      readonly options: NotificationOptions,
    ) {
      super();
      told.notifications.push(this);
    }
    get body(): string {
      return this.options.body ?? "";
    }
    press(): void {
      this.dispatchEvent(new Event("click"));
    }
    close(): void {
      this.closed = true;
    }
  }
  Object.defineProperty(globalThis, "Notification", { value: Recorded });

  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number): void {
    told.tones++;
    start.call(this, when);
  };
  Object.defineProperty(document, "hidden", { get: () => !scope.isInFront });
  Object.defineProperty(document, "visibilityState", { get: () => (scope.isInFront ? "visible" : "hidden") });
  document.hasFocus = () => scope.isInFront;
}

async function sitDown(
  options: BrowserContextOptions,
  answer: NotificationPermission = "granted",
): Promise<Person> {
  const person = await stage.sitDown(options);
  await person.context.addInitScript(watch, answer);
  return person;
}

/** Another tab of theirs. */
async function anotherTab(person: Person, url: string): Promise<Page> {
  const tab = await person.context.newPage();
  await tab.goto(url);
  await tab.locator("#write").waitFor();
  return tab;
}

/** Which of the tabs is in front: none where another program is. */
async function lookAt(tabs: readonly Page[], inFront: Page | undefined): Promise<void> {
  // First away, then there, as it is when a person goes from one tab to another.
  for (const tab of tabs.toSorted((one) => (one === inFront ? 1 : -1)))
    await tab.evaluate((isInFront) => {
      (globalThis as unknown as { isInFront: boolean }).isInFront = isInFront;
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new Event(isInFront ? "focus" : "blur"));
    }, tab === inFront);
}

const told = (tab: Page) =>
  tab.evaluate(() => {
    const { notifications, tones, asked } = (globalThis as unknown as { told: Told }).told;
    const bare = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, "");
    return {
      titles: notifications.map(({ title }) => bare(title)),
      bodies: notifications.map(({ body }) => bare(body)),
      open: notifications.filter(({ closed }) => !closed).length,
      tones,
      asked,
    };
  });

const panel = (tab: Page): Locator => tab.locator("#settings");

async function openSettings(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: /^(Settings|الإعدادات)$/ }).click();
  await panel(tab).locator(".settings").waitFor();
}

async function choose(tab: Page, ...labels: string[]): Promise<void> {
  await openSettings(tab);
  for (const label of labels) await panel(tab).getByLabel(label, { exact: true }).click();
  await tab.keyboard.press("Escape");
}

async function picture(tab: Page, name: string): Promise<void> {
  await tab.screenshot({ path: join(PROJECT_ROOT, "test/output", `${name}.png`) });
}

const iconOf = (tab: Page) => tab.locator('link[rel="icon"]').getAttribute("href");

test("what comes while nobody looks is counted in the title and marked on the icon, until it is read in any tab", async () => {
  const [ana, badr] = [
    await sitDown(variant("desktop", "light", "en")),
    await sitDown(variant("desktop", "dark", "ar")),
  ];
  const url = `${stage.product.origin}/r/count`;
  await ana.enter(url);
  await badr.enter(url);
  const tabs = [ana.page, await anotherTab(ana, url)];
  await ana.sees("2 here");
  await badr.say("Seen");
  await ana.sees("Seen");
  expect(await ana.page.title()).toBe("count · Majlis");

  await lookAt(tabs, undefined);
  for (const text of ["one", "two", "three"]) await badr.say(text);
  for (const tab of tabs)
    await eventually("it counts", async () => (await tab.title()) === "(3) count · Majlis");
  expect(await iconOf(ana.page)).toBe("/icon-news.svg");
  expect(
    (await ana.page.request.get(`${stage.product.origin}/icon-news.svg`)).headers()["content-type"],
  ).toContain("svg");

  await lookAt(tabs, tabs[1]);
  for (const tab of tabs)
    await eventually("all is read", async () => (await tab.title()) === "count · Majlis");
  expect(await iconOf(ana.page)).toBe("/icon.svg");
  expect((await told(ana.page)).bodies).toEqual([]);

  // In Arabic, in the reader's digits.
  await lookAt([badr.page], undefined);
  await ana.say("You too");
  await eventually("Badr's title counts", async () => (await badr.page.title()) === "(١) count · Majlis");
});

test("one tab of several tells of mentions and replies, and of nothing else, and a press leads to the message", async () => {
  const [ana, badr] = [
    await sitDown(variant("desktop", "dark", "en")),
    await sitDown(variant("desktop", "light", "en")),
  ];
  const url = `${stage.product.origin}/r/mentions`;
  await ana.enter(`${url}?name=Ana`);
  await badr.enter(url);
  await ana.sees("2 here");
  await ana.page.getByRole("button", { name: /^Change your name/ }).click();
  await ana.page.getByRole("textbox", { name: "Your name" }).fill("Ana");
  await ana.page.keyboard.press("Enter");
  await ana.say("My own words");
  await badr.sees("My own words");

  await openSettings(ana.page);
  expect((await told(ana.page)).asked).toBe(0);
  await panel(ana.page).getByLabel("Mentions", { exact: true }).click();
  await panel(ana.page).getByText("When somebody writes @", { exact: false }).waitFor();
  expect((await told(ana.page)).asked).toBe(1);
  expect(await axeViolations(ana.page)).toEqual([]);
  await picture(ana.page, "being-told-desktop");
  await ana.page.keyboard.press("Escape");

  const tabs = [ana.page, await anotherTab(ana, url), await anotherTab(ana, url)];
  for (const tab of tabs) await tab.evaluate(() => sessionStorage.setItem("permission", "granted"));
  await lookAt(tabs, undefined);
  await badr.say("nothing to Ana");
  await badr.say("**Tea**, @Ana?");
  const all = async () => (await Promise.all(tabs.map(told))).flatMap(({ bodies }) => bodies);
  await eventually("Ana is told", async () => (await all()).length > 0);
  await badr.say("said last");
  for (const tab of tabs) await tab.getByText("said last", { exact: true }).waitFor();
  expect(await all()).toEqual(["Tea, @Ana?"]);
  expect((await told(ana.page)).titles[0]).toMatch(/^guest-\w+ calls you in mentions$/);

  for (let index = 0; index < 60; index++) await badr.say(`filling ${index}`);
  await ana.page.getByText("filling 59", { exact: true }).waitFor();
  await ana.page.evaluate(() => (globalThis as unknown as { told: Told }).told.notifications[0]?.press());
  const called = ana.page.locator(".message", { hasText: "Tea, @Ana?" });
  await eventually("the message is in view", () =>
    called.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
  );
  expect((await told(ana.page)).open).toBe(0);

  // The tab that told is closed: another takes its place.
  await ana.page.close();
  const left = tabs.slice(1);
  await badr.page.locator(".message", { hasText: "My own words" }).first().waitFor({ state: "attached" });
  await badr.say("still there, @Ana?");
  await eventually("another tab tells", async () => {
    const bodies = (await Promise.all(left.map(told))).flatMap((one) => one.bodies);
    return bodies.join() === "still there, @Ana?";
  });
});

test("nobody is called while they attend to any tab of the room, nor in a room that they muted", async () => {
  const [ana, badr] = [
    await sitDown(variant("phone", "light", "en")),
    await sitDown(variant("desktop", "dark", "ar")),
  ];
  const url = `${stage.product.origin}/r/quiet`;
  await ana.enter(url);
  await badr.enter(url);
  await ana.sees("2 here");
  await choose(ana.page, "All messages", "Sound");
  const sample = (await told(ana.page)).tones;
  expect(sample).toBeGreaterThan(0);
  const second = await anotherTab(ana, url);
  const tabs = [ana.page, second];

  await lookAt(tabs, second);
  await badr.say("she reads this in her second tab");
  await second.getByText("she reads this in her second tab", { exact: true }).waitFor();
  await lookAt(tabs, undefined);
  await badr.say("she is told of this");
  await eventually("Ana is told", async () => (await told(ana.page)).bodies.length > 0);
  expect((await told(ana.page)).bodies).toEqual(["she is told of this"]);
  expect((await told(ana.page)).tones).toBe(2 * sample);
  expect((await told(second)).bodies).toEqual([]);

  await lookAt(tabs, second);
  await openSettings(second);
  await panel(second).getByRole("button", { name: "1 hour" }).click();
  await panel(second)
    .getByText(/^This room is muted until/)
    .waitFor();
  expect(await axeViolations(second)).toEqual([]);
  await picture(second, "being-told-muted");
  expect(await second.evaluate(() => document.activeElement?.textContent)).toBe("Unmute");
  await lookAt(tabs, undefined);
  await badr.say("quietly");
  for (const tab of tabs) await eventually("it is counted", async () => (await tab.title()).startsWith("("));
  await lookAt(tabs, second);
  await panel(second).getByRole("button", { name: "Unmute" }).click();
  await lookAt(tabs, undefined);
  await badr.say("aloud again");
  await eventually("Ana is told again", async () => (await told(ana.page)).bodies.length > 1);
  expect((await told(ana.page)).bodies).toEqual(["she is told of this", "aloud again"]);
});

test("where the browser forbids notifications it is said what to do, and nothing looks chosen", async () => {
  const omar = await sitDown(variant("phone", "dark", "ar"), "denied");
  await omar.enter(`${stage.product.origin}/r/denied`);
  await openSettings(omar.page);
  await panel(omar.page).getByLabel("كل الرسائل", { exact: true }).click();
  await panel(omar.page).getByRole("alert").getByText("لا يسمح المتصفح", { exact: false }).waitFor();
  expect(await panel(omar.page).getByLabel("بلا إشعارات", { exact: true }).isChecked()).toBe(true);
  expect(await axeViolations(omar.page)).toEqual([]);
  await picture(omar.page, "being-told-denied");
});

test("in a frame the settings are those that make sense there", async () => {
  const ana = await sitDown(variant("phone", "light", "en"));
  await ana.enter(`${stage.product.origin}/r/frame/embed`);
  await openSettings(ana.page);
  expect(await panel(ana.page).locator("fieldset, [role=group], [role=switch]").count()).toBe(3);
  await panel(ana.page).getByLabel("Sound", { exact: true }).click();
  expect(await axeViolations(ana.page)).toEqual([]);
  await picture(ana.page, "being-told-frame");
});
