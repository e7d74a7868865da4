/** Notifications of a page with a service worker, in the full Chromium: the headless shell shows none. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { ignoreBrowserFocus } from "../support/ignore-browser-focus.ts";

const setup = setUpBrowser({}, "full");

test("the service worker shows notifications of a hidden page, and a click opens the message, also after the page is closed", async () => {
  const ana = await setup.newUser({
    ...variant("phone", "dark", "en"),
    permissions: ["notifications"],
    serviceWorkers: "allow",
  });
  const bo = await setup.newUser(variant("desktop", "light", "en"));
  const url = `${setup.server.origin}/r/called`;
  await ana.context.addInitScript(ignoreBrowserFocus);
  await ana.context.addInitScript(recordShownNotifications);
  await ana.context.addInitScript(() => {
    Object.defineProperty(document, "hidden", { get: () => "away" in globalThis });
    document.hasFocus = () => !("away" in globalThis);
  });
  await ana.openRoom(url);
  await bo.openRoom(url);
  await isControlled(ana.page);
  await ana.page.getByRole("button", { name: en.room.settings }).click();
  await ana.page.getByLabel(en.lazy.notify_all, { exact: true }).click();
  await ana.page.getByRole("radio", { name: en.lazy.notify_all, checked: true }).waitFor();
  await ana.page.keyboard.press("Escape");

  const hidePage = () =>
    ana.page.evaluate(() => {
      Object.assign(globalThis, { away: true });
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new Event("blur"));
    });
  const showPage = () =>
    ana.page.evaluate(() => {
      Reflect.deleteProperty(globalThis, "away");
      document.dispatchEvent(new Event("visibilitychange"));
      dispatchEvent(new Event("focus"));
    });
  const [worker] = ana.context.serviceWorkers();
  if (worker === undefined) throw new Error("there is no service worker");
  const shown = () => worker.evaluate(shownNotifications);
  const waitUntilShown = async (body: string) => {
    await eventually(`"${body}" is shown`, () =>
      ana.page.evaluate((last) => (globalThis as { lastShown?: string }).lastShown === last, body),
    );
    expect(await shown()).toEqual([body]);
  };

  await hidePage();
  await bo.send("**Tea** is ready");
  await waitUntilShown("Tea is ready");
  await worker.evaluate(clickNotification);
  await eventually("the notification is closed", async () => (await shown()).length === 0);
  await ana.page.locator("[data-highlighted]", { hasText: "Tea is ready" }).waitFor();
  await expect
    .poll(() => worker.evaluate(() => (globalThis as { navigatedTo?: string }).navigatedTo))
    .toBe(url);

  await bo.send("and cake");
  await waitUntilShown("and cake");
  await showPage();
  await eventually(
    "the notification is closed when the reader returns",
    async () => (await shown()).length === 0,
  );

  await hidePage();
  await bo.send("too late");
  await waitUntilShown("too late");
  await ana.page.close();
  await eventually("the page is no client any more", async () => (await worker.evaluate(countPages)) === 0);
  await worker.evaluate(clickNotification);
  await expect
    .poll(() => worker.evaluate(() => (globalThis as { navigatedTo?: string }).navigatedTo))
    .toMatch(/^\/r\/called#\d+$/u);
});

/**
 * Runs in the page, as an init script: records the text of the last notification that Chromium has shown. Asking for the
 * notifications again and again instead makes it forget one that is just being shown: it takes it for one that was closed.
 */
function recordShownNotifications(): void {
  const { prototype } = ServiceWorkerRegistration;
  const { showNotification } = prototype;
  prototype.showNotification = async function (title, options) {
    await showNotification.call(this, title, options);
    Object.assign(globalThis, { lastShown: options?.body });
  };
}

/** How many pages the service worker knows: a page that was closed is one for a moment. */
async function countPages(): Promise<number> {
  const { clients } = globalThis as unknown as {
    readonly clients: { matchAll(options: object): Promise<readonly unknown[]> };
  };
  return (await clients.matchAll({ type: "window", includeUncontrolled: true })).length;
}

/** The texts of the notifications that are shown. */
async function shownNotifications(): Promise<string[]> {
  const { registration } = globalThis as unknown as { readonly registration: ServiceWorkerRegistration };
  return (await registration.getNotifications()).map(({ body }) => body);
}

/**
 * Clicks the notification. Only the operating system's click may focus and open windows, and waits for `waitUntil`: both
 * are replaced, and the URL is recorded.
 */
async function clickNotification(): Promise<void> {
  interface Client {
    readonly url: string;
    focus(): Promise<void>;
  }
  const scope = globalThis as unknown as {
    readonly registration: ServiceWorkerRegistration;
    readonly WindowClient: { readonly prototype: Client };
    readonly clients: { openWindow(url: string): Promise<void> };
    navigatedTo?: string;
  };
  scope.WindowClient.prototype.focus = async function () {
    scope.navigatedTo = this.url;
  };
  scope.clients.openWindow = async (url) => {
    scope.navigatedTo = url;
  };
  const [notification] = await scope.registration.getNotifications();
  const click = new Event("notificationclick");
  let pendingWork: Promise<void> | undefined;
  Object.assign(click, { notification, waitUntil: (until: Promise<void>) => (pendingWork = until) });
  dispatchEvent(click);
  await pendingWork;
}

async function isControlled(page: Page): Promise<void> {
  await eventually("the service worker controls the page", () =>
    page.evaluate(() => navigator.serviceWorker.controller !== null),
  );
}
