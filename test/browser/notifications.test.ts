/** Notifications: one tab of several notifies, and none while the reader looks at any of them. */
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { isolate } from "../../src/ui/i18n/translate.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { ignoreBrowserFocus } from "../support/ignore-browser-focus.ts";
import type { User } from "../support/user.ts";
import { takePicture } from "../support/picture.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

/** What a page notified of, in order. */
interface NotificationRecording {
  readonly notifications: { readonly title: string; readonly body: string; click(): void; closed: boolean }[];
  tonesPlayed: number;
  permission: NotificationPermission;
  permissionRequests: number;
}

/**
 * Replaces what a headless browser does not have: notifications, sound, and a tab in the foreground. Runs in the page.
 */
function recordNotifications(permissionAnswer: NotificationPermission): void {
  const recording: NotificationRecording = {
    notifications: [],
    tonesPlayed: 0,
    permission: "default",
    permissionRequests: 0,
  };
  const scope = globalThis as unknown as { recording: NotificationRecording; isFocused: boolean };
  scope.recording = recording;
  scope.isFocused = true;

  class RecordedNotification extends EventTarget {
    static get permission(): NotificationPermission {
      return (sessionStorage.getItem("permission") as NotificationPermission | null) ?? "default";
    }
    static async requestPermission(): Promise<NotificationPermission> {
      recording.permissionRequests++;
      sessionStorage.setItem("permission", permissionAnswer);
      return permissionAnswer;
    }
    closed = false;
    constructor(
      readonly title: string,
      readonly options: NotificationOptions,
    ) {
      super();
      recording.notifications.push(this);
    }
    get body(): string {
      return this.options.body ?? "";
    }
    click(): void {
      this.dispatchEvent(new Event("click"));
    }
    close(): void {
      this.closed = true;
    }
  }
  Object.defineProperty(globalThis, "Notification", { value: RecordedNotification });

  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number): void {
    recording.tonesPlayed++;
    start.call(this, when);
  };
  Object.defineProperty(document, "hidden", { get: () => !scope.isFocused });
  Object.defineProperty(document, "visibilityState", { get: () => (scope.isFocused ? "visible" : "hidden") });
  document.hasFocus = () => scope.isFocused;
}

async function newUser(
  options: BrowserContextOptions,
  permissionAnswer: NotificationPermission = "granted",
): Promise<User> {
  const user = await setup.newUser(options);
  await user.context.addInitScript(ignoreBrowserFocus);
  await user.context.addInitScript(recordNotifications, permissionAnswer);
  return user;
}

/** Opens another tab of the same user. */
async function openTab(user: User, url: string): Promise<Page> {
  const tab = await user.context.newPage();
  await tab.goto(url);
  // Joined: messages before the first visit are not unread, so a tab that joins later counts fewer.
  await tab.locator(".members-button:enabled").waitFor();
  return tab;
}

/** Puts one of the tabs in the foreground; `undefined` stands for another program. */
async function focusTab(tabs: readonly Page[], focusedTab: Page | undefined): Promise<void> {
  // Blur first, then focus, in the order of a real change of tabs.
  for (const tab of tabs.toSorted((one) => (one === focusedTab ? 1 : -1)))
    await tab.evaluate((isFocused) => {
      (globalThis as unknown as { isFocused: boolean }).isFocused = isFocused;
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new Event(isFocused ? "focus" : "blur"));
    }, tab === focusedTab);
  // A focused tab holds a lock: requested once the tab has loaded its notifications, released a moment after the blur.
  for (const tab of tabs)
    await eventually("only the focused tab holds the lock", async () => {
      return (await holdsLock(tab, "majlis:focused:")) === (tab === focusedTab);
    });
}

/** Waits until one of the tabs is the leader: the lock of a tab that is closed is released a moment later. */
async function waitForLeader(tabs: readonly Page[]): Promise<void> {
  await eventually("one of the tabs is the leader", async () => {
    const held = await Promise.all(tabs.map((tab) => holdsLock(tab, "majlis:leader:")));
    return held.includes(true);
  });
}

/** Whether this tab's own client holds the lock: the locks of all tabs are listed, each with the client's id. */
function holdsLock(tab: Page, prefix: string): Promise<boolean> {
  return tab.evaluate(async (namePrefix) => {
    const probe = crypto.randomUUID();
    return navigator.locks.request(probe, async () => {
      const { held = [] } = await navigator.locks.query();
      const own = held.find(({ name }) => name === probe)?.clientId;
      return held.some(({ name, clientId }) => name?.startsWith(namePrefix) && clientId === own);
    });
  }, prefix);
}

/** Waits until a setting has reached this tab: another tab's settings come by a storage event. */
async function waitForStored(tab: Page, key: string, isStored: boolean): Promise<void> {
  await tab.waitForFunction(([name, expected]) => (localStorage.getItem(name) !== null) === expected, [
    key,
    isStored,
  ] as const);
}

