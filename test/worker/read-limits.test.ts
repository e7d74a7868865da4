/** How much one answer may hold, and how much may be read from an address (SPEC HTTP-9, LIM-12). */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { en } from "../../src/locales/en.ts";
import { FULL_ROOMS, type FullRoom } from "../contract/full-rooms.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { bearerAuth, fetchWorker, guestWhoLeft, stubOf } from "../support/runtime/worker-requests.ts";

const ADDRESS = { "CF-Connecting-IP": "192.0.2.1" };

/** A full room that is opened again, and the token of a member. */
async function fullRoom(
  name: FullRoom,
): Promise<{ room: string; id: string; token: string; newest: string }> {
  const room = uniqueRoomName();
  const { id, token } = await guestWhoLeft(room, "Ana");
  await runInDurableObject(stubOf(room), (_room, { storage }) => {
    for (const statement of FULL_ROOMS[name]) storage.sql.exec(statement);
  });
  await evictDurableObject(stubOf(room));
  const { position } = await (
    await fetchWorker(`/r/${room}`, { headers: { Accept: "application/json" } })
  ).json<{
    position: string;
  }>();
  return { room, id, token, newest: position };
}

function histories(room: string, token: string, range: object): Promise<Response> {
  return postFifty(room, token, { type: "history", ...range });
}

function postFifty(room: string, token: string, command: object): Promise<Response> {
  const batch = Array.from({ length: 50 }, (_, id) => ({ ...command, id: `${id}` }));
  const { headers } = bearerAuth(token, { "Content-Type": "application/json" });
  return fetchWorker(`/r/${room}/commands`, { method: "POST", headers, body: JSON.stringify(batch) });
}

describe("[HTTP-9] the pages of one answer", () => {
  test.each(["messages", "longMessages", "crowds", "oldCrowd"] as const)(
    "share 256 KiB, and the rest is refused by the command, to be sent again: a room full of %s",
    async (name) => {
      const { room, token } = await fullRoom(name);
      const answer = await histories(room, token, { limit: 200 });
      const body = await answer.text();
      expect(body.length).toBeLessThan(256 * 1_024 + 20_000);
      const events = JSON.parse(body) as RoomEvent[];
      expect(events.map((event) => ("id" in event ? event.id : undefined))).toEqual(
        Array.from({ length: 50 }, (_, id) => `${id}`),
      );
      const types = events.map(({ type }) => type);
      const pages = types.lastIndexOf("page") + 1;
      expect(types).toEqual([
        ...Array<string>(pages).fill("page"),
        ...Array<string>(50 - pages).fill("error"),
      ]);
      expect(pages).toBeGreaterThan(0);
      expect(events.at(-1)).toMatchObject({ code: "rate_limited", retryAfterMs: 100 });
    },
  );

  test("share them also where they are of the shared state", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    for (let key = 0; key < 18; key++)
      await fetchWorker(`/r/${room}/state/k${key}`, {
        method: "PUT",
        ...bearerAuth(token, { "Content-Type": "application/json" }),
        body: JSON.stringify("x".repeat(4_000)),
      });
    const body = await (await postFifty(room, token, { type: "map" })).text();
    expect(body.length).toBeLessThan(256 * 1_024 + 20_000);
    const events = JSON.parse(body) as RoomEvent[];
    expect(events[0]).toMatchObject({ type: "map", entries: { length: 18 }, more: false });
    expect(events.at(-1)).toMatchObject({ id: "49", code: "rate_limited" });
  });

  test.each([
    ["crowds", 3],
    ["longMessages", 3],
  ] as const)(
    "share the rows with what deletions read in a room full of %s: %i are done",
    async (full, done) => {
      const { room, id: member, token } = await fullRoom(full);
      await runInDurableObject(stubOf(room), (_room, { storage }) => {
        storage.sql.exec("UPDATE log SET member = ? WHERE kind = 1", member);
      });
      const { headers } = bearerAuth(token, { "Content-Type": "application/json" });
      const batch = Array.from({ length: 10 }, (_, id) => ({ type: "delete", id: `${id}`, seq: id + 1 }));
      const answer = await fetchWorker(`/r/${room}/commands`, {
        method: "POST",
        headers,
        body: JSON.stringify(batch),
      });
      const events = await answer.json<RoomEvent[]>();
      const types = [...Array<string>(done).fill("delete"), ...Array<string>(10 - done).fill("error")];
      expect(events.map(({ type }) => type)).toEqual(types);
      expect(events.at(-1)).toMatchObject({ id: "9", code: "rate_limited", retryAfterMs: 100 });
    },
  );

  test("are all there if they are small, and what is no page is executed also after them", async () => {
    const { room, token } = await fullRoom("messages");
    const events = JSON.parse(await (await histories(room, token, { limit: 1 })).text()) as RoomEvent[];
    expect(events.every(({ type }) => type === "page")).toBe(true);
    const { headers } = bearerAuth(token, { "Content-Type": "application/json" });
    const batch = [
      ...["a", "b", "c", "d", "e", "f", "g", "h"].map((id) => ({ type: "history", id, limit: 200 })),
      { type: "publish", id: "p", text: "after the pages" },
    ];
    const answer = await fetchWorker(`/r/${room}/commands`, {
      method: "POST",
      headers,
      body: JSON.stringify(batch),
    });
    const types = (await answer.json<RoomEvent[]>()).map(({ type }) => type);
    expect(types.at(0)).toBe("page");
    expect(types.at(-2)).toBe("error");
    expect(types.at(-1)).toBe("message");
  });
});

