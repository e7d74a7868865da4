/** The shared state over HTTP, in the real runtime (SPEC STATE-7). */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type { LiveRoom } from "../../src/durable-object/live-room.ts";
import type { PendingAnswers } from "../../src/durable-object/pending-answers.ts";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  isCreated,
  memberNames,
  positionOf,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";

/** A room, and the requests of one of its members. */
class Member {
  constructor(
    readonly room: string,
    readonly token: string,
  ) {}

  static async of(room = uniqueRoomName()): Promise<Member> {
    return new Member(room, (await guestWhoLeft(room, "Ana")).token);
  }

  put(key: string, value: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetchWorker(`/r/${this.room}/state/${encodeURIComponent(key)}`, {
      method: "PUT",
      ...bearerAuth(this.token, { "Content-Type": "application/json", ...headers }),
      body: JSON.stringify(value),
    });
  }

  delete(key: string, headers: Record<string, string> = {}): Promise<Response> {
    const init = { method: "DELETE", ...bearerAuth(this.token, headers) };
    return fetchWorker(`/r/${this.room}/state/${key}`, init);
  }

  get(key: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetchWorker(`/r/${this.room}/state/${key}`, { headers });
  }
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, (await answer.json<{ code: string }>()).code];
}

describe("[STATE-7] a key by its URL", () => {
  test("is set, read with its version as ETag, and deleted", async () => {
    const ana = await Member.of();
    const put = await ana.put("board", { cells: ["x"] });
    expect([put.status, put.headers.get("ETag")]).toEqual([200, '"1"']);
    expect(await put.json()).toMatchObject({ type: "state", seq: 1, key: "board", from: { name: "Ana" } });
    await evictDurableObject(stubOf(ana.room));
    const got = await ana.get("board");
    expect(got.headers.get("ETag")).toBe('"1"');
    expect(await got.json()).toEqual({ cells: ["x"] });
    expect((await ana.get("board", { "If-None-Match": '"1"' })).status).toBe(304);
    const whole = await fetchWorker(`/r/${ana.room}/state`);
    expect(await whole.json()).toMatchObject({
      position: expect.stringMatching(/\.1$/),
      entries: [{ key: "board" }],
    });
    expect((await ana.delete("board")).status).toBe(200);
    expect(await codeOf(await ana.get("board"))).toEqual([404, "not_found"]);
    expect(await codeOf(await ana.delete("board"))).toEqual([404, "not_found"]);
  });

  test("is set by any body that is JSON, whatever type a simple client gives it", async () => {
    const ana = await Member.of();
    for (const type of ["application/x-www-form-urlencoded", "text/plain;charset=UTF-8", "application/json"])
      expect((await ana.put("board", { type }, { "Content-Type": type })).status).toBe(200);
    expect(await (await ana.get("board")).json()).toEqual({ type: "application/json" });
    const init = { method: "PUT", ...bearerAuth(ana.token), body: "board" };
    expect(await codeOf(await fetchWorker(`/r/${ana.room}/state/board`, init))).toEqual([400, "bad_request"]);
  });

  test("changes only from the version of If-Match, and what it holds is in the problem", async () => {
    const ana = await Member.of();
    await ana.put("seat", "Ana", { "If-None-Match": "*" });
    const second = await ana.put("seat", "Bo", { "If-None-Match": "*" });
    expect([second.status, second.headers.get("ETag")]).toEqual([412, '"1"']);
    expect(await second.json()).toMatchObject({
      code: "version_mismatch",
      current: { version: 1, value: "Ana" },
    });
    expect((await ana.put("seat", "Bo", { "If-Match": '"1"' })).headers.get("ETag")).toBe('"2"');
    expect(await codeOf(await ana.delete("seat", { "If-Match": '"1"' }))).toEqual([412, "version_mismatch"]);
    expect((await ana.delete("seat", { "If-Match": '"2"' })).status).toBe(200);
  });

  test("takes the weak ETag that a compressing proxy makes, and any other as one that the key never had", async () => {
    const ana = await Member.of();
    await ana.put("seat", "Ana");
    expect((await ana.put("seat", "Bo", { "If-Match": 'W/"1"' })).headers.get("ETag")).toBe('"2"');
    for (const other of ['"board"', '""', '"0"', 'W/"99999999999999999999"'])
      expect(await codeOf(await ana.put("seat", "Cem", { "If-Match": other }))).toEqual([
        412,
        "version_mismatch",
      ]);
  });

  test("changes from any version by If-Match: *, but only if it is set (RFC 9110 §13.1.1)", async () => {
    const ana = await Member.of();
    expect(await codeOf(await ana.put("seat", "Ana", { "If-Match": "*" }))).toEqual([
      412,
      "version_mismatch",
    ]);
    await ana.put("seat", "Ana");
    expect((await ana.put("seat", "Bo", { "If-Match": "*" })).headers.get("ETag")).toBe('"2"');
    expect((await ana.delete("seat", { "If-Match": "*" })).status).toBe(200);
    expect(await codeOf(await ana.delete("seat", { "If-Match": "*" }))).toEqual([412, "version_mismatch"]);
  });

  test("changes by If-Match: * also where a change waits that another has made (SPEC STATE-3)", async () => {
    const ana = await Member.of();
    const bo = await Guest.join(ana.room, { name: "Bo" });
    await withFrozenClock(async () => {
      for (const value of [1, 2]) bo.send({ type: "state", id: `s${value}`, key: "slider", value });
      bo.send({ type: "time", id: "t" });
      await bo.next("time");
      const put = await ana.put("slider", 3, { "If-Match": "*" });
      expect([put.status, put.headers.get("ETag")]).toEqual([200, '"3"']);
    });
    expect(await (await ana.get("slider")).json()).toBe(3);
  });

  test("is stored once for an Idempotency-Key, however fast requests come", async () => {
    const ana = await Member.of();
    const key = { "Idempotency-Key": "move-1" };
    await ana.put("board", 1, key);
    const repeated = await ana.put("board", 1, key);
    expect(repeated.headers.get("ETag")).toBe('"1"');
    expect(await repeated.json()).toEqual({ type: "stored", id: "move-1", seq: 1 });
    expect((await ana.put("board", 2)).headers.get("ETag")).toBe('"2"');
    expect(await (await ana.get("board")).json()).toBe(2);
  });

  test("is refused as a problem where it cannot be", async () => {
    const ana = await Member.of();
    expect(await codeOf(await ana.put("board", null))).toEqual([400, "bad_request"]);
    const infinite = { method: "PUT", ...bearerAuth(ana.token), body: "1e999" };
    expect(await codeOf(await fetchWorker(`/r/${ana.room}/state/board`, infinite))).toEqual([
      400,
      "bad_request",
    ]);
    expect(await codeOf(await ana.put("b oard", 1))).toEqual([400, "bad_request"]);
    expect(await codeOf(await ana.put("board", "x".repeat(4_096)))).toEqual([413, "too_large"]);
    for (const condition of [{ "If-Match": "1" }, { "If-Match": '"1", "2"' }, { "If-None-Match": '"1"' }])
      expect(await codeOf(await ana.put("board", 1, condition))).toEqual([400, "bad_request"]);
    const guest = { method: "PUT", headers: { "Content-Type": "application/json" }, body: "1" };
    expect(await codeOf(await fetchWorker(`/r/${ana.room}/state/board`, guest))).toEqual([
      401,
      "token_needed",
    ]);
  });

  test("of a room that is not created is not there, and reading it creates none", async () => {
    const room = uniqueRoomName();
    expect(await (await fetchWorker(`/r/${room}/state`)).json()).toEqual({
      position: "0.0",
      entries: [],
      more: false,
    });
    expect((await fetchWorker(`/r/${room}/state/board`)).status).toBe(404);
    expect(await isCreated(room)).toBe(false);
  });
});

