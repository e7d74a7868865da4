/** The demonstration pages, as a visitor sees them and as a site's author reads them. */
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { LANGUAGE_INFO, type Language } from "../../src/locales/languages-info.ts";
import { ISSUER_ORIGIN } from "../../src/demo/issuer-address.ts";
import { startIssuer } from "../../src/serve/demo/issuer.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import { takePicture } from "../support/picture.ts";
import { PROJECT_ROOT } from "../support/project-root.ts";
import type { User } from "../support/user.ts";

const README_PICTURE = join(PROJECT_ROOT, "test/browser/screenshots/host-page-desktop-light-en.png");

const issuer = await startIssuer(0);
const setup = setUpBrowser({ siteKeys: [issuer.siteKey] });

afterAll(() => issuer.close());

/** `npm run demo` has its issuer at one port, which on the machine of a test may be another's. */
async function withIssuer({ page }: User): Promise<void> {
  await page.route(`${ISSUER_ORIGIN}/**`, async (route) => {
    const url = route.request().url().replace(ISSUER_ORIGIN, `http://127.0.0.1:${issuer.port}`);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
}

async function withoutIssuer({ page }: User): Promise<void> {
  await page.route(`${ISSUER_ORIGIN}/**`, (route) => route.abort("connectionrefused"));
}

/** The frame of the room, once it is joined. */
async function roomIn(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  if (frame === undefined) throw new Error("the page has no frame");
  await frame.locator(".members-button:enabled").waitFor();
  return frame;
}

async function open(user: User, path: string): Promise<Page> {
  await user.page.goto(`${setup.server.origin}/demo/${path}`);
  return user.page;
}

async function write(frame: Frame, text: string): Promise<void> {
  await frame.locator("#write").fill(text);
  // On a phone Enter is a line break.
  await frame.locator(".send").click();
  await frame.locator("[data-seq]", { hasText: text }).waitFor();
}

const isRtl = (language: Language) => LANGUAGE_INFO[language].direction === "rtl";

const transcriptOf = async (room: string) =>
  (await fetch(`${setup.server.origin}/r/${room}/transcript`)).text();

test("[EMBED-11] [EMBED-12] a customer of the shop asks by the button in the corner, and the shop answers", async () => {
  const customer = await setup.newUser(variant("desktop", "light", "en"));
  await withIssuer(customer);
  const page = await open(customer, "shop");
  await page.getByRole("button", { name: "Lina", pressed: true }).waitFor();
  expect(await page.locator("[data-unvouched]").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Ask about it" }).click();
  const room = await roomIn(page);
  await expect
    .poll(() => room.locator("#write").inputValue())
    .toBe("Does this set work on an induction stove?");
  await room.locator("#write").press("Enter");
  await room.locator("[data-seq]", { hasText: "induction" }).waitFor();

  const shop = await setup.newUser();
  await withIssuer(shop);
  const desk = await open(shop, "shop");
  await desk.getByRole("button", { name: "Noor (shop)" }).click();
  await desk.locator("majlis-room button").click();
  await write(await roomIn(desk), "It does: the base is steel. On glass, lift the tray off first.");
  await room.locator("[data-seq]", { hasText: "It does:" }).waitFor();
  expect(await transcriptOf("demo-shop")).toMatch(/^Lina ✓: Does .*\nNoor \(shop\) ✓: It does:/);

  await expect.poll(() => page.locator(".events").innerText()).toMatch(/majlis:ready \{"v":1\}/);
  expect(await axeViolations(page)).toEqual([]);
  await takePicture(page, "host-page-desktop-light-en");
  if (process.env["UPDATE_SCREENSHOTS"] === "1") await page.screenshot({ path: README_PICTURE });
});

test("[EMBED-12] where no site vouches the shop says so, and its room takes guests", async () => {
  const visitor = await setup.newUserNamed("Tom", variant("phone", "light", "en"));
  await withoutIssuer(visitor);
  const page = await open(visitor, "shop");
  await page.getByText("No site vouches for its users here").waitFor();
  expect(await page.locator(".account").isVisible()).toBe(false);
  await page.locator("majlis-room button").click();
  await write(await roomIn(page), "Is the tray heavy?");
  expect(await transcriptOf("demo-shop")).toContain("Tom: Is the tray heavy?");
});

test("[EMBED-9] each article of the blog has a room of its own, whose language and theme follow the page", async () => {
  const reader = await setup.newUserNamed("Mariam", variant("desktop", "light", "en"));
  const page = await open(reader, "coffee?utm_source=letter");
  await page.locator("majlis-room").scrollIntoViewIfNeeded();
  const room = await roomIn(page);
  await write(room, "My grandfather counted the cups.");
  await page.getByRole("combobox").selectOption("ar");
  await expect.poll(() => room.evaluate(() => document.documentElement.dir)).toBe("rtl");
  expect(await page.evaluate(() => [document.documentElement.dir, document.title])).toEqual([
    "rtl",
    "ثلاثة فناجين صغيرة · الحوش",
  ]);
  await page.getByRole("button", { name: "فاتح أو داكن" }).click();
  await expect.poll(() => room.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  // Without a reload: what was written is still shown, in the same document.
  await expect.poll(() => room.getByText("My grandfather counted the cups.").isVisible()).toBe(true);

  await page.getByRole("link", { name: "التالي: شباك على الشارع" }).click();
  await page.waitForURL("**/demo/window*");
  await page.locator("majlis-room").scrollIntoViewIfNeeded();
  const other = await roomIn(page);
  expect(new URL(other.url()).pathname).toMatch(/^\/r\/window-/);
  expect(await other.evaluate(() => document.documentElement.lang)).toBe("ar");
});

test("[SET-5] [MOD-8] the owner of a stream slows the chat, announces, and deletes a message from the page", async () => {
  const owner = await setup.newUserNamed("Rim", variant("desktop", "dark", "en"));
  const page = await open(owner, "stream");
  await roomIn(page);
  await page.getByRole("button", { name: "Open my stream" }).click();
  await page.locator(".studio-open").waitFor();
  const url = (await page.locator(".room-link").getAttribute("href")) ?? "";
  await expect.poll(() => page.frames()[1]?.url()).toContain(new URL(url).pathname);
  const room = await roomIn(page);
  await write(room, "Buy my course");
  const message = page.locator(".queue li", { hasText: "Buy my course" });
  await message.waitFor();
  await page.getByRole("button", { name: "2 min", exact: true }).click();
  await page.getByLabel("Announcement").fill("Questions at nine");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await room.getByText("Questions at nine", { exact: true }).waitFor();
  await expect
    .poll(async () => (await fetch(`${url}/settings`)).json())
    .toEqual({ title: "Desert sky", slowModeSeconds: 120, announcement: "Questions at nine" });
  expect(await axeViolations(page)).toEqual([]);
  await setup.screenshot(page, "demo-stream-desktop-dark-en");
  await message.getByRole("button", { name: "Delete" }).click();
  await message.waitFor({ state: "detached" });
  await room.locator("[data-seq]", { hasText: en.room.removed }).waitFor();
});

test("[EMBED-7] on the first page the room takes its colour and a draft, and what it reports is printed", async () => {
  const author = await setup.newUserNamed("Omar", variant("desktop", "light", "en"));
  const page = await open(author, "");
  const room = await roomIn(page);
  await page.getByRole("button", { name: "Prefill the composer" }).click();
  await expect.poll(() => room.locator("#write").inputValue()).toBe("Hello! I found you on a page.");
  const accent = () =>
    room.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"));
  const before = await accent();
  await page.getByRole("button", { name: "Mint" }).click();
  await expect.poll(accent).not.toBe(before);
  await room.locator("#write").press("Enter");
  await expect
    .poll(() => page.locator(".events").innerText())
    .toMatch(/majlis:message .*"text":"Hello! I found you on a page\."/);
  expect(await page.locator(".code").first().innerText()).toContain(
    `<script async src="${setup.server.origin}/embed.js"></script>`,
  );
});

test.each([
  ["ar", "dark", "غرفة حيّة في أي صفحة"],
  ["es", "light", "Una sala en vivo en cualquier página"],
  ["fa", "dark", "اتاقی زنده در هر صفحه"],
  ["fr", "light", "Un salon en direct dans n’importe quelle page"],
] as const)(
  "every page is usable on a phone, without accessibility violations or overflow: %s, %s",
  async (language, theme, heading) => {
    const visitor = await setup.newUser(variant("phone", theme, language));
    await withoutIssuer(visitor);
    for (const path of ["", "shop", "coffee", "window", "stream", "arena", "letter"]) {
      const page = await open(visitor, path);
      const root = page.locator(`html[lang=${language}][dir=${isRtl(language) ? "rtl" : "ltr"}]`);
      await root.waitFor({ state: "attached" });
      await page.locator("iframe, majlis-room").first().waitFor({ state: "attached" });
      if (path === "") await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
      expect([path, ...(await axeViolations(page))]).toEqual([path]);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect([path, content]).toEqual([path, window]);
      await setup.screenshot(page, `demo-${path || "start"}-phone-${theme}-${language}`);
    }
  },
);

test.each([
  ["es", "Preguntar", "¿Sirve este juego para placas de inducción?"],
  ["fa", "بپرسید", "این سرویس روی اجاق القایی کار می‌کند؟"],
] as const)(
  "the shop's customer asks in the language of the page: %s",
  async (language, button, question) => {
    const customer = await setup.newUserNamed("Lina", variant("desktop", "light", language));
    await withoutIssuer(customer);
    const page = await open(customer, "shop");
    await page.getByRole("button", { name: button }).click();
    await expect.poll(async () => (await roomIn(page)).locator("#write").inputValue()).toBe(question);
  },
);