describe("[HIST-5] [TXT-4] clients that cannot request the next page", () => {
  /** The room's message, and then rows of a release that did not note the message before them. */
  async function roomBehindOldRows(count: number): Promise<string> {
    const room = uniqueRoomName();
    await guestWhoLeft(room, "Ana");
    await runInDurableObject(stubOf(room), (_room, { storage }) => {
      const columns = "(seq, kind, at, member, name, command, text, target, detail)";
      storage.sql.exec(
        `INSERT INTO log ${columns} VALUES (1, 1, 1, 'ana', 'Ana', 'c1', 'hello', NULL, NULL)`,
      );
      storage.sql.exec(
        `INSERT INTO log ${columns} WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= ${count})
         SELECT i, 4, i, 'bo', 'Bo', 'c' || i, NULL, 1, '+👍' FROM n`,
      );
    });
    await evictDurableObject(stubOf(room));
    return room;
  }

  const read = async (room: string, path: string) => (await fetchWorker(`/r/${room}/${path}`)).text();

  test("see the last messages behind thousands of rows without one", async () => {
    const room = await roomBehindOldRows(4_000);
    expect(await read(room, "transcript")).toBe("Ana: hello\n");
    expect(await read(room, "transcript?as=html")).toContain(": hello</p>");
    expect(await read(room, "plain")).toContain("hello");
    const guest = await Guest.join(room, { name: "Bo", protocols: [] });
    while (!guest.frames.some((frame) => frame.endsWith("Ana: hello"))) await guest.nextFrame();
  });

  test("past that are sent a line or a link that leads to the earlier messages", async () => {
    const room = await roomBehindOldRows(10_000);
    const said = await read(room, "transcript");
    expect(said).toMatch(/^\* There are earlier messages: https?:\S+\/messages\?before=\d+\n$/);
    const before = Number(/before=(\d+)/.exec(said)?.[1]);
    expect(before).toBeGreaterThan(5_000);
    expect(await read(room, "transcript?as=html")).toContain("there are earlier messages");
    const page = await read(room, "plain");
    expect(page).toContain(`href="/r/${room}/plain?before=${before}"`);
    expect(page).not.toContain(en.plain.empty);
    expect(await read(room, `plain?before=${before - 4_000}`)).toContain("hello");
    const guest = await Guest.join(room, { name: "Bo", protocols: [] });
    const line = "* there are earlier messages: read them at this room's URL";
    while (!guest.frames.some((frame) => frame.endsWith(line))) await guest.nextFrame();
  });
});

describe("[LIM-12] reads above the rate of an address", () => {
  /** Reads so much from the address that it has used its rate up. */
  async function exhaust(room: string): Promise<void> {
    for (let count = 0; count < 400; count++) {
      const { status } = await fetchWorker(`/r/${room}/messages?limit=200`, { headers: ADDRESS });
      if (status === 429) return;
    }
    throw new Error("400 large pages were not too much");
  }

  test("are 429 with Retry-After on every path; a join succeeds, and its page comes later", () =>
    withFrozenClock(async () => {
      const { room, newest } = await fullRoom("longMessages");
      await exhaust(room);
      const holders = `messages/1/reactions/${encodeURIComponent("👍")}`;
      const paths = ["messages", "transcript", "members", holders, "plain", `messages?after=${newest}`];
      for (const path of paths) {
        const refused = await fetchWorker(`/r/${room}/${path}`, { headers: ADDRESS });
        expect([path, refused.status]).toEqual([path, 429]);
        expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
        if (path !== "plain")
          expect(await refused.json()).toMatchObject({
            code: "rate_limited",
            detail: "At most 100 reads a second from one address, in bursts of 1000.",
          });
      }
      const other = await fetchWorker(`/r/${room}/messages`, {
        headers: { "CF-Connecting-IP": "192.0.2.2" },
      });
      expect(other.status).toBe(200);
      const poll = await fetchWorker(`/r/${room}/messages?after=&name=Bo&wait=1`, { headers: ADDRESS });
      expect([poll.status, await poll.json()]).toMatchObject([429, { code: "rate_limited" }]);
      const stream = await SseClient.open(`/r/${room}/events?name=Cy`, { headers: ADDRESS });
      expect(await stream.nextOf("page")).toMatchObject({ events: [], more: true });
      await stream.cancel();
    }));

  test("an ordinary crowd never meets it: twenty guests join and read three pages each", async () => {
    const { room } = await fullRoom("messages");
    const guests = await Promise.all(
      Array.from({ length: 20 }, (_, index) => Guest.join(room, { name: `Guest ${index}` })),
    );
    for (const guest of guests) {
      expect((await guest.next("page")).events).toHaveLength(50);
      for (const id of ["1", "2", "3"]) guest.send({ type: "history", id, limit: 50 });
      for (let count = 0; count < 3; count++) expect((await guest.next("page")).events).toHaveLength(50);
    }
  });
});
