/** Polls and long polls, in the real runtime (SPEC POLL-1 to POLL-6, READ-1 to READ-3). */
import { evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
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
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** 15,960 bytes in 3,990 characters. */
const LONG = "😀".repeat(3_990);

interface PollBody {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly RoomEvent[];
  readonly more?: true;
  readonly older?: boolean;
}

interface TimedPoll extends PollBody {
  readonly tookMs: number;
}

interface PollParameters {
  readonly wait?: number;
  readonly token?: string;
  readonly query?: string;
}

async function poll(
  room: string,
  after: string,
  { wait, token, query = "" }: PollParameters = {},
): Promise<TimedPoll> {
  const startedAt = performance.now();
  const waiting = wait === undefined ? "" : `&wait=${wait}`;
  const init = token === undefined ? {} : bearerAuth(token);
  const answer = await fetchWorker(`/r/${room}/messages?after=${after}${waiting}${query}`, init);
  if (answer.status !== 200) throw new Error(`refused: ${await answer.text()}`);
  const body = await answer.json<PollBody>();
  return { ...body, tookMs: performance.now() - startedAt };
}

function texts({ events }: PollBody): string[] {
  return events.flatMap((event) => (event.type === "message" ? [event.text] : []));
}

function types({ events }: PollBody): string[] {
  return events.map(({ type }) => type);
}

/** The `self` of a poll's welcome. */
function welcomedSelf({ events }: PollBody) {
  const [welcome] = events;
  if (welcome?.type !== "welcome") throw new Error("no welcome came");
  return welcome.self;
}

async function roomWithMessages(count: number): Promise<{ room: string; epoch: string }> {
  const room = uniqueRoomName();
  for (let number = 1; number <= count; number++) await publishMessage(room, `${number}`);
  return { room, epoch: (await positionOf(room)).split(".")[0] ?? "" };
}

/** Waits until so many polls hold a socket to the room. */
function untilPollsWait(room: string, sockets = 1): Promise<void> {
  return waitUntil("the polls hold their sockets", async () => (await openSocketCount(room)) === sockets);
}

describe("[POLL-1] a poll after a position", () => {
  test("missed events are answered at once, oldest first, with the position after them", async () => {
    const { room, epoch } = await roomWithMessages(4);
    const polled = await poll(room, `${epoch}.2`, { wait: 25 });
    expect(polled).toMatchObject({ position: `${epoch}.4`, recovered: true });
    expect(texts(polled)).toEqual(["3", "4"]);
    expect(polled.more).toBeUndefined();
    expect(polled.older).toBeUndefined();
  });

  test.each([[undefined], [0]])("with wait=%s it is answered at once, even without events", async (wait) => {
    const { room, epoch } = await roomWithMessages(1);
    const { tookMs: _, ...polled } = await poll(room, `${epoch}.1`, wait === undefined ? {} : { wait });
    expect(polled).toEqual({ position: `${epoch}.1`, recovered: true, events: [] });
  });

  test("without new events it is answered after the wait", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const polled = await poll(room, `${epoch}.1`, { wait: 1 });
    expect(polled).toMatchObject({ position: `${epoch}.1`, recovered: true, events: [] });
    expect(polled.tookMs).toBeGreaterThanOrEqual(990);
  });

  test("an event during the wait is answered at once", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const polling = poll(room, `${epoch}.1`, { wait: 25 });
    await untilPollsWait(room);
    await publishMessage(room, "2");
    const polled = await polling;
    expect(polled).toMatchObject({ position: `${epoch}.2`, recovered: true });
    expect(texts(polled)).toEqual(["2"]);
  });

  test("events of every durable type are answered", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const { position } = await ana.next("welcome");
    ana.send({ type: "publish", id: "1", text: "one" });
    ana.send({ type: "edit", id: "2", seq: 1, text: "two" });
    ana.send({ type: "react", id: "3", seq: 1, emoji: "👍", on: true });
    ana.send({ type: "delete", id: "4", seq: 1 });
    ana.send({ type: "restore", id: "5", seq: 1 });
    await ana.next("restore");
    expect(types(await poll(room, position))).toEqual(["message", "edit", "reaction", "delete", "restore"]);
  });

  test("the answer is one line of JSON, and not cacheable", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { token } = await guestWhoLeft(room, "Ana");
    const answer = await fetchWorker(`/r/${room}/messages?after=${epoch}.0`, bearerAuth(token));
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
    expect(await answer.text()).toMatch(/^\{.*\}\n$/);
  });
});