describe("[STATE-3] a change over HTTP of a key that was stored less than a second ago", () => {
  /** The rows that the room has stored. */
  const rowsOf = async (room: string) => Number((await positionOf(room)).split(".")[1]);

  function waitUntilPending(room: string, count: number): Promise<void> {
    return waitUntil(`${count} requests wait`, () =>
      runInDurableObject(stubOf(room), (object) => {
        const live = Reflect.get(object, "live") as LiveRoom | undefined;
        const answers = live && (Reflect.get(live, "answers") as PendingAnswers);
        return (
          answers !== undefined && (Reflect.get(answers, "pending") as Map<string, unknown>).size === count
        );
      }),
    );
  }

  /** Sends requests at one time, after `before`, and has the clock go on once so many of them wait. */
  async function sendTogether(
    room: string,
    count: number,
    send: () => Promise<Response>[],
    before?: () => Promise<Response>,
  ) {
    const { sent } = await withFrozenClock(async () => {
      await before?.();
      const requests = send();
      await waitUntilPending(room, count);
      return { sent: requests };
    });
    return Promise.all(sent);
  }

  const versionOf = async (answer: Response) => (await answer.json<{ seq: number }>()).seq;

  test("waits: ten PUTs at once store two rows, and each is answered", async () => {
    const ana = await Member.of();
    const values = Array.from({ length: 10 }, (_value, index) => index);
    const answers = await sendTogether(ana.room, 9, () => values.map((value) => ana.put("slider", value)));
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200));
    // The value of the eight that another superseded is not theirs (RFC 9110 §9.3.4).
    const tags = answers.map(({ headers }) => headers.get("ETag"));
    expect(tags.toSorted()).toEqual(['"1"', '"2"', ...values.slice(2).map(() => null)]);
    const versions = await Promise.all(answers.map(versionOf));
    expect(versions.toSorted()).toEqual([1, ...values.slice(1).map(() => 2)]);
    expect(await rowsOf(ana.room)).toBe(2);
    const last = tags.indexOf('"2"');
    expect(await (await ana.get("slider")).json()).toBe(last);
  });

  test("waits together with those of another member, by PUT and POST", async () => {
    const ana = await Member.of();
    const bo = await Member.of(ana.room);
    const post = (commands: readonly object[]) =>
      fetchWorker(`/r/${ana.room}/commands`, {
        method: "POST",
        ...bearerAuth(bo.token, { "Content-Type": "application/json" }),
        body: JSON.stringify(commands),
      });
    const set = { type: "state", id: "s", key: "slider", value: 2 };
    const answers = await sendTogether(ana.room, 3, () => [
      ana.put("slider", 0),
      ana.put("slider", 1),
      bo.put("slider", "Bo"),
      post([set, { type: "time", id: "t" }]),
    ]);
    const posted = (await answers.pop()?.json()) as { seq: number }[];
    expect(posted).toMatchObject([{ id: "s" }, { type: "time", id: "t" }]);
    const versions = [...(await Promise.all(answers.map(versionOf))), posted[0]?.seq];
    expect(versions.toSorted()).toEqual([1, 2, 2, 2]);
    expect(await rowsOf(ana.room)).toBe(2);
  });

  test("has one version with its repeats by Idempotency-Key, while the first waits and later", async () => {
    const ana = await Member.of();
    const bo = await Member.of(ana.room);
    const key = { "Idempotency-Key": "move-1" };
    const repeat = () => [1, 2].map(() => ana.put("slider", 1, key));
    const sent = await sendTogether(ana.room, 2, repeat, () => ana.put("slider", 0));
    expect(sent.map(({ headers }) => headers.get("ETag"))).toEqual(['"2"', '"2"']);
    expect((await ana.put("slider", 1, key)).headers.get("ETag")).toBe('"2"');
    expect(await (await bo.get("slider")).json()).toBe(1);
    expect(await rowsOf(ana.room)).toBe(2);
  });

  test("is stored before a conditional one, which sees its version", async () => {
    const ana = await Member.of();
    await withFrozenClock(async () => {
      await ana.put("slider", 0);
      const waiting = ana.put("slider", 1);
      await waitUntilPending(ana.room, 1);
      const mismatch = await ana.put("slider", 2, { "If-Match": '"1"' });
      expect(await mismatch.json()).toMatchObject({ current: { version: 2, value: 1 } });
      expect((await waiting).headers.get("ETag")).toBe('"2"');
      expect((await ana.put("slider", 2, { "If-Match": '"2"' })).headers.get("ETag")).toBe('"3"');
    });
  });

  test("is refused at once where it could not be stored later either", async () => {
    const ana = await Member.of();
    const deletions = () => [1, 2].map(() => ana.delete("slider"));
    const deleted = await sendTogether(ana.room, 2, deletions, () => ana.put("slider", 0));
    expect(deleted.map(({ status }) => status)).toEqual([200, 200]);
    expect(await codeOf(await ana.delete("slider"))).toEqual([404, "not_found"]);
    expect(await codeOf(await ana.put("slider", "x".repeat(4_096)))).toEqual([413, "too_large"]);
  });

  test("fails with the room, where that is deleted meanwhile", async () => {
    const { name, ownerKey } = await ownedRoom();
    const ana = await Member.of(name);
    const deletion = { method: "DELETE", ...bearerAuth(ownerKey) };
    const whileItWaits = () => waitUntilPending(name, 1).then(() => fetchWorker(`/r/${name}`, deletion));
    await withFrozenClock(async () => {
      await ana.put("slider", 0);
      const [waiting, deleted] = await Promise.all([ana.put("slider", 1), whileItWaits()]);
      expect([deleted.status, await codeOf(waiting)]).toEqual([204, [410, "room_deleted"]]);
    });
  });
});

