/** A room as server-sent events, in the real runtime (SPEC SSE-1 to SSE-5, READ-1 to READ-3). */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readAttachment } from "../../src/transport/attachment.ts";
import { SseClient, type SseEvent } from "../support/runtime/sse-client.ts";
import {
  fetchWorker,
  bearerAuth,
  guestWhoLeft,
  isCreated,
  memberNames,
  positionOf,
  publishMessage,
  openSocketCount,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";
import { uniqueRoomName, Guest, openSocket } from "../support/runtime/guest.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** 15,960 bytes in 3,990 characters. */
const LONG = "😀".repeat(3_990);

/** A room with `count` messages, and its epoch. */
async function roomWithMessages(count: number): Promise<{ room: string; epoch: string }> {
  const room = uniqueRoomName();
  for (let number = 1; number <= count; number++) await publishMessage(room, `${number}`);
  const epoch = (await positionOf(room)).split(".")[0] ?? "";
  return { room, epoch };
}

function seqs(received: readonly SseEvent[]): number[] {
  return received.flatMap(({ data }) => {
    const { type, seq } = JSON.parse(data) as { type: string; seq?: number };
    return type === "stored" || seq === undefined ? [] : [seq];
  });
}

describe("[SSE-1] the format of a stream", () => {
  test("it starts with a comment before any event of the room, then welcome", async () => {
    const stream = await SseClient.open(`/r/${uniqueRoomName()}/events`);
    const { headers } = stream.response;
    expect(headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
    expect(headers.get("Cache-Control")).toBe("no-cache, no-transform");
    expect(headers.get("X-Accel-Buffering")).toBe("no");
    await stream.read();
    expect(stream.raw).toBe(": a room of Majlis\n");
    await stream.next("page");
    const [, retryMs] = /^: a room of Majlis\nretry: (\d+)\nevent: welcome\n/.exec(stream.raw) ?? [];
    expect(Number(retryMs)).toBeGreaterThanOrEqual(1_000);
    expect(Number(retryMs)).toBeLessThanOrEqual(2_500);
    expect(stream.events.map(({ event }) => event)).toEqual(["welcome", "page"]);
  });

  test("GET /r/{room} with Accept: text/event-stream answers the stream", async () => {
    const stream = await SseClient.open(`/r/${uniqueRoomName()}`, {
      headers: { Accept: "text/event-stream" },
    });
    expect((await stream.nextOf("welcome")).self.role).toBe("reader");
  });

  test("each event has its type as name, and its JSON on one line", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    const stream = await SseClient.open(`/r/${room}/events`);
    await stream.next("page");
    ana.send({ type: "publish", id: "1", text: "two\nlines\n\ndata: forged\nevent: forged" });
    ana.send({ type: "edit", id: "2", seq: 1, text: "one" });
    ana.send({ type: "react", id: "3", seq: 1, emoji: "👍", on: true });
    ana.send({ type: "delete", id: "4", seq: 1 });
    ana.send({ type: "restore", id: "5", seq: 1 });
    ana.send({ type: "typing", on: true });
    ana.send({ type: "signal", data: "\n\n" });
    await stream.next("signal");
    const bo = await Guest.join(room, { name: "Bo" });
    await stream.next("presence");
    const live = stream.events.slice(2);
    const expected = ["message", "edit", "reaction", "delete", "restore", "typing", "signal", "presence"];
    expect(live.map(({ event }) => event)).toEqual(expected);
    expect(live.map(({ data }) => (JSON.parse(data) as { type: string }).type)).toEqual(expected);
    expect(JSON.parse(live[0]?.data ?? "")).toEqual(await ana.next("message"));
    expect(bo.closed).toBeUndefined();
  });

  test("an error event is named failure, because browsers use the name error themselves", async () => {
    const { room } = await roomWithMessages(1);
    const stream = await SseClient.open(`/r/${room}/events?position=yesterday`);
    const failure = await stream.next("failure");
    expect(JSON.parse(failure.data)).toMatchObject({ type: "error", code: "bad_position" });
    expect(failure.id).toBeUndefined();
  });

  test("[FLOW-1] a long replay has no flow event, because the Worker acknowledges it", async () => {
    const { room, epoch } = await roomWithMessages(1);
    for (let count = 0; count < 18; count++) await publishMessage(room, LONG);
    const stream = await SseClient.open(`/r/${room}/events?position=${epoch}.0`);
    for (let count = 0; count < 19; count++) await stream.next("message");
    await publishMessage(room, "live", { name: "Bo" });
    await stream.next("message");
    expect(stream.raw).not.toContain('"flow"');
  });
});

describe("[SSE-2] positions in a stream", () => {
  test("only the page and durable events have an id", async () => {
    const { room, epoch } = await roomWithMessages(2);
    const stream = await SseClient.open(`/r/${room}/events`);
    await publishMessage(room, "3");
    const bo = await Guest.join(room, { name: "Bo" });
    bo.send({ type: "typing", on: true });
    await stream.next("typing");
    expect(stream.events.map(({ event, id }) => [event, id])).toEqual([
      ["welcome", undefined],
      ["page", `${epoch}.2`],
      ["message", `${epoch}.3`],
      ["presence", undefined],
      ["typing", undefined],
    ]);
  });

  test("[REC-1] Last-Event-ID recovers exactly the missed events", async () => {
    const { room, epoch } = await roomWithMessages(4);
    const stream = await SseClient.open(`/r/${room}/events`, {
      headers: { "Last-Event-ID": `${epoch}.2` },
    });
    expect((await stream.nextOf("welcome")).recovered).toBe(true);
    await publishMessage(room, "5");
    await stream.readUntil(() => stream.events.length >= 4);
    expect(stream.events.map(({ event, id }) => [event, id])).toEqual([
      ["welcome", undefined],
      ["message", `${epoch}.3`],
      ["message", `${epoch}.4`],
      ["message", `${epoch}.5`],
    ]);
  });

  test("Last-Event-ID wins over ?position=", async () => {
    const { room, epoch } = await roomWithMessages(4);
    const path = `/r/${room}/events?position=${epoch}.1`;
    const first = await SseClient.open(path);
    await first.next("message");
    expect(seqs(first.events)[0]).toBe(2);
    const again = await SseClient.open(path, { headers: { "Last-Event-ID": `${epoch}.3` } });
    await again.next("message");
    expect(seqs(again.events)).toEqual([4]);
  });

  test("[REC-3] a recovery over 256 KiB is complete, in order, and has no more event", async () => {
    const room = uniqueRoomName();
    await publishMessage(room, "first");
    const epoch = (await positionOf(room)).split(".")[0] ?? "";
    for (let member = 0; member < 3; member++) {
      const { token } = await guestWhoLeft(room, `writer-${member}`);
      for (let count = 0; count < 15; count++) await publishMessage(room, LONG, { token });
      // Long texts count by their KiB, as long as the room is awake (SPEC LIM-1).
      await evictDurableObject(stubOf(room));
    }
    const stream = await SseClient.open(`/r/${room}/events?position=${epoch}.0`);
    await stream.readUntil(() => seqs(stream.events).length >= 46);
    await publishMessage(room, "live", { name: "Bo" });
    await stream.readUntil(() => seqs(stream.events).length >= 47);
    expect(stream.events.filter(({ event }) => event === "message")).toHaveLength(47);
    expect(seqs(stream.events)).toEqual(Array.from({ length: 47 }, (_, index) => index + 1));
    expect(stream.events.flatMap(({ id }) => id ?? [])).toEqual(
      seqs(stream.events).map((seq) => `${epoch}.${seq}`),
    );
    expect(stream.events.map(({ event }) => event)).not.toContain("more");
    expect(stream.raw.length).toBeGreaterThan(256 * 1_024);
  });

  test("[REC-3] a recovery of 3,000 short events is complete, although their framing outweighs them", async () => {
    const room = uniqueRoomName();
    await publishMessage(room, "first");
    const epoch = (await positionOf(room)).split(".")[0] ?? "";
    await runInDurableObject(stubOf(room), (_room, state) => copyFirstRow(state, 3_000));
    await evictDurableObject(stubOf(room));
    const stream = await SseClient.open(`/r/${room}/events?position=${epoch}.0`);
    await stream.readUntil(() => seqs(stream.events.slice(-1)).at(-1) === 3_000);
    expect(seqs(stream.events)).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 1));
  });

  test("[REC-2] a position of another epoch starts with a new page", async () => {
    const { room, epoch } = await roomWithMessages(2);
    const stream = await SseClient.open(`/r/${room}/events?position=zzzz.1`);
    expect((await stream.nextOf("welcome")).recovered).toBe(false);
    expect(await stream.next("page")).toMatchObject({ id: `${epoch}.2` });
  });

  test("[REC-4] a malformed position starts with a new page and a failure", async () => {
    const { room } = await roomWithMessages(1);
    const stream = await SseClient.open(`/r/${room}/events`, { headers: { "Last-Event-ID": "undefined" } });
    await stream.next("failure");
    expect(stream.events.map(({ event }) => event)).toEqual(["welcome", "page", "failure"]);
  });
});