describe("[POLL-1] an invalid poll is a problem, and does not create the room", () => {
  test.each([
    { query: "after=yesterday", code: "bad_position" },
    { query: "after=abcd", code: "bad_position" },
    { query: "after=abcd.01", code: "bad_position" },
    { query: "after=&wait=26", code: "bad_request" },
    { query: "after=&wait=-1", code: "bad_request" },
    { query: "after=&wait=1.5", code: "bad_request" },
    { query: "after=&wait=", code: "bad_request" },
    { query: "after=&wait=soon", code: "bad_request" },
    { query: "after=&before=3", code: "bad_request" },
    { query: "after=&name=a:b", code: "invalid_name" },
    { query: "after=&wait=1&session=a%20b", code: "bad_request" },
  ])("?$query", async ({ query, code }) => {
    const room = uniqueRoomName();
    const answer = await fetchWorker(`/r/${room}/messages?${query}`);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect([answer.status, await answer.json()]).toMatchObject([400, { code }]);
    expect(await isCreated(room)).toBe(false);
  });

  test("[ID-6] an invalid token is refused", async () => {
    const answer = await fetchWorker(`/r/${uniqueRoomName()}/messages?after=&wait=1`, bearerAuth("a.b"));
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: "invalid_token" }]);
  });
});

describe("[POLL-2] a poll without a recoverable position", () => {
  test("it is answered with the newest messages at once, and whether there are older ones", async () => {
    const { room, epoch } = await roomWithMessages(3);
    const polled = await poll(room, "", { wait: 25 });
    expect(polled).toMatchObject({ position: `${epoch}.3`, recovered: false, older: false });
    expect(texts(polled)).toEqual(["1", "2", "3"]);
  });

  test("older messages are in the pages before it", async () => {
    const room = uniqueRoomName();
    for (let writer = 0; writer < 3; writer++) {
      const { token } = await guestWhoLeft(room, `writer-${writer}`);
      for (let count = 0; count < 18; count++) await publishMessage(room, "x", { token });
    }
    const polled = await poll(room, "");
    expect(polled.older).toBe(true);
    expect(polled.events).toHaveLength(50);
    const [oldest] = polled.events;
    const before = oldest !== undefined && "seq" in oldest ? oldest.seq : 0;
    const page = await (
      await fetchWorker(`/r/${room}/messages?before=${before}`)
    ).json<{ events: unknown[] }>();
    expect(page.events).toHaveLength(4);
  });

  test.each(["zzzz.1", "EPOCH.99"])(
    "[REC-2] after=%s is answered the same way, with and without a token",
    async (after) => {
      const { room, epoch } = await roomWithMessages(2);
      const { token } = await guestWhoLeft(room, "Ana");
      const there = after.replace("EPOCH", epoch);
      for (const asking of [{}, { wait: 25 }, { wait: 25, token }]) {
        const polled = await poll(room, there, asking);
        expect(polled).toMatchObject({ position: `${epoch}.2`, recovered: false, older: false });
        expect(texts(polled)).toEqual(["1", "2"]);
      }
    },
  );
});

