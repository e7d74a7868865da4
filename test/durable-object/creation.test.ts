/** What is on disk of a room that was only looked at (SPEC ROOM-2, ROOM-3). */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { MAX_ATTACHMENT_BYTES } from "../../src/transport/attachment.ts";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { storedIn } from "../support/runtime/stored-in.ts";
import { bearerAuth, fetchWorker, isCreated, stubOf } from "../support/runtime/worker-requests.ts";

const LOOKS = [
  "",
  "/events",
  "/events?name=Ana",
  "/events?name=&session=s&generation=1",
  "/messages",
  "/messages?after=",
  "/messages?after=0.0&wait=0",
  "/messages?after=&name=Ana",
  "/messages?after=k3f9.7&name=Ana&welcome=1",
  "/members",
  "/members?prefix=a",
  "/search?q=tea",
  "/transcript",
  "/plain",
  "/embed",
  "/qr.svg",
];

describe("[ROOM-2] [ROOM-3] a GET stores nothing", () => {
  test.each(LOOKS)("/r/{room}%s", async (path) => {
    const room = uniqueRoomName();
    const before = await storedIn(room);
    expect(before).toMatchObject({ tables: [], keys: [], alarm: null });
    for (const Accept of ["application/json", "text/plain", "*/*"]) {
      const abort = new AbortController();
      const response = await fetchWorker(`/r/${room}${path}`, { headers: { Accept }, signal: abort.signal });
      await response.body?.getReader().read();
      abort.abort();
    }
    expect(await storedIn(room)).toEqual(before);
    await evictDurableObject(stubOf(room));
    expect(await storedIn(room)).toEqual(before);
    expect(await isCreated(room)).toBe(false);
  });
});

describe("[ROOM-2] a guest with a stream in a room that is not created", () => {
  const open = (room: string, query: string) => SseClient.open(`/r/${room}/events?${query}`);

  test("has a token that is valid after the room has slept; its first message creates the room", async () => {
    const room = uniqueRoomName();
    const ana = await open(room, "name=Ana&session=a");
    const { self, position } = await ana.nextOf("welcome");
    await evictDurableObject(stubOf(room));
    const bo = await open(room, "name=Bo&session=b");
    expect(await bo.nextOf("welcome")).toMatchObject({ position, members: { count: 2 } });
    expect(await isCreated(room)).toBe(false);
    const answer = await fetchWorker(`/r/${room}/messages`, {
      method: "POST",
      ...bearerAuth(self.token),
      body: "hello",
    });
    expect(answer.status).toBe(201);
    expect(await ana.nextOf("message")).toMatchObject({ seq: 1, from: { id: self.id } });
    expect((await storedIn(room)).tables).not.toEqual([]);
    expect(await isCreated(room)).toBe(true);
  });

  test("[READ-2] is known after a rename and an eviction too, and its attachment stays small", async () => {
    const room = uniqueRoomName();
    const ana = await open(
      room,
      `name=${encodeURIComponent("👨‍👩‍👧‍👦".repeat(10))}&session=${"a".repeat(64)}&generation=1`,
    );
    const { self } = await ana.nextOf("welcome");
    const renamed = await fetchWorker(`/r/${room}/commands?session=${"a".repeat(64)}&generation=1`, {
      method: "POST",
      ...bearerAuth(self.token, { "Content-Type": "application/json" }),
      body: JSON.stringify({ type: "rename", id: "r", name: "Ana" }),
    });
    const [{ self: anew }] = await renamed.json<[{ self: { id: string; token: string } }]>();
    await runInDurableObject(stubOf(room), (_room, state) => {
      const [socket] = state.getWebSockets();
      expect(JSON.stringify(socket?.deserializeAttachment()).length * 2).toBeLessThan(MAX_ATTACHMENT_BYTES);
    });
    await evictDurableObject(stubOf(room));
    const joined = await Guest.join(room, { token: anew.token });
    expect(await joined.next("welcome")).toMatchObject({ self: { id: self.id, name: "Ana" } });
    expect(await isCreated(room)).toBe(true);
  });
});