const recording = (tab: Page) =>
  tab.evaluate(() => {
    const { notifications, tonesPlayed, permissionRequests } = (
      globalThis as unknown as { recording: NotificationRecording }
    ).recording;
    const bare = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, "");
    return {
      titles: notifications.map(({ title }) => bare(title)),
      bodies: notifications.map(({ body }) => bare(body)),
      open: notifications.filter(({ closed }) => !closed).length,
      tonesPlayed,
      permissionRequests,
    };
  });

const panel = (tab: Page): Locator => tab.locator("#settings");

async function openSettings(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: /^(Settings|الإعدادات)$/ }).click();
  await panel(tab).locator(".settings").waitFor();
}

async function chooseSettings(tab: Page, ...labels: string[]): Promise<void> {
  await openSettings(tab);
  for (const label of labels) await panel(tab).getByLabel(label, { exact: true }).click();
  await tab.keyboard.press("Escape");
}

const iconOf = (tab: Page) => tab.locator('link[rel="icon"]').getAttribute("href");

test("unread messages are counted in the title and on the icon until they are read in any tab", async () => {
  const [ana, badr] = [
    await newUser(variant("desktop", "light", "en")),
    await newUser(variant("desktop", "dark", "ar")),
  ];
  const url = `${setup.server.origin}/r/count`;
  await ana.openRoom(url);
  await badr.openRoom(url);
  const tabs = [ana.page, await openTab(ana, url)];
  await ana.waitForText("2 here");
  await badr.send("Seen");
  for (const tab of tabs) await tab.getByText("Seen", { exact: true }).waitFor();
  expect(await ana.page.title()).toBe("count · Majlis");

  await focusTab(tabs, undefined);
  for (const text of ["one", "two", "three"]) await badr.send(text);
  for (const tab of tabs)
    await eventually("the title counts three", async () => (await tab.title()) === "(3) count · Majlis");
  expect(await iconOf(ana.page)).toBe("/icon-news.svg");
  expect(
    (await ana.page.request.get(`${setup.server.origin}/icon-news.svg`)).headers()["content-type"],
  ).toContain("svg");

  await focusTab(tabs, tabs[1]);
  for (const tab of tabs)
    await eventually("the title counts none", async () => (await tab.title()) === "count · Majlis");
  expect(await iconOf(ana.page)).toBe("/icon.svg");
  expect((await recording(ana.page)).bodies).toEqual([]);

  // In Arabic with the digits of the reader's region.
  await focusTab([badr.page], undefined);
  await ana.send("You too");
  await eventually("Badr's title counts", async () => (await badr.page.title()) === "(١) count · Majlis");
});

test("one tab of several notifies of mentions and replies only, and a click opens the message", async () => {
  const [ana, badr] = [
    await newUser(variant("desktop", "dark", "en")),
    await newUser(variant("desktop", "light", "en")),
  ];
  const url = `${setup.server.origin}/r/mentions`;
  await ana.openRoom(`${url}?name=Ana`);
  await badr.openRoom(url);
  await ana.waitForText("2 here");
  await ana.page.getByRole("button", { name: /change your name$/ }).click();
  await ana.page.getByRole("textbox", { name: en.shared.yourName }).fill("Ana");
  await ana.page.keyboard.press("Enter");
  await ana.send("My own words");
  await badr.waitForText("My own words");

  await openSettings(ana.page);
  expect((await recording(ana.page)).permissionRequests).toBe(0);
  await panel(ana.page).getByLabel(en.lazy.notify_mentions, { exact: true }).click();
  // The @ is isolated together with the name, so that it stays before it in both directions.
  const hint = en.lazy.notifyHint_mentions.replace("{mention}", isolate("@Ana"));
  await panel(ana.page).getByText(hint, { exact: true }).waitFor();
  expect((await recording(ana.page)).permissionRequests).toBe(1);
  expect(await axeViolations(ana.page)).toEqual([]);
  await takePicture(ana.page, "notifications-desktop");
  await ana.page.keyboard.press("Escape");

  const tabs = [ana.page, await openTab(ana, url), await openTab(ana, url)];
  for (const tab of tabs) await tab.evaluate(() => sessionStorage.setItem("permission", "granted"));
  await focusTab(tabs, undefined);
  await badr.send("nothing to Ana");
  await badr.send("**Tea**, @Ana?");
  const all = async () => (await Promise.all(tabs.map(recording))).flatMap(({ bodies }) => bodies);
  await eventually("Ana is notified", async () => (await all()).length > 0);
  await badr.send("said last");
  for (const tab of tabs) await tab.getByText("said last", { exact: true }).waitFor();
  expect(await all()).toEqual(["Tea, @Ana?"]);
  expect((await recording(ana.page)).titles[0]).toMatch(/^Guest \d+ messaged you in mentions$/);

  for (let index = 0; index < 60; index++) await badr.send(`filling ${index}`);
  await ana.page.getByText("filling 59", { exact: true }).waitFor();
  await ana.page.evaluate(() =>
    (globalThis as unknown as { recording: NotificationRecording }).recording.notifications[0]?.click(),
  );
  const mentioned = ana.page.locator(".message", { hasText: "Tea, @Ana?" });
  await eventually("the message is in view", () =>
    mentioned.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }),
  );
  expect((await recording(ana.page)).open).toBe(0);

  // The leader is closed: another tab takes its place.
  await ana.page.close();
  const remainingTabs = tabs.slice(1);
  await waitForLeader(remainingTabs);
  await badr.send("still there, @Ana?");
  await eventually("another tab notifies", async () => {
    const bodies = (await Promise.all(remainingTabs.map(recording))).flatMap((one) => one.bodies);
    return bodies.join() === "still there, @Ana?";
  });
});