describe("[POLL-3] the size limit of an answer", () => {
  test.each([
    ["an anonymous reader without a wait", {}],
    ["an anonymous reader with a wait", { wait: 25 }],
  ])("%s who polls again at once gets every event once", async (_reader, asking) => {
    const room = uniqueRoomName();
    await publishMessage(room, "first");
    const epoch = (await positionOf(room)).split(".")[0] ?? "";
    const { token } = await guestWhoLeft(room, "writer");
    for (let count = 0; count < 19; count++) await publishMessage(room, LONG, { token });
    const seqs: number[] = [];
    let after = `${epoch}.0`;
    for (let more: true | undefined = true; more === true;) {
      const polled: TimedPoll = await poll(room, after, asking);
      expect(new TextEncoder().encode(JSON.stringify(polled.events)).length).toBeLessThan(257 * 1_024);
      seqs.push(...polled.events.flatMap((event) => ("seq" in event ? [event.seq] : [])));
      ({ position: after, more } = polled);
    }
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(after).toBe(`${epoch}.20`);
  });
});

describe("[POLL-4] batching in a busy room", () => {
  test("messages of half a second are answered together", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const ana = await Guest.join(room, { name: "Ana" });
    await ana.next("welcome");
    const polling = poll(room, `${epoch}.1`, { wait: 25 });
    await untilPollsWait(room, 2);
    // Of one socket, so that they come within the half second on a busy machine too.
    for (const text of ["2", "3", "4"]) ana.send({ type: "publish", id: text, text });
    const polled = await polling;
    expect(texts(polled)).toEqual(["2", "3", "4"]);
    expect(polled.tookMs).toBeGreaterThanOrEqual(490);
    expect(polled.tookMs).toBeLessThan(5_000);
  });

  test("presence and typing alone are answered when the poll is a second old", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const polling = poll(room, `${epoch}.1`, { wait: 25 });
    await untilPollsWait(room);
    const ana = await Guest.join(room, { name: "Ana" });
    ana.send({ type: "typing", on: true });
    const polled = await polling;
    expect(types(polled)).toEqual(["presence", "typing"]);
    expect(polled.position).toBe(`${epoch}.1`);
    expect(polled.tookMs).toBeGreaterThanOrEqual(990);
  });

  test("presence is answered earlier with a message", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const polling = poll(room, `${epoch}.1`, { wait: 25 });
    await untilPollsWait(room);
    const ana = await Guest.join(room, { name: "Ana" });
    ana.send({ type: "publish", id: "a", text: "hello" });
    expect(types(await polling)).toEqual(["presence", "message"]);
  });
});

