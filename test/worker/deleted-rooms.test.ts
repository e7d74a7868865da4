/** Rooms that their owners delete for good (SPEC OWN-9), in the real runtime. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { Guest, uniqueRoomName } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  publishMessage,
  stubOf,
} from "../support/runtime/worker-requests.ts";

function remove(room: string, token?: string): Promise<Response> {
  return fetchWorker(`/r/${room}`, { method: "DELETE", ...(token === undefined ? {} : bearerAuth(token)) });
}

async function deletedRoom(): Promise<{ readonly name: string; readonly ownerKey: string }> {
  const room = await ownedRoom({ title: "Canary" });
  await publishMessage(room.name, "canary");
  const answer = await remove(room.name, room.ownerKey);
  if (answer.status !== 204) throw new Error(await answer.text());
  return room;
}

function tablesOf(room: string): Promise<readonly string[]> {
  return runInDurableObject(stubOf(room), (_room, { storage }) =>
    [
      ...storage.sql.exec(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      ),
    ].map(({ name }) => String(name)),
  );
}

function alarmOf(room: string): Promise<number | null> {
  return runInDurableObject(stubOf(room), (_room, { storage }) => storage.getAlarm());
}

/** Of a fetch by the room's own page (Fetch Metadata §2). */
const OWN_PAGE = { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty" };

const JSON_BODY = { method: "POST", headers: { "Content-Type": "application/json" } };

describe("[OWN-9] a room that its owner deleted", () => {
  test("closes every connection with 4509, once", async () => {
    const { name, ownerKey } = await ownedRoom();
    const [ana, bo] = [await Guest.join(name, { name: "Ana" }), await Guest.join(name, { name: "Bo" })];
    const stream = await SseClient.open(`/r/${name}/events?name=Cy`);
    const poll = fetchWorker(`/r/${name}/messages?after=&wait=20`);
    await ana.next("welcome");
    expect((await remove(name, ownerKey)).status).toBe(204);
    expect((await ana.untilClosed()).code).toBe(4509);
    expect((await bo.untilClosed()).code).toBe(4509);
    await stream.readToEnd();
    expect((await poll).status).toBeLessThan(500);
    const late = await Guest.join(name, { name: "Dan" });
    expect(await late.untilClosed()).toMatchObject({ code: 4509, reason: "This room was deleted." });
    expect(ana.events.filter(({ type }) => type === "presence").length).toBeLessThan(3);
  });

  test("answers 410 to every request that a room answers, also after it slept", async () => {
    const { name, ownerKey } = await deletedRoom();
    const owner = bearerAuth(ownerKey, { "Content-Type": "application/json" });
    const requests: Record<string, () => Promise<Response>> = {
      info: () => fetchWorker(`/r/${name}`, { headers: { Accept: "application/json" } }),
      messages: () => fetchWorker(`/r/${name}/messages`),
      poll: () => fetchWorker(`/r/${name}/messages?after=&name=Ana`),
      snapshot: () => fetchWorker(`/r/${name}/messages?after=`),
      stream: () => fetchWorker(`/r/${name}/events?name=Ana`),
      transcript: () => fetchWorker(`/r/${name}/transcript`),
      members: () => fetchWorker(`/r/${name}/members`),
      search: () => fetchWorker(`/r/${name}/search?q=canary`),
      state: () => fetchWorker(`/r/${name}/state`),
      key: () => fetchWorker(`/r/${name}/state/board`),
      settings: () => fetchWorker(`/r/${name}/settings`),
      publish: () => fetchWorker(`/r/${name}`, { method: "POST", body: "hi" }),
      ticket: () => fetchWorker(`/r/${name}/ticket`, { ...JSON_BODY, body: '{"name":"Ana"}' }),
      commands: () => fetchWorker(`/r/${name}/commands`, { method: "POST", ...owner, body: "[]" }),
      links: () => fetchWorker(`/r/${name}/links`, owner),
      audit: () => fetchWorker(`/r/${name}/audit`, owner),
      delete: () => remove(name, ownerKey),
      help: () => fetchWorker(`/r/${name}?help`),
      qrCode: () => fetchWorker(`/r/${name}/qr.svg`),
      cookie: () => fetchWorker(`/r/${name}/guest-cookie`, { headers: OWN_PAGE }),
      keepCookie: () => fetchWorker(`/r/${name}/guest-cookie`, { method: "PUT", headers: OWN_PAGE }),
      handshake: () => fetchWorker(`/r/${name}/socket`),
      create: () => fetchWorker("/rooms", { ...JSON_BODY, body: JSON.stringify({ name }) }),
    };
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(stubOf(name));
      for (const [what, request] of Object.entries(requests)) {
        const answer = await request();
        expect([what, answer.status, await answer.json()]).toMatchObject([
          what,
          410,
          { code: "room_deleted" },
        ]);
      }
    }
  });

  test("shows browsers a page that says so in their language, also in a frame and without JavaScript", async () => {
    const { name } = await deletedRoom();
    const html = { Accept: "text/html", "Accept-Language": "ar" };
    for (const path of ["", "/embed", "/plain"]) {
      const page = await fetchWorker(`/r/${name}${path}`, { headers: html });
      const text = await page.text();
      expect([path, page.status, page.headers.get("Cache-Control")]).toEqual([path, 410, "no-store"]);
      expect(text).toContain("تم حذف هذه الغرفة");
      expect(text).toContain('<html lang="ar" dir="rtl"');
      expect(text).not.toMatch(/canary|<script/i);
    }
    const frame = await fetchWorker(`/r/${name}/embed`, { headers: html });
    expect(frame.headers.get("Content-Security-Policy")).not.toContain("frame-ancestors");
    const english = await fetchWorker(`/r/${name}`, { headers: { Accept: "text/html" } });
    expect(await english.text()).toContain("<h1>This room was deleted</h1>");
    const other = await fetchWorker(`/r/${uniqueRoomName()}`, { headers: { Accept: "text/html" } });
    expect(other.status).toBe(200);
  });

  test("lets a browser delete the cookie that it keeps", async () => {
    const { name } = await deletedRoom();
    const answer = await fetchWorker(`/r/${name}/guest-cookie`, { method: "DELETE", headers: OWN_PAGE });
    expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([
      204,
      expect.stringContaining("Max-Age=0"),
    ]);
  });

  test("teaches a terminal no use of it", async () => {
    const { name } = await deletedRoom();
    const answer = await fetchWorker(`/r/${name}?help`, { headers: { "User-Agent": "curl/8" } });
    expect([answer.status, await answer.text()]).toEqual([410, expect.not.stringContaining("usage")]);
  });

  test("leaves one row, no alarm, and costs nothing more", async () => {
    const { name } = await deletedRoom();
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(stubOf(name));
      expect(await tablesOf(name)).toEqual(["room"]);
      expect(await alarmOf(name)).toBeNull();
      await fetchWorker(`/r/${name}/messages`);
    }
    const row = await runInDurableObject(stubOf(name), (_room, { storage }) => [
      ...storage.sql.exec("SELECT * FROM room"),
    ]);
    expect(row).toMatchObject([{ id: 1, name: "", epoch: "", deleted_at: expect.any(Number) }]);
  });

  test("stays deleted where the deletion was interrupted, and the alarm ends it", async () => {
    const { name } = await ownedRoom();
    await publishMessage(name, "canary");
    await runInDurableObject(stubOf(name), (_room, { storage }) => {
      storage.sql.exec("UPDATE room SET deleted_at = 1");
    });
    await evictDurableObject(stubOf(name));
    expect((await fetchWorker(`/r/${name}/messages`)).status).toBe(410);
    expect(await tablesOf(name)).toContain("log");
    await runDurableObjectAlarm(stubOf(name));
    expect(await tablesOf(name)).toEqual(["room"]);
    expect(await alarmOf(name)).toBeNull();
    expect((await fetchWorker(`/r/${name}/messages`)).status).toBe(410);
  });
});