test("there are no notifications while the reader looks at any tab of the room, nor in a muted room", async () => {
  const [ana, badr] = [
    await newUser(variant("phone", "light", "en")),
    await newUser(variant("desktop", "dark", "ar")),
  ];
  const url = `${setup.server.origin}/r/quiet`;
  await ana.openRoom(url);
  await badr.openRoom(url);
  await ana.waitForText("2 here");
  await chooseSettings(ana.page, en.lazy.notify_all, en.lazy.sound);
  const tonesAfterSample = (await recording(ana.page)).tonesPlayed;
  expect(tonesAfterSample).toBeGreaterThan(0);
  const second = await openTab(ana, url);
  const tabs = [ana.page, second];

  await focusTab(tabs, second);
  await badr.send("she reads this in her second tab");
  // Wait for both tabs: the first would notify of it if it arrived only after the second lost focus.
  for (const tab of tabs)
    await tab.getByText("she reads this in her second tab", { exact: true }).waitFor({ state: "attached" });
  await focusTab(tabs, undefined);
  await badr.send("she is notified of this");
  await eventually("Ana is notified", async () => (await recording(ana.page)).bodies.length > 0);
  expect((await recording(ana.page)).bodies).toEqual(["she is notified of this"]);
  expect((await recording(ana.page)).tonesPlayed).toBe(2 * tonesAfterSample);
  expect((await recording(second)).bodies).toEqual([]);

  await focusTab(tabs, second);
  await openSettings(second);
  await panel(second).getByRole("button", { name: en.lazy.mute_hour }).click();
  await panel(second)
    .getByText(/^Muted until/)
    .waitFor();
  expect(await axeViolations(second)).toEqual([]);
  await takePicture(second, "notifications-muted");
  await expect.poll(() => second.evaluate(() => document.activeElement?.textContent)).toBe(en.lazy.unmute);
  await focusTab(tabs, undefined);
  await waitForStored(ana.page, "majlis:mute:quiet", true);
  await badr.send("quietly");
  for (const tab of tabs)
    await eventually("the muted message is counted", async () => (await tab.title()).startsWith("("));
  await focusTab(tabs, second);
  await panel(second).getByRole("button", { name: en.lazy.unmute }).click();
  await focusTab(tabs, undefined);
  await waitForStored(ana.page, "majlis:mute:quiet", false);
  await badr.send("aloud again");
  await eventually("Ana is notified again", async () => (await recording(ana.page)).bodies.length > 1);
  expect((await recording(ana.page)).bodies).toEqual(["she is notified of this", "aloud again"]);
});

test("denied notification permission is explained, and the setting stays off", async () => {
  const omar = await newUser(variant("phone", "dark", "ar"), "denied");
  await omar.openRoom(`${setup.server.origin}/r/denied`);
  await openSettings(omar.page);
  await panel(omar.page).getByLabel(ar.lazy.notify_all, { exact: true }).click();
  await panel(omar.page).getByRole("alert").getByText(ar.lazy.notifyDenied).waitFor();
  await expect
    .poll(() => panel(omar.page).getByLabel(ar.lazy.notify_off, { exact: true }).isChecked())
    .toBe(true);
  expect(await axeViolations(omar.page)).toEqual([]);
  await takePicture(omar.page, "notifications-denied");
});

test("an embedded room has only the settings that apply to a frame", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/frame/embed`);
  await openSettings(ana.page);
  const { mute, textSize, density, clock, forgetTitle, connection } = en.lazy;
  const titles = await panel(ana.page).locator("legend, [role=group] > :first-child").allInnerTexts();
  expect(titles).toEqual([mute, textSize, density, clock, forgetTitle, connection]);
  await panel(ana.page).getByLabel(en.lazy.sound, { exact: true }).click();
  expect(await axeViolations(ana.page)).toEqual([]);
  await takePicture(ana.page, "notifications-frame");
});
