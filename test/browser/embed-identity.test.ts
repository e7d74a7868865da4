/** Who a visitor is in frames of a site where third-party storage is blocked (SPEC ID-10 to ID-12). */
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { HostSite } from "../support/host-site.ts";
import { JOIN_MS, waitLonger } from "../support/wait-longer.ts";

// Only the full browser blocks third-party storage.
const setup = setUpBrowser({}, "full");
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => host?.stop());

const frameHtml = (room: string) =>
  `<iframe title="Chat" src="${setup.server.origin}/r/${room}/embed" width="360" height="420"></iframe>`;

async function members(room: string): Promise<{ id: string; name: string }[]> {
  const response = await fetch(`${setup.server.origin}/r/${room}/members`);
  const { list } = (await response.json()) as { readonly list: { id: string; name: string }[] };
  return list;
}

async function joined(page: Page): Promise<FrameLocator> {
  const frame = page.frameLocator("iframe").first();
  await frame.locator(".members-button:enabled").waitFor();
  return frame;
}

test("[ID-11] a visitor without storage is the same member after a reload: name, own messages and all", async () => {
  const visitor = await setup.newUser();
  await visitor.page.goto(host.serve({ body: frameHtml("kept") }));
  let frame = await joined(visitor.page);
  await frame.getByLabel(en.lazy.namePrompt).fill("Layla أ");
  await frame.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frame.locator("#write").fill("mine");
  await frame.locator(".send").click();
  await frame.locator("[data-seq='1']").waitFor();
  await expect.poll(() => members("kept")).toMatchObject([{ name: "Layla أ" }]);
  const [before] = await members("kept");

  await visitor.page.reload();
  frame = await joined(visitor.page);
  await expect.poll(() => members("kept")).toEqual([before]);
  // They were asked for their name, and the message is theirs.
  await frame.locator("#write").press("ArrowUp");
  await expect.poll(() => frame.locator("#write").inputValue()).toBe("mine");

  // On another site they are another guest: the cookie is partitioned.
  const cookies = await visitor.context.cookies();
  expect(cookies.map(({ name }) => name.replace(/[\w-]{16}$/u, ""))).toEqual(["__Host-majlis-guest-"]);
  expect(cookies[0]).toMatchObject({ httpOnly: true, secure: true, sameSite: "None" });
});

test("[ID-10] two frames of one room in a page are one member, without storage too", async () => {
  const visitor = await setup.newUser();
  await visitor.context.addInitScript(waitLonger, JOIN_MS);
  await visitor.page.goto(host.serve({ body: frameHtml("pair") + frameHtml("pair") }));
  const frames = [0, 1].map((index) => visitor.page.frameLocator("iframe").nth(index));
  for (const frame of frames) await frame.locator(".members-button:enabled").waitFor();
  await expect.poll(() => members("pair")).toHaveLength(1);

  await frames[0]?.getByLabel(en.lazy.namePrompt).fill("Layla");
  await frames[0]?.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frames[1]?.locator(".own-name", { hasText: "Layla" }).waitFor();
  await visitor.page.reload();
  for (const frame of frames) await frame.locator(".own-name", { hasText: "Layla" }).waitFor();
  await expect.poll(() => members("pair")).toHaveLength(1);
});

test("[ID-11] a page that has storage sets no cookie", async () => {
  const visitor = await setup.newUser();
  await visitor.openRoom(`${setup.server.origin}/r/stored`);
  await visitor.waitForJoin();
  expect(await visitor.context.cookies()).toEqual([]);
});
