/** Inviting: by link, QR code, embed and bot commands. */
import { execFileSync } from "node:child_process";
import jsQR from "jsqr";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import type { User } from "../support/user.ts";
import { takePicture } from "../support/picture.ts";
import { words } from "../support/words.ts";

const setup = setUpBrowser();
const { newUser } = setup;

async function screenshot({ page }: User, name: string): Promise<void> {
  for (const image of await page.locator(".qr img:visible").all())
    await image.evaluate((drawn: HTMLImageElement) => drawn.decode());
  await takePicture(page, name);
}

const panel = ({ page }: User): Locator => page.locator("#invite");
const tab = (user: User, name: string): Locator => panel(user).getByRole("tab", { name, exact: true });
const clipboard = ({ page }: User): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const focused = ({ page }: User): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent ?? "");

/** Presses a copy button, which is named en.lazy.copied for a moment: the wait for that begins before the click. */
async function copy(button: Locator, copied: Locator): Promise<void> {
  await Promise.all([copied.waitFor(), button.click()]);
}

/** Decodes the QR code as the browser renders it. */
async function scan(image: Locator): Promise<string | undefined> {
  const pixels = await image.evaluate(async (drawn: HTMLImageElement) => {
    await drawn.decode();
    const canvas = new OffscreenCanvas(240, 240);
    const context = canvas.getContext("2d");
    context?.drawImage(drawn, 0, 0, 240, 240);
    return Array.from(context?.getImageData(0, 0, 240, 240).data ?? []);
  });
  return jsQR(Uint8ClampedArray.from(pixels), 240, 240)?.data;
}

async function isInView(user: User, element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const size = user.page.viewportSize();
  if (box === null || size === null) return false;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
}

test("an empty room shows a welcome with its link and QR code until the first message", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.openRoom(`${setup.server.origin}/r/garden`);
  await ana.page.getByRole("heading", { name: /Welcome to .?garden/ }).waitFor();
  await ana.waitForText(en.lazy.emptyAlone);
  await expect.poll(() => ana.composer.evaluate((field) => field === document.activeElement)).toBe(true);
  const code = ana.page.getByRole("img", { name: en.lazy.qrCode });
  expect(await scan(code)).toBe(`${setup.server.origin}/r/garden`);
  await screenshot(ana, "empty-desktop-light-en");
  expect(await axeViolations(ana.page)).toEqual([]);

  await copy(
    ana.page.getByRole("button", { name: en.lazy.copyLink }),
    ana.page.getByRole("button", { name: en.lazy.copied }),
  );
  const omar = await newUser(variant("phone", "dark", "ar"));
  await omar.openRoom(await clipboard(ana));
  await ana.waitForText(words("en")("emptyTogether", { count: 2 }));
  await omar.waitForText(ar.lazy.emptyTogether.two);
  await expect.poll(() => isInView(omar, omar.composer)).toBe(true);
  await expect.poll(() => isInView(omar, omar.page.locator(".invite-options"))).toBe(true);
  await screenshot(omar, "empty-phone-dark-ar");
  expect(await axeViolations(omar.page)).toEqual([]);

  await omar.composer.fill("مساء الخير");
  await omar.page.getByRole("button", { name: ar.room.send }).tap();
  await ana.waitForText("مساء الخير");
  await expect.poll(() => ana.page.locator(".empty").count()).toBe(0);
  await expect.poll(() => omar.page.locator(".empty").count()).toBe(0);
  await ana.page.getByRole("button", { name: en.room.invite }).click();
  expect(await scan(panel(ana).getByRole("img"))).toBe(`${setup.server.origin}/r/garden`);
});

