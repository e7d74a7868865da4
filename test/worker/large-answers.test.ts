/** Answers that are sent in pieces (SPEC HTTP-28) are whole, and like any other. */
import { expect, test } from "vitest";
import { uniqueRoomName } from "../support/runtime/guest.ts";
import { fetchWorker } from "../support/runtime/worker-requests.ts";

/** Of four bytes, two UTF-16 units, so that pieces end within some. */
const TEXTS = Array.from({ length: 9 }, (_, count) => `${"a".repeat(count)}${"🙂".repeat(3_900)}`);

async function talkativeRoom(): Promise<string> {
  const room = `/r/${uniqueRoomName()}`;
  for (const [count, body] of TEXTS.entries()) {
    const headers = { "CF-Connecting-IP": `192.0.2.${count}` };
    expect((await fetchWorker(`${room}?name=Ana`, { method: "POST", body, headers })).status).toBe(201);
  }
  return room;
}

test("[HTTP-28] a large answer has its version, and every character", async () => {
  const room = await talkativeRoom();
  const page = await fetchWorker(`${room}/messages`);
  const ETag = page.headers.get("ETag") ?? "";
  const bytes = new Uint8Array(await page.arrayBuffer());
  expect(bytes.length).toBeGreaterThan(9 * 15_600);
  const { events } = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)) as {
    events: { text: string }[];
  };
  expect(events.map(({ text }) => text)).toEqual(TEXTS);
  const again = await fetchWorker(`${room}/messages`, { headers: { "If-None-Match": ETag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("[HTTP-28] so have a transcript and a page without script", async () => {
  const room = await talkativeRoom();
  const transcript = await fetchWorker(`${room}/transcript`);
  expect(await transcript.text()).toBe(TEXTS.map((text) => `Ana: ${text}\n`).join(""));
  const plain = await fetchWorker(`${room}/plain`);
  expect(plain.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
  const html = await plain.text();
  for (const text of TEXTS) expect(html).toContain(text);
  expect(html.trimEnd()).toMatch(/<\/html>$/);
});

test("[HTTP-28] HEAD has none of it", async () => {
  const room = await talkativeRoom();
  const head = await fetchWorker(`${room}/messages`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect(head.headers.get("ETag")).not.toBeNull();
});