/** Fills the log up to seq `newest` with copies of the first row: publishing as many would take minutes. */
function copyFirstRow({ storage }: DurableObjectState, newest: number): void {
  const columns = storage.sql.exec("SELECT * FROM log LIMIT 1").columnNames;
  const values = columns.map((name) => (name === "seq" ? "?" : name)).join(", ");
  storage.transactionSync(() => {
    for (let seq = 2; seq <= newest; seq++) {
      storage.sql.exec(`INSERT INTO log SELECT ${values} FROM log WHERE seq = 1`, seq);
    }
  });
}

describe("[READ-1] the reader of a stream", () => {
  test("is anonymous without a name or token: no roster, no presence, no token", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    const stream = await SseClient.open(`/r/${room}/events`);
    const { self, members } = await stream.nextOf("welcome");
    expect(self).toEqual({ id: "", name: "", role: "reader", token: "" });
    expect(members.count).toBe(1);
    await publishMessage(room, "hello", { name: "Bo" });
    await ana.next("message");
    expect(ana.events.map(({ type }) => type)).toEqual(["welcome", "page", "message"]);
    expect(await memberNames(room)).toEqual(["Ana"]);
  });

  test.each([
    ["Bo", "?name=Bo"],
    ["guest-", "?name="],
  ])("is a new guest with a name (%s), in the roster while the stream is open", async (name, query) => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    const stream = await SseClient.open(`/r/${room}/events${query}`);
    const { self } = await stream.nextOf("welcome");
    expect(self).toMatchObject({ role: "guest", name: expect.stringContaining(name) as string });
    expect(await ana.next("presence")).toMatchObject({ count: 2, joined: [{ id: self.id }] });
    const message = await publishMessage(room, "it is me", { token: self.token });
    expect(message.from).toEqual({ id: self.id, name: self.name });
    await stream.cancel();
    expect(await ana.next("presence")).toMatchObject({ count: 1, left: [{ id: self.id }] });
  });

  test("is the member of the token, whatever ?name= is", async () => {
    const room = uniqueRoomName();
    const { id, token } = await guestWhoLeft(room, "Ana");
    const stream = await SseClient.open(`/r/${room}/events?name=Bo`, bearerAuth(token));
    expect((await stream.nextOf("welcome")).self).toMatchObject({ id, name: "Ana" });
  });
});

