/** Mentions from the composer to the reader: completion, the member's id on the wire, what is drawn and who is called. */
import { expect, test } from "vitest";
import { setUpBrowser } from "../support/browser-setup.ts";

const setup = setUpBrowser();
const { newUserNamed } = setup;

async function messagesOf(room: string): Promise<readonly Record<string, unknown>[]> {
  const answer = await fetch(`${setup.server.origin}/r/${room}/messages`);
  return ((await answer.json()) as { events: Record<string, unknown>[] }).events;
}

test("[MENT-1] a name in text without spaces is completed, sent with the member's id and drawn alone", async () => {
  const [ming, bo] = [await newUserNamed("小明"), await newUserNamed("Bo")];
  const url = `${setup.server.origin}/r/mention-han`;
  await ming.openRoom(url);
  await bo.openRoom(url);
  await bo.waitForText("2 here");
  await bo.composer.click();
  await bo.page.keyboard.type("你好＠小");
  await bo.page.getByRole("option", { name: "小明" }).waitFor();
  await bo.page.keyboard.press("Enter");
  await bo.page.keyboard.type("在吗");
  await bo.page.keyboard.press("Enter");
  await ming.page.locator(".mentions-you .mention.you", { hasText: /^@小明$/u }).waitFor();
  await bo.page.locator(".mention:not(.you)", { hasText: /^@小明$/u }).waitFor();
  expect(await messagesOf("mention-han")).toMatchObject([
    { text: "你好@小明 在吗", mentions: [{ name: "小明" }] },
  ]);
});

test("[MENT-3] a name typed by hand lights up whole, and only for its member", async () => {
  const users = [
    await newUserNamed("Ana"),
    await newUserNamed("Ana (work)"),
    await newUserNamed("C++ dev"),
  ] as const;
  const [ana, work, dev] = users;
  for (const user of users) await user.openRoom(`${setup.server.origin}/r/mention-typed`);
  await dev.waitForText("3 here");
  await dev.send("@Ana (work) and `@Ana`");
  await work.page.locator(".mention.you", { hasText: /^@Ana \(work\)$/u }).waitFor();
  await ana.page.locator(".mention:not(.you)", { hasText: /^@Ana \(work\)$/u }).waitFor();
  await expect.poll(() => ana.page.locator(".mentions-you").count()).toBe(0);
  await ana.send("_@C++ dev_, see www.example.com。");
  await dev.page.locator("em .mention.you", { hasText: /^@C\+\+ dev$/u }).waitFor();
  await expect
    .poll(() => dev.page.locator("a[href='https://www.example.com']").textContent())
    .toBe("www.example.com");
});

test("a mention from a program, without ids, is read by name", async () => {
  const ana = await newUserNamed("First Last");
  await ana.openRoom(`${setup.server.origin}/r/mention-program`);
  await ana.waitForText("1 here");
  await fetch(`${setup.server.origin}/r/mention-program?name=bot`, {
    method: "POST",
    body: "＠first last: done",
  });
  await ana.page.locator(".mention.you", { hasText: /^＠first last$/u }).waitFor();
});

test("a text of many mentions is not read again with each name that changes", async () => {
  const ana = await newUserNamed("Ana");
  const url = `${setup.server.origin}/r/mention-many`;
  await ana.openRoom(url);
  await ana.waitForText("1 here");
  const mentions = ana.page.locator(".mention", { hasText: /^@First/u });
  for (const body of ["@First Last", `@First Last${" @x".repeat(10)}`])
    await fetch(`${url}?name=bot`, { method: "POST", body });
  await expect.poll(() => mentions.allTextContents()).toEqual(["@First", "@First"]);
  await (await newUserNamed("First Last")).openRoom(url);
  await expect.poll(() => mentions.allTextContents()).toEqual(["@First Last", "@First"]);
  await ana.page.reload();
  await expect.poll(() => mentions.allTextContents()).toEqual(["@First Last", "@First Last"]);
});

test("texts that mention are read again each in a task of its own when a name changes", async () => {
  const ana = await newUserNamed("Ana");
  const url = `${setup.server.origin}/r/mention-tasks`;
  await ana.openRoom(url);
  await ana.waitForText("1 here");
  const texts = Array.from({ length: 12 }, (_, index) => `${index} @First Last`);
  for (const body of texts) await fetch(`${url}?name=bot`, { method: "POST", body });
  const mentions = ana.page.locator(".mention");
  await expect.poll(() => mentions.allTextContents()).toEqual(texts.map(() => "@First"));
  await ana.page.evaluate(() => {
    const changed: number[] = [];
    Object.assign(globalThis, { changed });
    const messagesOf = (records: MutationRecord[]) =>
      new Set(records.flatMap(({ target }) => target.parentElement?.closest("[data-message]") ?? []));
    new MutationObserver((records) => changed.push(messagesOf(records).size)).observe(document.body, {
      subtree: true,
      characterData: true,
      childList: true,
    });
  });
  await (await newUserNamed("First Last")).openRoom(url);
  await expect.poll(() => mentions.allTextContents()).toEqual(texts.map(() => "@First Last"));
  const changed = await ana.page.evaluate(
    () => (globalThis as unknown as { changed: readonly number[] }).changed,
  );
  expect(Math.max(...changed)).toBe(1);
});

test("pasted control characters are dropped, and line breaks kept", async () => {
  const ana = await newUserNamed("Ana");
  await ana.openRoom(`${setup.server.origin}/r/pasted-controls`);
  await ana.composer.fill("line one\u000bline two\f\u001b[31mred\u001b[0m\u0000");
  await expect.poll(() => ana.composer.inputValue()).toBe("line one\nline two\nred");
  await ana.composer.press("Enter");
  await ana.message("line two").waitFor();
});
