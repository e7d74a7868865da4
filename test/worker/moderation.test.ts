/** Acts of order over the real transports, with hibernation (SPEC MOD-3, MOD-6, MOD-7, MOD-9). */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { CommandOf } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { Guest, openSocket, uniqueRoomName } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { bearerAuth, fetchWorker, publishMessage, stubOf } from "../support/runtime/worker-requests.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const SPAM_IP = "192.0.2.66";

interface OwnedRoom {
  readonly name: string;
  readonly ownerKey: string;
}

async function ownedRoom(): Promise<OwnedRoom> {
  const body = JSON.stringify({ name: uniqueRoomName() });
  const answer = await fetchWorker("/rooms", { method: "POST", headers: JSON_TYPE, body });
  return answer.json<OwnedRoom>();
}

let ids = 0;

async function moderate(
  { name, ownerKey }: OwnedRoom,
  order: Omit<CommandOf<"moderate">, "type" | "id">,
): Promise<RoomEvent[]> {
  const answer = await fetchWorker(`/r/${name}/commands`, {
    method: "POST",
    ...bearerAuth(ownerKey, JSON_TYPE),
    body: JSON.stringify({ type: "moderate", id: `o${++ids}`, ...order }),
  });
  return answer.json<RoomEvent[]>();
}

async function joined(room: string, name: string) {
  const guest = await Guest.join(room, { name });
  const { self } = await guest.next("welcome");
  return { guest, self };
}