describe("[READ-2] the streams of one member", () => {
  test("a newer stream of the same session ends the older, without a presence event", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const bo = await Guest.join(room, { name: "Bo" });
    await bo.next("welcome");
    const path = `/r/${room}/events?session=tab-1`;
    const first = await SseClient.open(path, bearerAuth(token));
    await first.next("page");
    expect(await bo.next("presence")).toMatchObject({ count: 2 });
    const second = await SseClient.open(path, bearerAuth(token));
    await second.next("page");
    await first.readToEnd();
    await waitUntil("one stream is left", async () => (await openSocketCount(room)) === 2);
    await publishMessage(room, "hello", { name: "Cy" });
    await second.next("message");
    await bo.next("message");
    expect(bo.events.filter(({ type }) => type === "presence")).toHaveLength(1);
  });

  test.each([
    ["a stream of another session", "?session=tab-1", "?session=tab-2"],
    ["a stream without a session", "", ""],
  ])("%s does not end it", async (_which, one, other) => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const streams = [
      await SseClient.open(`/r/${room}/events${one}`, bearerAuth(token)),
      await SseClient.open(`/r/${room}/events${other}`, bearerAuth(token)),
    ];
    for (const stream of streams) await stream.next("page");
    await publishMessage(room, "hello", { name: "Cy" });
    for (const stream of streams) await stream.next("message");
    expect(await memberNames(room)).toEqual(["Ana"]);
  });

  test("a stream of another member or an anonymous reader of the same session does not end it", async () => {
    const { room } = await roomWithMessages(1);
    const paths = ["?name=Ana&session=s", "?name=Bo&session=s", "?session=s", "?session=s"];
    const streams = [];
    for (const query of paths) {
      const stream = await SseClient.open(`/r/${room}/events${query}`);
      await stream.next("page");
      streams.push(stream);
    }
    await publishMessage(room, "hello");
    for (const stream of streams) await stream.next("message");
  });

  test("the session is known after the room hibernated", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const path = `/r/${room}/events?session=tab-1`;
    const first = await SseClient.open(path, bearerAuth(token));
    await first.next("page");
    await evictDurableObject(stubOf(room));
    const second = await SseClient.open(path, bearerAuth(token));
    await second.next("page");
    await first.readToEnd();
    await waitUntil("one stream is left", async () => (await openSocketCount(room)) === 1);
  });
});