test("the welcome of an empty room fits the smallest phones without covering the composer", async () => {
  const lena = await newUser({ ...variant("phone", "light", "en"), viewport: { width: 320, height: 640 } });
  await lena.openRoom(`${setup.server.origin}/r/a-room-with-quite-a-long-name`);
  for (const part of [".welcome h2", ".room-link", ".qr img", ".invite-options", "#write"])
    await eventually(`${part} is in view`, () => isInView(lena, lena.page.locator(part)));
  await expect
    .poll(() => lena.page.locator(".empty").evaluate((e) => e.scrollHeight <= e.clientHeight))
    .toBe(true);
  await expect
    .poll(() => lena.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
  await screenshot(lena, "empty-small-light-en");
  expect(await axeViolations(lena.page)).toEqual([]);
});

test("the QR code is loaded as soon as the button of the invitation is pointed at", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  const url = `${setup.server.origin}/r/preloaded`;
  await fetch(url, { method: "POST", body: "hello" });
  const codes: string[] = [];
  ana.page.on("request", (request) => {
    if (request.url().endsWith("/qr.svg")) codes.push(request.url());
  });
  await ana.openRoom(url);
  await ana.waitForJoin();
  expect(codes).toEqual([]);
  await eventually("the code is requested", async () => {
    await ana.composer.hover();
    await ana.page.getByRole("button", { name: en.room.invite }).hover();
    return codes.length > 0;
  });
  expect(codes).toEqual([`${url}/qr.svg`]);
  await expect.poll(() => panel(ana).isVisible()).toBe(false);
});

test("the invitation is operated by keyboard: three tabs, copying the link, Escape back to the button", async () => {
  const ana = await newUser(variant("desktop", "dark", "en"));
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.openRoom(`${setup.server.origin}/r/keys`);
  await ana.send("hello");
  await ana.page.getByRole("button", { name: en.room.invite }).focus();
  await ana.page.keyboard.press("Enter");
  await eventually("the first tab has the focus", async () => (await focused(ana)) === en.lazy.inviteLink);
  await screenshot(ana, "invite-link-desktop-dark-en");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(ana)).toBe(en.lazy.inviteEmbed);
  await expect.poll(() => tab(ana, en.lazy.inviteEmbed).getAttribute("aria-selected")).toBe("true");
  await ana.page.keyboard.press("End");
  await expect.poll(() => focused(ana)).toBe(en.lazy.inviteBots);
  await screenshot(ana, "invite-bots-desktop-dark-en");
  expect(await axeViolations(ana.page)).toEqual([]);
  await ana.page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(ana)).toBe(en.lazy.inviteLink);
  await ana.page.keyboard.press("Tab");
  await ana.page.keyboard.press("Tab");
  await Promise.all([
    panel(ana).getByRole("button", { name: en.lazy.copied }).waitFor(),
    ana.page.keyboard.press("Enter"),
  ]);
  expect(await clipboard(ana)).toBe(`${setup.server.origin}/r/keys`);
  await ana.page.keyboard.press("Escape");
  await expect.poll(() => panel(ana).isVisible()).toBe(false);
  await expect.poll(() => focused(ana)).toBe(en.room.invite);
});