describe("[SET-8] a room whose time has come", () => {
  test("deletes itself by its alarm, which is set with the setting, and closes who is there", async () => {
    const { name, ownerKey } = await ownedRoom();
    const ana = await Guest.join(name, { name: "Ana" });
    await publishMessage(name, "canary");
    const expiresAt = Date.now() + 1_500;
    const answer = await fetchWorker(`/r/${name}/settings`, {
      method: "PATCH",
      ...bearerAuth(ownerKey, { "Content-Type": "application/json" }),
      body: JSON.stringify({ expiresAt }),
    });
    expect(answer.status).toBe(200);
    await expect.poll(() => alarmOf(name)).toBeLessThanOrEqual(expiresAt);
    expect((await ana.untilClosed()).code).toBe(4509);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    await expect.poll(() => tablesOf(name)).toEqual(["room"]);
    expect(await alarmOf(name)).toBeNull();
    expect((await fetchWorker(`/r/${name}/messages`)).status).toBe(410);
  });

  test("is deleted by the first request that comes before a late alarm", async () => {
    const { name } = await ownedRoom();
    await publishMessage(name, "canary");
    await runInDurableObject(stubOf(name), (_room, { storage }) => {
      storage.sql.exec("UPDATE authority SET settings = ?", JSON.stringify({ expiresAt: 1 }));
    });
    await evictDurableObject(stubOf(name));
    const answer = await fetchWorker(`/r/${name}/messages`);
    expect([answer.status, await answer.text()]).toEqual([410, expect.not.stringContaining("canary")]);
    await expect.poll(() => tablesOf(name)).toEqual(["room"]);
  });
});

test("[OWN-9] [HTTP-22] only an owner may delete a room, and only one that has an owner", async () => {
  const { name } = await ownedRoom();
  const { token } = await guestWhoLeft(name, "Ana");
  const common = uniqueRoomName();
  const guest = await guestWhoLeft(common, "Bo");
  const answers = [await remove(name, token), await remove(name), await remove(common, guest.token)];
  expect(answers.map(({ status }) => status)).toEqual([403, 401, 403]);
  expect((await fetchWorker(`/r/${name}/messages`)).status).toBe(200);
});