describe("[READ-3] a stream of a room that was never created", () => {
  test.each([
    ["joins", async (room: string) => void (await Guest.join(room, { name: "Ana" }))],
    ["publishes", async (room: string) => void (await publishMessage(room, "hello"))],
  ])(
    "does not create it, and gets its position, but no second welcome, when a member %s",
    async (_what, createRoom) => {
      const room = uniqueRoomName();
      const stream = await SseClient.open(`/r/${room}/events`);
      expect(await stream.next("page")).toMatchObject({ id: "0.0" });
      expect(await isCreated(room)).toBe(false);
      await evictDurableObject(stubOf(room));
      await createRoom(room);
      const epoch = (await positionOf(room)).split(".")[0];
      expect(await stream.next("page")).toMatchObject({ id: `${epoch}.0` });
      await publishMessage(room, "live");
      expect((await stream.next("message")).id?.startsWith(`${epoch}.`)).toBe(true);
      expect(stream.events.filter(({ event }) => event === "welcome")).toHaveLength(1);
    },
  );

  test("recovers the position of the empty room", async () => {
    const stream = await SseClient.open(`/r/${uniqueRoomName()}/events`, {
      headers: { "Last-Event-ID": "0.0" },
    });
    expect(await stream.nextOf("welcome")).toMatchObject({ recovered: true, position: "0.0" });
  });
});

describe("[SSE-3] [LIVE-2] keep-alive in a silent room", () => {
  test("a comment is sent every 15 s, and every second one pings the room", async () => {
    const asked: (number | undefined)[] = [];
    const setInterval = globalThis.setInterval as (run: () => void, ms?: number) => unknown;
    // 100 times faster than real time.
    vi.spyOn(globalThis, "setInterval").mockImplementation(((run: () => void, ms?: number) => {
      asked.push(ms);
      return setInterval(run, (ms ?? 0) / 100);
    }) as typeof globalThis.setInterval);
    const room = uniqueRoomName();
    const stream = await SseClient.open(`/r/${room}/events`);
    await stream.next("page");
    expect(asked).toEqual([15_000]);
    expect(await lastPingIn(room)).toBeUndefined();
    await stream.readUntil(() => stream.comments.length >= 3);
    expect(stream.comments.slice(1)).toEqual(["", ""]);
    await waitUntil("the room was pinged", async () => (await lastPingIn(room)) !== undefined);
  });

  test("it stops when the reader cancels", async () => {
    const cleared = vi.spyOn(globalThis, "clearInterval");
    const stream = await SseClient.open(`/r/${uniqueRoomName()}/events`);
    await stream.next("page");
    await stream.cancel();
    await waitUntil("the keep-alive timer is cleared", () => cleared.mock.calls.length === 1);
  });
});

/** When its only connection last pinged the room, which was used just before: it answered the ping itself (SPEC LIVE-9). */
function lastPingIn(room: string): Promise<number | undefined> {
  return runInDurableObject(stubOf(room), (_room, state) => {
    const [socket] = state.getWebSockets();
    return readAttachment(socket?.deserializeAttachment())?.pingedAt;
  });
}