describe("[STATE-3] [STATE-5] a change", () => {
  test("reaches sockets and streams alike, and waits for its second with a timer", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const stream = await SseClient.open(`/r/${room}/events?name=Bo`);
    await stream.nextOf("welcome");
    await withFrozenClock(async () => {
      for (const value of [1, 2, 3]) ana.send({ type: "state", id: `s${value}`, key: "slider", value });
      ana.send({ type: "state", id: "e", key: "~x", value: 1 });
      expect((await ana.next("state")).value).toBe(1);
      expect((await ana.next("delta")).id).toBe("e");
    });
    expect(await ana.next("state")).toMatchObject({ seq: 2, value: 3, id: "s3" });
    expect(await ana.next("stored")).toEqual({ type: "stored", id: "s2", seq: 2 });
    const changes = () => stream.events.filter(({ event }) => event === "state" || event === "delta");
    await stream.readUntil(() => changes().length === 3);
    expect(changes().map(({ event }) => event)).toEqual(["state", "delta", "state"]);
  });

  test("of an ephemeral key survives hibernation while its member is here", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    ana.send({ type: "state", id: "e", key: "~ready", value: true });
    await ana.next("delta");
    await evictDurableObject(stubOf(room));
    const bo = await Guest.join(room, { name: "Bo" });
    expect((await bo.next("welcome")).state?.entries).toMatchObject([
      { key: "~ready", from: { name: "Ana" } },
    ]);
  });

  test("of an ephemeral key ends by an alarm once its member is gone, though the room sleeps and wakes meanwhile", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const bo = await Guest.join(room, { name: "Bo" });
    ana.send({ type: "state", id: "e", key: "~ready", value: true });
    await bo.next("delta");
    ana.socket.close(1000, "bye");
    await waitUntil("Ana has left", async () => !(await memberNames(room)).includes("Ana"));
    await evictDurableObject(stubOf(room));
    const keysOf = async () =>
      (await (await fetchWorker(`/r/${room}/state`)).json<{ entries: { key: string }[] }>()).entries;
    expect(await keysOf()).toMatchObject([{ key: "~ready" }]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15_000 });
    try {
      expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    expect((await bo.next("delta")).entries[0]).not.toHaveProperty("value");
    expect(await keysOf()).toEqual([]);
  });
});
