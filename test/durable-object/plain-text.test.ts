/** Plain-text sockets as libraries use them: keep-alives, positions, HTML (SPEC TXT-6 to TXT-8, HTML-1 to HTML-3). */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";
import { fetchWorker, publishMessage } from "../support/runtime/worker-requests.ts";

async function transcriptOf(room: string): Promise<string> {
  return (await fetchWorker(`/r/${room}/transcript`)).text();
}

/** The client's frames once it has been sent `last`. */
async function framesUntil(guest: Guest, last: string): Promise<readonly string[]> {
  while (!guest.frames.includes(last)) await guest.nextFrame();
  return guest.frames;
}

function joinPlain(room: string, query: Readonly<Record<string, string>> = {}): Promise<Guest> {
  return Guest.join(room, { name: "Ana", protocols: [], query });
}

test("[TXT-6] a keep-alive is answered and never published, also after hibernation", async () => {
  const room = uniqueRoomName();
  const ana = await joinPlain(room, { keepalive: "ping" });
  ana.socket.send("ping");
  await framesUntil(ana, "pong");
  await evictDurableObject(env.ROOM.getByName(room));
  ana.socket.send("ping");
  ana.socket.send("ping pong?");
  await framesUntil(ana, "Ana: ping pong?");
  expect(ana.frames.slice(1)).toEqual(["pong", "pong", "Ana: ping pong?"]);
  expect(await transcriptOf(room)).toBe("Ana: ping pong?\n");
});

test("[TXT-6] without the parameter a person who types ping is heard", async () => {
  const room = uniqueRoomName();
  const ana = await joinPlain(room);
  ana.socket.send("ping");
  await framesUntil(ana, "Ana: ping");
  expect(await transcriptOf(room)).toBe("Ana: ping\n");
});

test("[TXT-6] [P-5] a keep-alive that is too long is refused in a line, and the connection stays", async () => {
  const room = uniqueRoomName();
  const ana = await joinPlain(room, { keepalive: "x".repeat(129) });
  await framesUntil(ana, '* "keepalive" has at most 128 characters.');
  ana.socket.send("hello");
  await framesUntil(ana, "Ana: hello");
});

test("[TXT-6] [LIM-2] keep-alives count as frames", async () => {
  const room = uniqueRoomName();
  const ana = await joinPlain(room, { keepalive: "ping" });
  await withFrozenClock(async () => {
    for (let index = 0; index < 900; index++) ana.socket.send("ping");
    expect((await ana.untilClosed()).code).toBe(4002);
  });
  expect(ana.frames.filter((frame) => frame === "pong").length).toBeLessThanOrEqual(100);
});

test("[TXT-6] a JSON session has no keep-alive of its own", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana", query: { keepalive: "ping" } });
  ana.socket.send("ping");
  expect((await ana.next("error")).code).toBe("bad_frame");
});

test("[TXT-7] JSON keep-alives and the rest of a form of htmx are not published", async () => {
  const room = uniqueRoomName();
  const ana = await joinPlain(room);
  const HEADERS = { "HX-Request": "true", "HX-Current-URL": "https://blog.example/draft?key=1" };
  ana.socket.send('{"type": "heartbeat"}');
  ana.socket.send(JSON.stringify({ text: "from a form", HEADERS }));
  ana.socket.send(JSON.stringify({ chat: "no text", HEADERS }));
  await framesUntil(ana, '* A form needs one field "text".');
  expect(ana.frames).toContain('{"type":"pong"}');
  expect(await transcriptOf(room)).toBe("Ana: from a form\n");
});

test("[TXT-8] [REC-1] a client that returns with its position is sent what came since, and no line twice", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "one", { name: "Bo" });
  const first = await joinPlain(room, { position: "" });
  await publishMessage(room, "two", { name: "Bo" });
  await framesUntil(first, "Bo: two");
  await evictDurableObject(env.ROOM.getByName(room));
  await publishMessage(room, "three", { name: "Bo" });
  while (!/^\* position \w+\.3$/.test(first.frames.at(-1) ?? "")) await first.nextFrame();
  const position = first.frames.at(-1)?.slice("* position ".length) ?? "";
  expect(first.frames.slice(1)).toEqual([
    "Bo: one",
    expect.stringMatching(/^\* position \w+\.1$/),
    "Bo: two",
    expect.stringMatching(/^\* position \w+\.2$/),
    "Bo: three",
    `* position ${position}`,
  ]);
  first.socket.close(1000, "");
  await publishMessage(room, "four", { name: "Bo" });
  const second = await joinPlain(room, { position });
  const next = position.replace(/3$/, "4");
  await framesUntil(second, `* position ${next}`);
  expect(second.frames.slice(1)).toEqual(["Bo: four", `* position ${next}`]);
  const third = await joinPlain(room, { position: next });
  await framesUntil(third, `* position ${next}`);
  expect(third.frames.slice(1)).toEqual([`* position ${next}`]);
});

test("[TXT-8] [HTTP-6] the transcript has the position as ETag, and If-None-Match answers 304", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "one", { name: "Bo" });
  const { headers } = await fetchWorker(`/r/${room}/transcript`);
  const etag = headers.get("ETag") ?? "";
  const ana = await joinPlain(room, { position: etag.replaceAll('"', "") });
  await framesUntil(ana, `* position ${etag.replaceAll('"', "")}`);
  expect(ana.frames).toHaveLength(2);
  const again = await fetchWorker(`/r/${room}/transcript`, { headers: { "If-None-Match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test("[HTML-3] a socket as HTML is sent escaped elements, also after hibernation, and its frames are plain text", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "<b>one</b>", { name: "Bo" });
  const ana = await joinPlain(room, { as: "html" });
  await evictDurableObject(env.ROOM.getByName(room));
  const HEADERS = { "HX-Request": "true" };
  ana.socket.send(JSON.stringify({ text: "<i>two</i>", HEADERS }));
  const frames = ana.frames;
  while (!frames.join("").includes("two")) await ana.nextFrame();
  const html = frames.join("");
  expect(html).toContain(
    '<div hx-swap-oob="beforeend:#messages"><p id="majlis-1" class="majlis-message" dir="auto">' +
      '<bdi class="majlis-author">Bo</bdi>: &lt;b&gt;one&lt;/b&gt;</p></div>',
  );
  expect(html).toContain("&lt;i&gt;two&lt;/i&gt;");
  expect(html).not.toMatch(/<[bi]>/);
});

test("[HTML-1] majlis.v1 stays JSON, whatever the URL asks for", async () => {
  const guest = await Guest.join(uniqueRoomName(), { name: "Ana", query: { as: "html" } });
  expect((await guest.next("welcome")).self.name).toBe("Ana");
});
