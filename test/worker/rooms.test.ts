/** Rooms with owners over HTTP, in the real runtime (SPEC HTTP-20, HTTP-21, OWN-4). */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { Guest, ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { ownedRoom, type CreatedRoom } from "../support/runtime/owned-room.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  publishMessage,
  stubOf,
} from "../support/runtime/worker-requests.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

function postRooms(body?: unknown, headers: Record<string, string> = JSON_TYPE): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetchWorker("/rooms", { method: "POST", ...(body === undefined ? {} : { headers, body: text }) });
}

function patch(room: string, token: string, settings: unknown, headers = {}): Promise<Response> {
  return fetchWorker(`/r/${room}/settings`, {
    method: "PATCH",
    ...bearerAuth(token, { ...JSON_TYPE, ...headers }),
    body: JSON.stringify(settings),
  });
}

async function settingsOf(room: string): Promise<unknown> {
  return (await fetchWorker(`/r/${room}/settings`)).json();
}

describe("[HTTP-20] POST /rooms", () => {
  test("creates a room of that name, with its settings, and answers its owner key", async () => {
    const name = uniqueRoomName();
    const answer = await postRooms({ name: ` ${name.toUpperCase()} `, title: "Tea house", write: "members" });
    expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([201, "no-store"]);
    const created = await answer.json<CreatedRoom>();
    expect(created).toEqual({
      url: `${ORIGIN}/r/${name}`,
      name,
      ownerKey: expect.stringMatching(/^majlis-owner-[\w-]{43}$/),
    });
    expect(answer.headers.get("Location")).toBe(created.url);
    expect(await settingsOf(name)).toEqual({ title: "Tea house", write: "members" });
    await evictDurableObject(stubOf(name));
    const view = await fetchWorker(`/r/${name}`, { headers: { Accept: "application/json" } });
    expect(await view.json()).toMatchObject({
      born: true,
      settings: { title: "Tea house", write: "members" },
    });
  });

  test.each([
    ["no body", undefined, {}],
    ["an empty object", {}, JSON_TYPE],
  ])("with %s it gives the room a name of five words", async (_body, body, headers) => {
    const answer = await postRooms(body, headers);
    expect(answer.status).toBe(201);
    expect((await answer.json<CreatedRoom>()).name).toMatch(/^\w+(?:-\w+){4}$/);
  });

  test("of a room that exists is 409, whether or not it has an owner", async () => {
    const { name } = await ownedRoom();
    const common = uniqueRoomName();
    await publishMessage(common, "hello");
    for (const existing of [name, common]) {
      const answer = await postRooms({ name: existing });
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: "room_exists" }]);
    }
  });

  test.each([
    [{ name: "a b" }, 404, { code: "invalid_room_name", suggestion: "a-b" }],
    [{ name: 7 }, 404, { code: "invalid_room_name" }],
    [{ name: "x-bad-1", write: "all" }, 400, { code: "bad_command" }],
    [
      { name: "x-bad-2", dance: true },
      400,
      { code: "bad_command", detail: expect.stringContaining('"dance"') },
    ],
    [[], 400, { code: "bad_request" }],
    ["{", 400, { code: "bad_request" }],
  ])("with %j creates nothing: %i", async (body, status, expected) => {
    const answer = await postRooms(body);
    expect([answer.status, await answer.json()]).toMatchObject([status, expected]);
  });
});