describe("[SSE-4] a slow reader", () => {
  test("is disconnected with more than 256 KiB buffered, recovers the rest, and does not slow others down", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const slowReader = await SseClient.open(`/r/${room}/events?name=Slow`);
    await slowReader.next("page");
    const fastReader = await SseClient.open(`/r/${room}/events?name=Quick`);
    await fastReader.next("page");
    const published: number[] = [];
    while ((await memberNames(room)).includes("Slow")) {
      expect(published.length).toBeLessThan(20);
      published.push((await publishMessage(room, LONG)).seq);
      await fastReader.next("message");
    }
    expect(published.length).toBeGreaterThanOrEqual(15);
    await slowReader.readToEnd();
    const reached = slowReader.events.flatMap(({ id }) => id ?? []).at(-1) ?? "";
    const reconnected = await SseClient.open(`/r/${room}/events`, { headers: { "Last-Event-ID": reached } });
    const from = Number(reached.split(".")[1]);
    await reconnected.readUntil(() => seqs(reconnected.events).at(-1) === published.at(-1));
    expect(seqs(reconnected.events)).toEqual(published.filter((seq) => seq > from));
    expect(reached.startsWith(epoch)).toBe(true);
  });
});

describe("[SSE-5] a refusal is a problem, not a stream", () => {
  test.each([
    { why: "a bad name", query: "?name=a:b", status: 400, code: "invalid_name" },
    { why: "a bad session", query: "?session=a%20b", status: 400, code: "bad_request" },
    { why: "an empty session", query: "?session=", status: 400, code: "bad_request" },
    { why: "a session too long", query: `?session=${"x".repeat(65)}`, status: 400, code: "bad_request" },
    { why: "a wrong token", token: "a.b", status: 401, code: "invalid_token" },
  ])("$why", async ({ query = "", token, status, code }) => {
    const room = uniqueRoomName();
    const init = token === undefined ? {} : bearerAuth(token);
    const answer = await fetchWorker(`/r/${room}/events${query}`, init);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, status }]);
    expect(await isCreated(room)).toBe(false);
    expect(await openSocketCount(room)).toBe(0);
  });

  test("[HTTP-7] POST is refused with Allow", async () => {
    const answer = await fetchWorker("/r/tea/events", { method: "POST", body: "x" });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  });
});