describe("[POLL-5] a member who polls", () => {
  test("stays in the roster between polls, without further presence events", async () => {
    const room = uniqueRoomName();
    const bo = await Guest.join(room, { name: "Bo" });
    await bo.next("welcome");
    const first = await poll(room, "", { query: "&name=Ana" });
    expect(await bo.next("presence")).toMatchObject({ count: 2, joined: [{ name: "Ana" }] });
    const { token } = welcomedSelf(first);
    expect((await memberNames(room)).toSorted()).toEqual(["Ana", "Bo"]);
    let after = first.position;
    for (let round = 1; round <= 4; round++) {
      const polling = poll(room, after, { wait: 25, token });
      bo.send({ type: "publish", id: `${round}`, text: `${round}` });
      const polled = await polling;
      expect(texts(polled)).toEqual([`${round}`]);
      ({ position: after } = polled);
    }
    await waitUntil("one poll holds a socket", async () => (await openSocketCount(room)) === 2);
    expect(bo.events.filter(({ type }) => type === "presence")).toHaveLength(1);
  });

  test("leaves the room some time after the last answer", async () => {
    const waits: number[] = [];
    const wait = scheduler.wait.bind(scheduler);
    vi.spyOn(scheduler, "wait").mockImplementation((ms, options) => {
      waits.push(ms);
      // 100 times faster than real time.
      return wait(ms / 100, options);
    });
    const room = uniqueRoomName();
    const bo = await Guest.join(room, { name: "Bo" });
    await bo.next("welcome");
    const first = await poll(room, "", { query: "&name=Ana" });
    expect(await bo.next("presence")).toMatchObject({ joined: [{ name: "Ana" }] });
    expect(await bo.next("presence")).toMatchObject({ left: [{ name: "Ana" }] });
    await poll(room, first.position, { token: welcomedSelf(first).token });
    expect(await bo.next("presence")).toMatchObject({ joined: [{ name: "Ana" }] });
    expect(await bo.next("presence")).toMatchObject({ left: [{ name: "Ana" }] });
    expect(waits).toEqual([10_000, 30_000]);
    expect(await openSocketCount(room)).toBe(1);
  });

  test("[READ-2] gets the older poll answered when a newer one replaces it", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { token } = await guestWhoLeft(room, "Ana");
    const older = poll(room, `${epoch}.1`, { wait: 25, token });
    await untilPollsWait(room);
    const newer = poll(room, `${epoch}.1`, { wait: 25, token });
    const replaced = await older;
    expect(replaced).toMatchObject({ position: `${epoch}.1`, recovered: true, events: [] });
    // Not before a second: two pages of one member that replace each other's polls must not spin.
    expect(replaced.tookMs).toBeGreaterThanOrEqual(990);
    await publishMessage(room, "2");
    expect(texts(await newer)).toEqual(["2"]);
  });

  test("[READ-2] may wait in two sessions, and is one member", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { token } = await guestWhoLeft(room, "Ana");
    const polls = ["&session=one", "&session=two"].map((query) =>
      poll(room, `${epoch}.1`, { wait: 25, token, query }),
    );
    await untilPollsWait(room, 2);
    expect(await memberNames(room)).toEqual(["Ana"]);
    await publishMessage(room, "2");
    for (const polled of await Promise.all(polls)) expect(texts(polled)).toEqual(["2"]);
  });

  test("[READ-2] does not replace the poll of another member in the same session", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const [ana, bo] = [await guestWhoLeft(room, "Ana"), await guestWhoLeft(room, "Bo")];
    const polls = [ana, bo].map(({ token }) => poll(room, `${epoch}.1`, { wait: 25, token }));
    await untilPollsWait(room, 2);
    await publishMessage(room, "2");
    for (const polled of await Promise.all(polls)) expect(texts(polled)).toEqual(["2"]);
  });

  test("holds no socket after the answer if the reader is anonymous", async () => {
    const { room, epoch } = await roomWithMessages(1);
    await poll(room, `${epoch}.1`, { wait: 1 });
    await waitUntil("the socket is gone", async () => (await openSocketCount(room)) === 0);
    await poll(room, `${epoch}.1`);
    expect(await openSocketCount(room)).toBe(0);
  });
});