describe("[HTTP-21] the settings of a room", () => {
  test("are changed with the owner key, and everyone receives the event", async () => {
    const { name, ownerKey } = await ownedRoom();
    const ana = await Guest.join(name, { name: "Ana" });
    const stream = await SseClient.open(`/r/${name}/events`);
    const answer = await patch(name, ownerKey, { topic: "tea", slowModeSeconds: 5 });
    const event = await answer.json<RoomEvent>();
    const settings = { topic: "tea", slowModeSeconds: 5 };
    expect([answer.status, event]).toMatchObject([
      200,
      { type: "settings", from: { name: "Owner" }, settings },
    ]);
    expect(await ana.next("settings")).toEqual(event);
    expect(await stream.nextOf("settings")).toEqual(event);
    expect(await settingsOf(name)).toEqual(settings);
  });

  test("an Idempotency-Key makes a change once", async () => {
    const { name, ownerKey } = await ownedRoom();
    const key = { "Idempotency-Key": "k1" };
    const first = await (await patch(name, ownerKey, { topic: "tea" }, key)).json<{ seq: number }>();
    await patch(name, ownerKey, { topic: "coffee" });
    const again = await patch(name, ownerKey, { topic: "tea" }, key);
    expect(await again.json()).toEqual({ type: "stored", id: "k1", seq: first.seq });
    expect(await settingsOf(name)).toEqual({ topic: "coffee" });
  });

  test("are not changed without a token, by a guest, or to a wrong value", async () => {
    const { name, ownerKey } = await ownedRoom();
    const { token } = await guestWhoLeft(name, "Ana");
    const codes = await Promise.all(
      [
        fetchWorker(`/r/${name}/settings`, { method: "PATCH", headers: JSON_TYPE, body: '{"topic":"x"}' }),
        patch(name, token, { topic: "x" }),
        patch(name, `${ownerKey}x`, { topic: "x" }),
        patch(name, ownerKey, { slowModeSeconds: -1 }),
        patch(name, ownerKey, {}),
      ].map(async (answer) => (await (await answer).json<{ code: string }>()).code),
    );
    expect(codes).toEqual(["token_needed", "forbidden", "invalid_token", "bad_command", "bad_command"]);
    expect(await settingsOf(name)).toEqual({});
  });

  test("[ROOM-3] of a room that is not created are empty", async () => {
    expect(await settingsOf(uniqueRoomName())).toEqual({});
  });
});

describe("[OWN-4] the owner key as Authorization", () => {
  test("publishes as the owner, under the name of the request", async () => {
    const { name, ownerKey } = await ownedRoom({ write: "moderators" });
    const post = (query: string) =>
      fetchWorker(`/r/${name}${query}`, { method: "POST", ...bearerAuth(ownerKey), body: "Sale!" });
    expect(await (await post("")).json()).toMatchObject({ from: { name: "Owner" } });
    expect(await (await post("?name=Shop")).json()).toMatchObject({ from: { name: "Shop" } });
    const refused = await fetchWorker(`/r/${name}`, { method: "POST", body: "hi" });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: "read_only", detail: "Only moderators may write here." },
    ]);
  });

  test("joins sockets, streams and polls, and gets tickets, as the same member", async () => {
    const { name, ownerKey } = await ownedRoom();
    const { headers } = bearerAuth(ownerKey);
    const stream = await SseClient.open(`/r/${name}/events`, { headers });
    const poll = await fetchWorker(`/r/${name}/messages?after=&welcome=1`, { headers });
    const ticket = await fetchWorker(`/r/${name}/ticket`, { method: "POST", headers });
    const guest = await Guest.join(name, { token: ownerKey });
    const selves: unknown[] = [
      (await guest.next("welcome")).self,
      (await stream.nextOf("welcome")).self,
      (await poll.json<{ events: [{ self: unknown }] }>()).events[0].self,
      (await ticket.json<{ self: unknown }>()).self,
    ];
    for (const self of selves) expect(self).toMatchObject({ name: "Owner", role: "owner" });
    expect(new Set(selves.map((self) => (self as { id: string }).id)).size).toBe(1);
  });
});

test("[SET-5] slow mode holds over HTTP, with Retry-After", async () => {
  const { name } = await ownedRoom({ slowModeSeconds: 60 });
  const { token } = await guestWhoLeft(name, "Ana");
  await publishMessage(name, "1", { token });
  await evictDurableObject(stubOf(name));
  const answer = await fetchWorker(`/r/${name}`, { method: "POST", ...bearerAuth(token), body: "2" });
  expect([answer.status, await answer.json()]).toMatchObject([429, { code: "slow_mode" }]);
  expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(30);
});