test("[SSE-1] HEAD answers the headers, and joins nothing", async () => {
  const room = uniqueRoomName();
  const answer = await fetchWorker(`/r/${room}/events?name=Ana`, { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect(answer.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
  expect(await isCreated(room)).toBe(false);
});

describe("[READ-1] the end of a stream", () => {
  test("a reader who cancels the stream closes the socket to the room", async () => {
    const room = uniqueRoomName();
    const stream = await SseClient.open(`/r/${room}/events`);
    await stream.next("page");
    expect(await openSocketCount(room)).toBe(1);
    await stream.cancel();
    await waitUntil("the socket is gone", async () => (await openSocketCount(room)) === 0);
  });

  test("a reader who aborts the request closes the socket to the room", async () => {
    const room = uniqueRoomName();
    const request = new AbortController();
    const stream = await SseClient.open(`/r/${room}/events`, { signal: request.signal });
    await stream.next("page");
    request.abort();
    await waitUntil("the socket is gone", async () => (await openSocketCount(room)) === 0);
  });

  test("an evicted room ends the stream, and the reader reconnects and misses nothing", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const stream = await SseClient.open(`/r/${room}/events`);
    await stream.next("page");
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    await stream.readToEnd();
    await publishMessage(room, "2");
    const reconnected = await SseClient.open(`/r/${room}/events`, {
      headers: { "Last-Event-ID": `${epoch}.1` },
    });
    await reconnected.next("message");
    expect(seqs(reconnected.events)).toEqual([2]);
  });
});

test("[P-4] a room that hibernates between any two events of a stream misses none", async () => {
  const room = uniqueRoomName();
  const ana = await Guest.join(room, { name: "Ana" });
  const stream = await SseClient.open(`/r/${room}/events?name=Reader`);
  await stream.next("page");
  const epoch = (await positionOf(room)).split(".")[0];
  for (let seq = 1; seq <= 5; seq++) {
    await evictDurableObject(stubOf(room));
    ana.send({ type: "publish", id: `${seq}`, text: `${seq}` });
    expect(await stream.next("message")).toMatchObject({ id: `${epoch}.${seq}` });
  }
  expect((await memberNames(room)).toSorted()).toEqual(["Ana", "Reader"]);
});

test("a stream has the security and CORS headers of every answer", async () => {
  const stream = await SseClient.open(`/r/${uniqueRoomName()}/events`);
  const { headers } = stream.response;
  expect(headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
});

describe("[READ-1] a client cannot open a socket of the Worker's bridge", () => {
  test.each(["?invisible", "?invisible=&name=Eve", "?stream=s&name=Eve", "?name=Eve&stream=s&invisible=1"])(
    "a socket with %s is that of a normal guest",
    async (query) => {
      const room = uniqueRoomName();
      const { webSocket } = await openSocket(`/r/${room}/socket${query}`, ["majlis.v1"]);
      webSocket?.accept();
      await waitUntil("the guest is in the roster", async () => (await memberNames(room)).length === 1);
      const attachment = await runInDurableObject(stubOf(room), (_room, state) =>
        state.getWebSockets()[0]?.deserializeAttachment(),
      );
      expect(attachment).not.toHaveProperty("invisible");
      expect(attachment).not.toHaveProperty("stream");
    },
  );

  test.each(["/bridge?invisible", "//bridge", "/r/tea/../../bridge", "/r/bridge/bridge", "/r/tea/bridge"])(
    "%s opens no socket",
    async (path) => {
      const answer = await openSocket(path, ["majlis.v1"]);
      expect(answer.webSocket ?? null).toBeNull();
      expect(answer.status).not.toBe(101);
    },
  );
});

describe("[HTML-2] a stream as HTML", () => {
  test.each([
    ["?as=html", {}],
    ["", { Accept: "text/html, text/event-stream" }],
  ])(
    "%s with %j has unnamed events of escaped HTML, with positions, and no welcome",
    async (query, headers) => {
      const room = uniqueRoomName();
      await publishMessage(room, "<b>one</b>", { name: "Ana" });
      const stream = await SseClient.open(`/r/${room}/events${query}`, {
        headers: headers as Record<string, string>,
      });
      expect(stream.response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
      await stream.next("message");
      await publishMessage(room, "two\nlines", { name: "Ana" });
      await stream.readUntil(() => stream.events.length === 2);
      const epoch = (await positionOf(room)).split(".")[0] ?? "";
      const html = (seq: number, text: string) =>
        `<p id="majlis-${seq}" class="majlis-message" dir="auto"><bdi class="majlis-author">Ana</bdi>: ${text}</p>`;
      expect(stream.events).toEqual([
        { event: "message", id: `${epoch}.1`, data: html(1, "&lt;b&gt;one&lt;/b&gt;") },
        { event: "message", id: `${epoch}.2`, data: html(2, "two<br>lines") },
      ]);
      expect(stream.raw).toMatch(/^: a room of Majlis\nretry: \d+\nid: /);
      expect(stream.raw).not.toContain("event:");
    },
  );

  test.each(["text/event-stream", "*/*", "text/html, */*"])("Accept: %s gets JSON", async (accept) => {
    const stream = await SseClient.open(`/r/${uniqueRoomName()}/events`, { headers: { Accept: accept } });
    expect((await stream.nextOf("welcome")).type).toBe("welcome");
  });

  test("an unknown format is a problem", async () => {
    for (const path of ["/events?as=xml", "/transcript?as="]) {
      const answer = await fetchWorker(`/r/tea${path}`);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: "bad_request" }]);
    }
  });
});

test("[HTML-1] the transcript as HTML has an element a message, and runs nothing", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "<script>alert(1)</script>", { name: "Ana" });
  const answer = await fetchWorker(`/r/${room}/transcript?as=html`);
  expect(answer.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(await answer.text()).toBe(
    '<p id="majlis-1" class="majlis-message" dir="auto"><bdi class="majlis-author">Ana</bdi>: &lt;script&gt;alert(1)&lt;/script&gt;</p>\n',
  );
});