describe("[POLL-6] an anonymous poll without a wait", () => {
  const ifNot = (etag: string) => ({ headers: { "If-None-Match": etag } });

  test("has its position as ETag, and is 304 if the client has it", async () => {
    const { room, epoch } = await roomWithMessages(2);
    const first = await fetchWorker(`/r/${room}/messages?after=${epoch}.1`);
    expect(first.headers.get("ETag")).toBe(`"${epoch}.2"`);
    expect(first.headers.get("Cache-Control")).toBe("no-cache");
    const path = `/r/${room}/messages?after=${epoch}.2&wait=0`;
    const second = await fetchWorker(path, ifNot(first.headers.get("ETag") ?? ""));
    expect([second.status, await second.text()]).toEqual([304, ""]);
    expect(second.headers.get("ETag")).toBe(`"${epoch}.2"`);
    await publishMessage(room, "3");
    const third = await fetchWorker(path, ifNot(`"${epoch}.2"`));
    expect(third.status).toBe(200);
    expect(texts(await third.json<PollBody>())).toEqual(["3"]);
  });

  test.each(['"zzzz.9"', "zzzz.9", '"EPOCH.1"', ""])("is 200 for If-None-Match: %s", async (etag) => {
    const { room, epoch } = await roomWithMessages(2);
    const answer = await fetchWorker(
      `/r/${room}/messages?after=${epoch}.2`,
      ifNot(etag.replace("EPOCH", epoch)),
    );
    expect(answer.status).toBe(200);
  });

  test.each(['W/"EPOCH.2"', '"zzzz.9", "EPOCH.2"'])("is 304 for If-None-Match: %s", async (etag) => {
    const { room, epoch } = await roomWithMessages(2);
    const answer = await fetchWorker(
      `/r/${room}/messages?after=${epoch}.2`,
      ifNot(etag.replace("EPOCH", epoch)),
    );
    expect(answer.status).toBe(304);
  });

  test("[POLL-3] has the ETag of its part, so that the rest is not 304", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "writer");
    for (let count = 0; count < 19; count++) await publishMessage(room, LONG, { token });
    const epoch = (await positionOf(room)).split(".")[0] ?? "";
    const part = await fetchWorker(`/r/${room}/messages?after=${epoch}.0`);
    const { position, more } = await part.json<PollBody>();
    expect(more).toBe(true);
    const rest = await fetchWorker(
      `/r/${room}/messages?after=${position}`,
      ifNot(part.headers.get("ETag") ?? ""),
    );
    expect(rest.status).toBe(200);
    expect((await rest.json<PollBody>()).position).toBe(`${epoch}.19`);
  });

  test("a poll with a token has no ETag and is never 304", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { token } = await guestWhoLeft(room, "Ana");
    const { headers } = bearerAuth(token, { "If-None-Match": `"${epoch}.1"` });
    const answer = await fetchWorker(`/r/${room}/messages?after=${epoch}.1`, { headers });
    expect([answer.status, answer.headers.get("ETag")]).toEqual([200, null]);
  });
});

describe("[READ-1] the reader of a poll", () => {
  test("is anonymous without a name or token: no presence, no token", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const { position } = await ana.next("welcome");
    expect(types(await poll(room, position, { wait: 1 }))).toEqual([]);
    const welcomed = await poll(room, position, { wait: 1, query: "&welcome=1" });
    expect(welcomedSelf(welcomed)).toEqual({ id: "", name: "", role: "reader", token: "" });
    await publishMessage(room, "a marker");
    await ana.next("message");
    expect(ana.events.map(({ type }) => type)).toEqual(["welcome", "page", "message"]);
  });

  test.each([
    ["Bo", "&name=Bo"],
    ["guest-", "&name="],
  ])(
    "is a new guest with a name (%s), whose welcome has the token for the next polls",
    async (name, query) => {
      const { room } = await roomWithMessages(2);
      const first = await poll(room, "", { wait: 25, query });
      expect(types(first)).toEqual(["welcome", "message", "message"]);
      const self = welcomedSelf(first);
      expect(self).toMatchObject({ role: "guest", name: expect.stringContaining(name) as string });
      const message = await publishMessage(room, "it is me", { token: self.token });
      expect(message.from).toEqual({ id: self.id, name: self.name });
      const second = await poll(room, first.position, { wait: 25, token: self.token });
      expect(types(second)).toEqual(["message"]);
      expect((await memberNames(room)).length).toBe(1);
    },
  );

  test("is the token's member, and is welcomed only with welcome=1", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { id, token } = await guestWhoLeft(room, "Ana");
    expect(types(await poll(room, `${epoch}.1`, { token }))).toEqual([]);
    const asked = await poll(room, `${epoch}.1`, { token, wait: 25, query: "&welcome=1&name=Bo" });
    expect(welcomedSelf(asked)).toMatchObject({ id, name: "Ana" });
  });
});