test("in Arabic on a phone the invitation previews the embed and copies its code", async () => {
  const omar = await newUser(variant("phone", "light", "ar"));
  await omar.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const url = `${setup.server.origin}/r/${encodeURIComponent("ديوان")}`;
  await omar.openRoom(url);
  await omar.page.getByRole("button", { name: ar.lazy.toEmbed }).tap();
  await tab(omar, ar.lazy.inviteEmbed).waitFor();
  await expect.poll(() => tab(omar, ar.lazy.inviteEmbed).getAttribute("aria-selected")).toBe("true");
  await expect.poll(() => panel(omar).boundingBox()).toMatchObject({ x: 0, y: 0, width: 390 });
  await panel(omar).getByLabel(ar.lazy.theme).selectOption({ label: ar.lazy.theme_dark });
  await panel(omar).getByLabel(ar.shared.language).selectOption({ label: en.name });
  await expect
    .poll(() => panel(omar).getByLabel(ar.lazy.embedHeight).locator("option").allTextContents())
    .toEqual(["٤٠٠ بكسل", "٥٦٠ بكسل", "٧٢٠ بكسل"]);
  await panel(omar).getByLabel(ar.lazy.embedHeight).selectOption("400");
  const preview = panel(omar).frameLocator("iframe");
  await preview.getByRole("textbox", { name: en.room.write }).waitFor();
  await expect.poll(() => preview.locator("html").getAttribute("data-theme")).toBe("dark");
  await expect.poll(() => preview.locator("html").getAttribute("data-view")).toBe("embed");
  await expect.poll(() => preview.locator(".room-link, .invite-button").count()).toBe(0);
  await screenshot(omar, "invite-embed-phone-light-ar");
  await expect
    .poll(() => omar.page.evaluate(() => document.documentElement.scrollWidth <= screen.width))
    .toBe(true);
  expect(await axeViolations(omar.page)).toEqual([]);

  await copy(
    panel(omar).getByRole("button", { name: `${ar.lazy.copy}: ${ar.lazy.embedCode}` }),
    panel(omar).getByRole("button", { name: `${ar.lazy.copied}: ${ar.lazy.embedCode}` }),
  );
  const pasted = await clipboard(omar);
  expect(pasted).toContain(`src="${url}/embed?theme=dark&amp;lang=en"`);
  expect(pasted).toContain('height="400"');
  await expect
    .poll(() => panel(omar).getByRole("textbox", { name: ar.lazy.embedScript }).inputValue())
    .toContain('/embed.js" data-room="ديوان" data-theme="dark" data-lang="en" data-height="400"></script>');
  await expect
    .poll(() => panel(omar).getByRole("textbox", { name: ar.lazy.embedElement }).inputValue())
    .toContain('<majlis-room room="ديوان" theme="dark" lang="en" height="400"></majlis-room>');

  const ana = await newUser(variant("desktop", "dark", "en"));
  await ana.openRoom(url);
  await ana.send("Seen in the frame too");
  await preview.getByText("Seen in the frame too", { exact: true }).waitFor();
  await panel(omar).getByRole("button", { name: ar.lazy.close, exact: true }).tap();
  await expect.poll(() => panel(omar).isVisible()).toBe(false);
  await omar.waitForText("Seen in the frame too");
});

test("the bot commands of the invitation publish and read messages when they are run", async () => {
  const ana = await newUser(variant("desktop", "light", "ar"));
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.openRoom(`${setup.server.origin}/r/${encodeURIComponent("ورشة")}`);
  await ana.page.getByRole("button", { name: ar.lazy.toBots }).click();
  const button = (name: string) => panel(ana).getByRole("button", { name });
  await copy(button(`${ar.lazy.copy}: ${ar.lazy.botSay}`), button(`${ar.lazy.copied}: ${ar.lazy.botSay}`));
  execFileSync("sh", ["-c", `${await clipboard(ana)} -sf`]);
  await ana.waitForText("hello");
  await screenshot(ana, "invite-bots-desktop-light-ar");
  expect(await axeViolations(ana.page)).toEqual([]);
  await copy(button(`${ar.lazy.copy}: ${ar.lazy.botRead}`), button(`${ar.lazy.copied}: ${ar.lazy.botRead}`));
  expect(execFileSync("sh", ["-c", `${await clipboard(ana)} -sf`], { encoding: "utf8" })).toContain("hello");
});

test("the share button passes the link to the device's share sheet", async () => {
  const bo = await newUser(variant("phone", "dark", "en"));
  await bo.page.addInitScript(() => {
    Object.assign(navigator, {
      share: async (data: ShareData) => {
        document.documentElement.dataset["shared"] = JSON.stringify(data);
      },
    });
  });
  await bo.openRoom(`${setup.server.origin}/r/shared`);
  await bo.waitForJoin();
  await bo.page.locator(".members-button").tap();
  await bo.page.getByRole("button", { name: en.room.inviteTitle }).tap();
  await panel(bo).getByRole("button", { name: en.lazy.share }).tap();
  // The tap becomes a click later.
  const shared = () => bo.page.locator("html").getAttribute("data-shared");
  await expect
    .poll(async () => JSON.parse((await shared()) ?? "null") as unknown)
    .toEqual({ title: "shared", url: `${setup.server.origin}/r/shared` });
  await screenshot(bo, "invite-link-phone-dark-en");
  expect(await axeViolations(bo.page)).toEqual([]);
});
