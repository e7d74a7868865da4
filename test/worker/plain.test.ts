import { exports } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import { plainMessages } from "../../src/worker/pages/plain-messages.ts";
import { uniqueRoomName, Guest, ORIGIN } from "../support/runtime/guest.ts";

const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-GB" };

function ask(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${path}`, { redirect: "manual", headers: BROWSER, ...init });
}

async function fetchPage(path: string, init?: RequestInit): Promise<string> {
  return (await ask(path, init)).text();
}

function send(room: string, fields: Record<string, string>, query = ""): Promise<Response> {
  return ask(`/r/${room}/plain${query}`, { method: "POST", body: new URLSearchParams(fields) });
}

async function storedTexts(room: string): Promise<unknown[]> {
  const { events } = await (
    await ask(`/r/${room}/messages`)
  ).json<{
    events: { text: string; from: { name: string } }[];
  }>();
  return events.map(({ from, text }) => `${from.name}: ${text}`);
}

function count(page: string, part: string): number {
  return page.split(part).length - 1;
}

describe("[HTTP-14] the page of a room without JavaScript", () => {
  test("the room page redirects a browser without JavaScript to it, and keeps the chosen language", async () => {
    const room = uniqueRoomName();
    expect(await fetchPage(`/r/${room}`)).toContain(
      `<noscript><meta http-equiv="refresh" content="0;url=/r/${room}/plain" /></noscript>`,
    );
    expect(await fetchPage(`/r/${room}?lang=ar`)).toContain(`url=/r/${room}/plain?lang=ar"`);
  });

  test("[EMBED-1] a frame stays framed, in its theme and language, through links, form and redirect", async () => {
    const room = uniqueRoomName();
    expect(await fetchPage(`/r/${room}/embed`)).toContain(`0;url=/r/${room}/plain?view=embed"`);
    const path = `/r/${room}/plain?lang=ar&theme=dark&view=embed`;
    const escaped = path.replaceAll("&", "&amp;");
    expect(await fetchPage(`/r/${room}/embed?theme=dark&lang=ar`)).toContain(`0;url=${escaped}"`);
    const page = await fetchPage(path);
    expect(page).toContain(`action="${escaped}"`);
    expect(page).toContain('data-theme="dark"');
    expect(page).not.toContain('href="/"');
    const answer = await ask(path, { method: "POST", body: new URLSearchParams({ text: "مرحبا" }) });
    expect(answer.headers.get("Location")).toBe(path);
  });

  test.each(["embed?", "plain?view=embed&"])(
    "[EMBED-3] in a frame at %s theme and language come from the URL and never from cookies",
    async (path) => {
      const url = `/r/${uniqueRoomName()}/${path}`;
      const headers = { ...BROWSER, Cookie: "theme=dark; lang=ar", "Accept-Language": "en" };
      const chosen = await fetchPage(`${url}theme=light&lang=ar`, { headers });
      expect(chosen).toMatch(/<html\s+lang="ar" dir="rtl" data-theme="light"/u);
      const unchosen = await fetchPage(url, { headers });
      expect(unchosen).toMatch(/<html\s+lang="en" dir="ltr" data-theme="auto"/u);
      expect(unchosen).toContain('<meta name="color-scheme" content="light dark" />');
    },
  );

  test("[ROOM-3] viewing it does not create the room", async () => {
    const room = uniqueRoomName();
    const answer = await ask(`/r/${room}/plain`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain(en.plain.empty);
    expect(page).toContain('<meta name="robots" content="noindex" />');
    expect(page).not.toContain("<script");
    const info = await ask(`/r/${room}`, { headers: { Accept: "application/json" } });
    expect(await info.json()).toMatchObject({ born: false, position: "0.0" });
  });

  test("a post is stored, and redirects back with the name kept", async () => {
    const room = uniqueRoomName();
    const sent = await send(room, { name: "Ana Banana", text: "tea is ready", id: "a-1" }, "?lang=en");
    expect(sent.status).toBe(303);
    expect(sent.headers.get("Location")).toBe(`/r/${room}/plain?lang=en`);
    const cookie = sent.headers.get("Set-Cookie") ?? "";
    expect(cookie).toContain(`Path=/r/${room}/plain; HttpOnly; Secure; SameSite=None; Partitioned`);
    const [kept = ""] = cookie.split(";");
    const headers = { ...BROWSER, Cookie: kept };
    const page = await fetchPage(sent.headers.get("Location") ?? "", { headers });
    expect(page).toContain('<bdi class="author">Ana Banana</bdi>');
    expect(page).toContain("tea is ready");
    expect(page).toMatch(/name="name"\s+value="Ana Banana"/);
    expect(page).toMatch(/<time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z" title="[^"]* UTC"/);
  });

  test("a form that is submitted twice is stored once", async () => {
    const room = uniqueRoomName();
    for (let times = 0; times < 2; times++) {
      expect((await send(room, { name: "Ana", text: "once", id: "the-form" })).status).toBe(303);
    }
    expect(await storedTexts(room)).toEqual(["Ana: once"]);
  });

  test.each([
    { fields: { name: "Ana", text: "   " }, status: 400, reason: en.plain.errors.empty_text },
    { fields: { name: "a:b", text: "kept words" }, status: 400, reason: "Names can have up to 40" },
    { fields: { name: "Ana", text: "x".repeat(40_000) }, status: 413, reason: "This message is too long" },
  ])(
    "a refused post ($status, $reason) shows the form again with the reason and the text",
    async (refused) => {
      const room = uniqueRoomName();
      const answer = await send(room, refused.fields);
      expect(answer.status).toBe(refused.status);
      const page = await answer.text();
      expect(page).toContain('<p class="error" role="alert">');
      expect(page).toContain(refused.reason);
      expect(page).toContain(`>\n${refused.fields.text}</textarea`);
      expect(page).toContain(`value="${refused.fields.name}"`);
      expect(await storedTexts(room)).toEqual([]);
    },
  );

  test("names, texts, quotes, links and the prefilled name are escaped", async () => {
    const room = uniqueRoomName();
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;
    await send(room, { name: hostile.slice(0, 30), text: `${hostile} **${hostile}** \`${hostile}\`` });
    await ask(`/r/${room}/messages?name=Bo`, { method: "POST", body: `https://x.test/"onclick="y <b>` });
    await ask(`/r/${room}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Cem", text: "> <i>quoted</i>\n\n```<u>\n<u>code</u>\n```", replyTo: 1 }),
    });
    const page = await fetchPage(`/r/${room}/plain?name=${encodeURIComponent(hostile)}`);
    for (const tag of ["<img src=x", "<script", "<i>", "<u>", "<b>", '"onclick']) {
      expect(page.includes(tag), tag).toBe(false);
    }
    expect(page).toContain("&lt;script&gt;alert(2)&lt;/script&gt;");
    expect(page).toContain('<a class="quote" href="#1">');
    expect(page).toMatch(/<blockquote dir="\w+">&lt;i&gt;quoted&lt;\/i&gt;<\/blockquote>/);
    expect(page).toMatch(/value="&quot;&gt;&lt;img/);
  });

  test("edits, deletions and replies are shown", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    for (const [id, text] of [
      ["one", "frist"],
      ["two", "a secret"],
    ] as const)
      ana.send({ type: "publish", id, text });
    await ana.next("message");
    const second = await ana.next("message");
    ana.send({ type: "edit", id: "three", seq: second.seq - 1, text: "first" });
    ana.send({ type: "delete", id: "four", seq: second.seq });
    ana.send({ type: "publish", id: "five", text: "an answer", replyTo: second.seq });
    await ana.next("message");
    const page = await fetchPage(`/r/${room}/plain`);
    expect(page).toContain(">first</p>");
    expect(page).not.toContain("frist");
    expect(page).not.toContain("a secret");
    expect(page).toContain(`<p class="edited">${en.room.edited}</p>`);
    expect(page).toContain('<p class="text deleted">This message was deleted.</p>');
    expect(page).toContain("Reply to Ana");
  });

  test("older messages are a page back, with a link to the latest", async () => {
    const room = uniqueRoomName();
    const limits = { headers: { "Content-Type": "text/plain" } };
    for (let number = 1; number <= 4; number++) {
      await ask(`/r/${room}/messages?name=Ana`, { method: "POST", body: `number ${number}`, ...limits });
    }
    const older = await fetchPage(`/r/${room}/plain?before=3&name=Ana`);
    expect(count(older, 'class="message"')).toBe(2);
    expect(older).toContain("number 2");
    expect(older).not.toContain("number 3");
    expect(older).toMatch(/name="name"\s+value="Ana"/);
    expect(older).toContain(`<a href="/r/${room}/plain">Latest messages</a>`);
    expect(older).not.toContain(en.plain.olderMessages);
    expect((await ask(`/r/${room}/plain?before=x`)).status).toBe(400);
  });

  test("an Arabic reader gets Arabic words, digits and direction", async () => {
    const room = uniqueRoomName();
    await send(room, { name: "ليلى", text: "مساء الخير" });
    const page = await fetchPage(`/r/${room}/plain`, { headers: { ...BROWSER, "Accept-Language": "ar-EG" } });
    expect(page).toContain('<html lang="ar" dir="rtl"');
    expect(page).toContain(ar.plain.showNewMessages);
    expect(page).toMatch(/>[٠-٩]{2}:[٠-٩]{2}\s*<\/time/);
  });

  test("[HTTP-14] the markup of 20,000 characters is rendered, the newest messages first, and of each short one", () => {
    const messages = Array.from({ length: 50 }, (_, index): Message => ({
      type: "message",
      seq: index + 1,
      at: 0,
      from: { id: "a", name: "Ana" },
      id: `${index}`,
      text: index === 0 ? "**short**" : `**${index}** ${"long ".repeat(700)}`,
    }));
    const page = plainMessages(messages, "en").join("");
    const shown = Array.from(page.matchAll(/<strong>(.+?)<\/strong>/g), ([, text]) => text);
    expect(shown).toEqual(["short", "45", "46", "47", "48", "49"]);
    expect(page).toContain("**44** long");
  });

  test("a page of messages makes a few formats, however many messages, days and reactions it has", () => {
    const DAY_MS = 86_400_000;
    const messages = Array.from({ length: 50 }, (_, index): Message => ({
      type: "message",
      seq: index + 1,
      at: index * DAY_MS,
      from: { id: "a", name: "Ana" },
      id: `${index}`,
      text: "hi",
      reactions: [{ emoji: "👍", count: 2, names: [] }],
    }));
    const made = [vi.spyOn(Intl, "DateTimeFormat"), vi.spyOn(Intl, "NumberFormat")];
    try {
      const page = plainMessages(messages, "en").join("");
      expect(count(page, 'class="separator"')).toBe(50);
      expect(made.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBeLessThanOrEqual(4);
    } finally {
      for (const spy of made) spy.mockRestore();
    }
  });
});