describe("[READ-3] a poll of a room that was never created", () => {
  test("is empty, and does not create the room", async () => {
    const room = uniqueRoomName();
    const { tookMs: _, ...polled } = await poll(room, "");
    expect(polled).toEqual({ position: "0.0", recovered: false, older: false, events: [] });
    expect(await isCreated(room)).toBe(false);
  });

  test("waits if its position is that of the empty room", async () => {
    const room = uniqueRoomName();
    const polled = await poll(room, "0.0", { wait: 1 });
    expect(polled).toMatchObject({ position: "0.0", recovered: true, events: [] });
    expect(polled.tookMs).toBeGreaterThanOrEqual(990);
    expect(await isCreated(room)).toBe(false);
  });

  test("starts over when the room is created during the wait, and misses nothing", async () => {
    const room = uniqueRoomName();
    const polling = poll(room, "0.0", { wait: 25 });
    await untilPollsWait(room);
    await publishMessage(room, "hello");
    const created = await polling;
    expect(created).toMatchObject({ recovered: false, older: false });
    const after = created.events.length === 0 ? await poll(room, created.position, { wait: 1 }) : created;
    expect(texts(after)).toEqual(["hello"]);
  });
});

describe("[P-4] a room that hibernates", () => {
  test("wakes for a message during a poll, and the poll gets it", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const { token } = await guestWhoLeft(room, "Ana");
    for (const asking of [{ wait: 25 }, { wait: 25, token }]) {
      const after = await positionOf(room);
      const polling = poll(room, after, asking);
      await untilPollsWait(room);
      await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
      const { seq } = await publishMessage(room, "good morning");
      const polled = await polling;
      expect(texts(polled)).toEqual(["good morning"]);
      expect(polled.position).toBe(`${epoch}.${seq}`);
    }
  });

  test("keeps its roster between polls", async () => {
    const room = uniqueRoomName();
    const bo = await Guest.join(room, { name: "Bo" });
    await bo.next("welcome");
    const first = await poll(room, "", { query: "&name=Ana" });
    await bo.next("presence");
    await evictDurableObject(stubOf(room), { webSockets: "hibernate" });
    await poll(room, first.position, { token: welcomedSelf(first).token });
    await waitUntil("one poll holds a socket", async () => (await openSocketCount(room)) === 2);
    expect(bo.events.filter(({ type }) => type === "presence")).toHaveLength(1);
  });

  test("answers a waiting poll when it is evicted, and the next poll continues", async () => {
    const { room, epoch } = await roomWithMessages(1);
    const polling = poll(room, `${epoch}.1`, { wait: 25 });
    await untilPollsWait(room);
    await evictDurableObject(stubOf(room), { webSockets: "close" });
    expect(await polling).toMatchObject({ position: `${epoch}.1`, recovered: true, events: [] });
    await publishMessage(room, "2");
    expect(texts(await poll(room, `${epoch}.1`))).toEqual(["2"]);
  });
});

test("[HTTP-10] any origin may poll and read the ETag", async () => {
  const { room, epoch } = await roomWithMessages(1);
  const { headers } = await fetchWorker(`/r/${room}/messages?after=${epoch}.1`, {
    headers: { Origin: "https://a.test" },
  });
  expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(headers.get("Access-Control-Expose-Headers")).toContain("ETag");
});

test("[POLL-1] HEAD joins nothing, whatever it names: its answer could not give a guest their token", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "hello");
  const { token } = await guestWhoLeft(room, "Bo");
  for (const query of ["&name=Ana", "&name=Ana&wait=5", "&wait=5"]) {
    const answer = await fetchWorker(`/r/${room}/messages?after=${query}`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/json"]);
  }
  const ofMember = bearerAuth(token);
  expect((await fetchWorker(`/r/${room}/messages?after=`, { ...ofMember, method: "HEAD" })).status).toBe(200);
  expect(await openSocketCount(room)).toBe(0);
  expect(await memberNames(room)).toEqual([]);
});
