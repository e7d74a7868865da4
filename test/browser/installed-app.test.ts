import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";
import { takePicture } from "../support/picture.ts";

const setup = setUpBrowser({ isPlatform: true });

async function newUser(options: Parameters<typeof User.open>[1]): Promise<User> {
  return setup.newUser({ ...options, serviceWorkers: "allow" });
}

/** On a phone, Enter inserts a line break. */
async function sendByTouch({ page, composer }: User, text: string): Promise<void> {
  await composer.fill(text);
  await page.getByRole("button", { name: en.room.send, exact: true }).tap();
}

/** Waits until the service worker controls the page and has cached the page of this room. */
async function isCached(page: Page, room: string): Promise<void> {
  await eventually(`the page of ${room} is cached`, () =>
    page.evaluate(
      async (path) =>
        navigator.serviceWorker.controller !== null &&
        (await caches.match(path, { ignoreVary: true })) !== undefined,
      `/r/${room}`,
    ),
  );
}

interface Manifest {
  readonly name: string;
  readonly dir: string;
  readonly lang: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose?: string }[];
}

test.each([
  { who: "English", options: variant("desktop", "light", "en"), name: "Majlis", lang: "en", dir: "ltr" },
  { who: "Arabic", options: variant("phone", "dark", "ar"), name: "مجلس", lang: "ar", dir: "rtl" },
])(
  "the app is installable in $who: its manifest is valid, its icons have the sizes it declares",
  async (reader) => {
    const ana = await newUser(reader.options);
    await ana.page.goto(setup.server.origin);
    const session = await ana.context.newCDPSession(ana.page);
    const { errors, data } = await session.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? "") as Manifest;
    expect(manifest).toMatchObject({ name: reader.name, lang: reader.lang, dir: reader.dir });
    expect(manifest).toMatchObject({ start_url: "/", scope: "/", display: "standalone" });
    for (const { src, sizes } of manifest.icons.filter(({ src }) => src.endsWith(".png"))) {
      const size = await ana.page.evaluate(async (url) => {
        const { width, height } = await createImageBitmap(await (await fetch(url)).blob());
        return `${width}x${height}`;
      }, src);
      expect(size).toBe(sizes);
    }
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain("maskable");
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // An incognito context is never installable; there is no other obstacle.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual(
      [],
    );
  },
);

test("a room that was opened before opens offline, and a message written there is sent once back online", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  const bo = await newUser(variant("desktop", "dark", "en"));
  const url = `${setup.server.origin}/r/tea`;
  await ana.openRoom(url);
  await bo.openRoom(url);
  await sendByTouch(ana, "before the tunnel");
  await bo.waitForText("before the tunnel");
  await isCached(ana.page, "tea");

  await ana.context.setOffline(true);
  await ana.page.reload();
  await ana.composer.waitFor();
  await ana.waitForText("before the tunnel");
  await ana.page.locator(".connection-text", { hasText: en.lazy.offlineKept.split("{")[0]! }).waitFor();
  await expect.poll(() => ana.page.getByText(en.room.connecting).count()).toBe(0);
  await expect.poll(() => ana.page.locator(".skeleton").count()).toBe(0);
  await takePicture(ana.page, "installed-room-opened-offline");
  await sendByTouch(ana, "from the tunnel");
  await ana.waitForText("from the tunnel");
  await takePicture(ana.page, "installed-room-offline");
  expect(await axeViolations(ana.page)).toEqual([]);
  await expect.poll(() => bo.texts()).toEqual(["before the tunnel"]);

  await ana.context.setOffline(false);
  await bo.waitForText("from the tunnel");
  await expect.poll(() => bo.texts()).toEqual(["before the tunnel", "from the tunnel"]);
  await eventually(
    "Ana has both messages",
    async () => (await ana.texts()).join() === "before the tunnel,from the tunnel",
  );
});

test.each([
  { who: "an Arabic phone", options: variant("phone", "dark", "ar"), title: ar.offline.title, first: "ar" },
  {
    who: "an English desk",
    options: variant("desktop", "light", "en"),
    title: en.offline.title,
    first: "en",
  },
])(
  "offline, a page that was never opened shows the offline page to $who, and opens once back online",
  async (reader) => {
    const ana = await newUser(reader.options);
    await ana.openRoom(`${setup.server.origin}/r/known`);
    await isCached(ana.page, "known");
    await ana.context.setOffline(true);
    await ana.page.goto(`${setup.server.origin}/r/never-opened`);
    await ana.waitForText(reader.title);
    const languages = await ana.page
      .locator("section[lang]:visible")
      .evaluateAll((all) => all.map((section) => section.getAttribute("lang")));
    expect(languages).toEqual([reader.first]);
    await expect.poll(() => ana.page.getByRole("link").allInnerTexts()).toEqual(["known"]);
    expect(await axeViolations(ana.page)).toEqual([]);
    await expect
      .poll(() => ana.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
      .toBe(true);
    await takePicture(ana.page, `installed-offline-${reader.first}`);
    await ana.page.getByRole("link", { name: "known" }).click();
    await ana.composer.waitFor();
    await ana.page.goBack();
    await ana.waitForText(reader.title);

    await ana.context.setOffline(false);
    await ana.composer.waitFor();
    expect(new URL(ana.page.url()).pathname).toBe("/r/never-opened");
  },
);

test("a new service worker deletes the caches of older versions, and caches no messages", async () => {
  const ana = await newUser(variant("desktop", "dark", "en"));
  await ana.page.goto(`${setup.server.origin}/health`);
  await ana.page.evaluate(async () => {
    for (const name of ["majlis-assets-old", "majlis-rooms-old", "of-something-else"])
      await caches.open(name);
  });
  await ana.openRoom(`${setup.server.origin}/r/secrets`);
  await ana.send("a word in confidence");
  await isCached(ana.page, "secrets");
  const names = await ana.page.evaluate(() => caches.keys());
  expect(names).toContain("of-something-else");
  expect(names.filter((name) => name.endsWith("-old"))).toEqual([]);
  await ana.page.reload();
  await ana.waitForText("a word in confidence");
  const cachedUrls = await ana.page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push(await (await cache.match(request))!.text());
    }
    return texts;
  });
  expect(cachedUrls.length).toBeGreaterThan(10);
  expect(cachedUrls.filter((text) => text.includes("a word in confidence"))).toEqual([]);
});

test("an embedded room registers no service worker", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/framed/embed`);
  await ana.waitForText("1 here");
  expect(await ana.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
    0,
  );
});

test("on a phone the composer stays in view above the keyboard, and its font size causes no zoom", async () => {
  const ana = await newUser(variant("phone", "light", "en"));
  await ana.openRoom(`${setup.server.origin}/r/keys`);
  await expect
    .poll(() => ana.page.locator('meta[name="viewport"]').getAttribute("content"))
    .toBe("width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content");
  await expect.poll(() => ana.composer.getAttribute("enterkeyhint")).toMatch(/enter|send/);
  await expect
    .poll(() => ana.composer.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize)))
    .toBeGreaterThanOrEqual(16);
  await ana.composer.focus();
  // As where the keyboard shrinks the page.
  await ana.page.setViewportSize({ width: 390, height: 420 });
  await eventually("the composer is in view", () =>
    ana.composer.evaluate((field) => field.getBoundingClientRect().bottom <= innerHeight),
  );
  await takePicture(ana.page, "installed-keyboard");
});
