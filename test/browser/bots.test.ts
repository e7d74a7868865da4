/** What programs send over HTTP without a token, as the page shows it (SPEC HTTP-5, HTTP-19). */
import { expect, test } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { axeViolations } from "../support/axe.ts";
import { setUpBrowser, UNLIMITED_RATES } from "../support/browser-setup.ts";
import { variant } from "../support/browser-variant.ts";
import { eventually } from "../support/eventually.ts";
import type { WireEvent } from "../support/raw-socket.ts";

const setup = setUpBrowser({ limits: UNLIMITED_RATES });

interface Posted {
  readonly status: number;
  readonly message: WireEvent & { readonly from: { readonly id: string; readonly via?: string } };
}

async function post(url: string, text: string, key: string, address = "192.0.2.1"): Promise<Posted> {
  const answer = await fetch(`${url}?name=Build%20bot`, {
    method: "POST",
    headers: { "Idempotency-Key": key, "CF-Connecting-IP": address },
    body: text,
  });
  return { status: answer.status, message: (await answer.json()) as Posted["message"] };
}

test("[HTTP-5] [HTTP-19] a script's messages with keys are one group with one mark, also over a crash", async () => {
  const url = `${setup.server.origin}/r/builds`;
  const send = (number: number, address?: string) =>
    post(url, `build ${number} passed`, `build-${number}`, address);
  const sent: Posted[] = [];
  for (let number = 1; number <= 40; number++) {
    if (number === 21) {
      await setup.server.kill();
      await setup.server.restart();
    }
    sent.push(await send(number));
  }
  expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 201));
  expect(await send(1, "198.51.100.7")).toMatchObject({ status: 200, message: { seq: 1 } });
  expect(sent[0]?.message.from.via).toBe("http");
  const reader = await setup.newUserNamed("Ana", variant("desktop", "light", "en"));
  await reader.openRoom(url);
  await reader.waitForText("build 40 passed");
  await eventually("all messages are in the list", async () => {
    await reader.page.locator(".message").first().scrollIntoViewIfNeeded();
    return (await reader.page.locator("[data-message]").count()) === 40;
  });
  await expect.poll(() => reader.page.locator(".message.group-start").count()).toBe(1);
  const byline = reader.page.locator(".group-start .byline");
  await expect.poll(() => byline.innerText()).toMatch(new RegExp(`^Build bot\\s+${en.room.bot}\\s+\\d`));
  expect(await axeViolations(reader.page)).toEqual([]);
  await setup.screenshot(reader, "bots-desktop-en");
  await reader.page.getByRole("button", { name: en.room.search, exact: true }).click();
  await reader.page.getByRole("searchbox").fill("build 40");
  const result = reader.page.locator(".search-result");
  await result.first().waitFor();
  await expect.poll(() => result.locator(".bot").innerText()).toBe(en.room.bot);
  expect(await axeViolations(reader.page)).toEqual([]);
  await setup.screenshot(reader, "bots-search-en");
});

test("[HTTP-19] people have no mark: neither with the page nor with its form without scripts", async () => {
  const url = `${setup.server.origin}/r/mixed`;
  const layla = await setup.newUser({ ...variant("phone", "light", "ar"), javaScriptEnabled: false });
  await layla.page.goto(`${url}/plain`);
  await layla.page.getByLabel(ar.shared.yourName).fill("ليلى");
  await layla.page.getByLabel(ar.plain.message, { exact: true }).fill("مساء الخير");
  await layla.page.getByRole("button", { name: ar.room.send }).click();
  await layla.waitForText("مساء الخير");
  await expect.poll(() => layla.page.locator(".bot").count()).toBe(0);
  await post(url, "all tests passed", "k-1");
  const ben = await setup.newUserNamed("Ben", variant("phone", "dark", "ar"));
  await ben.openRoom(url);
  await ben.sendByTap("good evening");
  await ben.waitForText("good evening");
  // His own message is shown before the others, which come with the room.
  await expect
    .poll(async () => (await ben.page.locator(".bot").allInnerTexts()).map((text) => text.trim()))
    .toEqual([ar.room.bot]);
  await expect.poll(() => ben.page.locator(".message:has(.bot)").innerText()).toContain("all tests passed");
  expect(await axeViolations(ben.page)).toEqual([]);
  await setup.screenshot(ben, "bots-phone-ar");
  await ben.page.goto(`${url}/plain`);
  await expect
    .poll(() => ben.page.locator(".message:has(.bot)").allInnerTexts())
    .toEqual([expect.stringContaining("all tests passed")]);
  expect(await axeViolations(ben.page)).toEqual([]);
  await setup.screenshot(ben, "bots-plain-ar");
});