describe("[MOD-6] a ban", () => {
  test("ends socket, stream and poll at once, and the others see it", async () => {
    const room = await ownedRoom();
    const ana = await joined(room.name, "Ana");
    const { guest, self } = await joined(room.name, "Spam");
    const { headers } = bearerAuth(self.token);
    const stream = await SseClient.open(`/r/${room.name}/events?session=s`, { headers });
    await stream.nextOf("welcome");
    const position = (await ana.guest.next("presence")).count;
    const poll = fetchWorker(`/r/${room.name}/messages?after=x.0&wait=20&session=p`, { headers });
    expect(position).toBe(2);
    expect(await moderate(room, { act: "ban", member: self.id })).toMatchObject([{ act: "ban" }]);
    expect(await guest.untilClosed()).toEqual({ code: 4506, reason: "You are banned from this room." });
    await stream.readToEnd();
    expect((await poll).status).toBeLessThan(500);
    expect(await ana.guest.next("moderation")).toMatchObject({ act: "ban", member: { name: "Spam" } });
    expect(await ana.guest.next("presence")).toMatchObject({ left: [{ name: "Spam" }] });
  });

  test("refuses every way back with its end, also after hibernation", async () => {
    const room = await ownedRoom();
    const { guest, self } = await joined(room.name, "Spam");
    const until = Date.now() + 3_600_000;
    await moderate(room, { act: "ban", member: self.id, until });
    await guest.untilClosed();
    await evictDurableObject(stubOf(room.name));
    const late = await Guest.join(room.name, { token: self.token });
    expect(await late.untilClosed()).toMatchObject({ code: 4506, reason: /until \d{4}-/u });
    expect(late.events).toMatchObject([{ type: "error", code: "banned", until }]);
    const requests: readonly (readonly [string, string])[] = [
      ["POST", "/ticket"],
      ["POST", "/messages"],
      ["POST", "/commands"],
      ["POST", "/typing"],
      ["DELETE", "/me"],
      ["GET", "/events"],
      ["GET", "/messages?after="],
      ["GET", "/search?q=tea"],
      ["GET", "/members?prefix=a"],
      ["GET", "/audit"],
    ];
    for (const [method, path] of requests) {
      const bodies: Readonly<Record<string, RequestInit>> = {
        "/messages": { body: "hi" },
        "/commands": { body: '{"type":"typing","on":true}', headers: JSON_TYPE },
      };
      const { headers = {}, ...init } = bodies[path] ?? {};
      const auth = bearerAuth(self.token, headers as Record<string, string>);
      const answer = await fetchWorker(`/r/${room.name}${path}`, { method, ...init, ...auth });
      expect([path, answer.status, await answer.json()]).toMatchObject([
        path,
        403,
        { code: "banned", until },
      ]);
    }
  });

  test("of an address refuses reads and guests from there, on the page without JavaScript too", async () => {
    const room = await ownedRoom();
    const from = { "CF-Connecting-IP": SPAM_IP };
    const poll = await fetchWorker(`/r/${room.name}/messages?after=&wait=0&name=Spam`, { headers: from });
    const [welcome] = (await poll.json<{ events: RoomEvent[] }>()).events;
    const member = welcome?.type === "welcome" ? welcome.self.id : "";
    expect(await moderate(room, { act: "ban", member, address: true })).toMatchObject([{ act: "ban" }]);
    await evictDurableObject(stubOf(room.name));
    for (const path of [
      "/transcript",
      "/messages",
      "/members",
      "/settings",
      "/events",
      "/messages?after=",
      "/plain",
    ]) {
      const answer = await fetchWorker(`/r/${room.name}${path}`, { headers: from });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const posted = await fetchWorker(`/r/${room.name}?name=Other`, {
      method: "POST",
      headers: from,
      body: "hi",
    });
    expect(await posted.json()).toMatchObject({ status: 403, code: "banned" });
    expect((await fetchWorker(`/r/${room.name}/transcript`)).status).toBe(200);
  });
});

test("[MOD-7] kick closes with its own code, and refuses the member for a minute", async () => {
  const room = await ownedRoom();
  const { guest, self } = await joined(room.name, "Loud");
  await moderate(room, { act: "kick", member: self.id });
  expect(await guest.untilClosed()).toMatchObject({ code: 4507 });
  const late = await Guest.join(room.name, { token: self.token });
  expect(await late.untilClosed()).toMatchObject({ code: 4507 });
  expect(late.events).toMatchObject([{ code: "kicked", until: expect.any(Number) }]);
});

test("[MOD-7] plain text learns why by the reason of the close", async () => {
  const room = await ownedRoom();
  const { guest, self } = await joined(room.name, "Loud");
  await moderate(room, { act: "kick", member: self.id });
  await guest.untilClosed();
  const { webSocket } = await openSocket(`/r/${room.name}/socket`, [], self.token);
  const { promise, resolve } = Promise.withResolvers<CloseEvent>();
  webSocket?.addEventListener("close", resolve);
  webSocket?.accept();
  expect(await promise).toMatchObject({ code: 4507, reason: /^You were kicked from this room/u });
});

test("[MOD-3] [TXT-9] hidden messages are in no transcript, page or stream, and back after show", async () => {
  const room = await ownedRoom();
  const { self } = await joined(room.name, "Spam");
  const { seq } = await publishMessage(room.name, "buy this", { token: self.token });
  await publishMessage(room.name, "a reply");
  const read = async (path: string) => (await fetchWorker(`/r/${room.name}${path}`)).text();
  const paths = [
    "/transcript",
    "/transcript?as=html",
    "/messages",
    "/messages?after=",
    "/plain",
    "/search?q=buy",
  ];
  await moderate(room, { act: "hide", member: self.id });
  await evictDurableObject(stubOf(room.name));
  for (const path of paths)
    expect([path, await read(path)]).not.toEqual([path, expect.stringContaining("buy this")]);
  expect(await read("/transcript")).toContain("* Spam had a message removed\n");
  const stream = await SseClient.open(`/r/${room.name}/events`);
  expect(JSON.stringify(await stream.nextOf("page"))).not.toContain("buy");
  await stream.cancel();
  await moderate(room, { act: "show", member: self.id });
  for (const path of paths)
    expect([path, await read(path)]).toEqual([path, expect.stringContaining("buy this")]);
  expect(seq).toBe(1);
});

describe("[MOD-9] GET /audit", () => {
  test("is a page of entries for owners, and forbidden for others", async () => {
    const room = await ownedRoom();
    const { self } = await joined(room.name, "Spam");
    await moderate(room, { act: "mute", member: self.id, reason: "loud" });
    const read = (token: string, query = "") =>
      fetchWorker(`/r/${room.name}/audit${query}`, bearerAuth(token));
    expect(await (await read(room.ownerKey)).json()).toMatchObject({
      entries: [{ id: 1, action: "mute", reason: "loud", from: { name: "Owner" }, member: { name: "Spam" } }],
      more: false,
    });
    expect(await (await read(room.ownerKey, "?before=1")).json()).toEqual({ entries: [], more: false });
    expect(await (await read(room.ownerKey, "?before=x")).json()).toMatchObject({ code: "bad_request" });
    expect(await (await read(self.token)).json()).toMatchObject({ status: 403, code: "forbidden" });
    const anonymous = await fetchWorker(`/r/${room.name}/audit`);
    expect([anonymous.status, anonymous.headers.get("Cache-Control")]).toEqual([401, "no-store"]);
  });
});
