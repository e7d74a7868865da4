/** The list of rooms over HTTP, in the real runtime (SPEC LIST-1 to LIST-4, HTTP-24). */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "../../src/locales/pages/en.ts";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { ownedRoom, type CreatedRoom } from "../support/runtime/owned-room.ts";
import { setVariables } from "../support/runtime/variables.ts";
import { bearerAuth, fetchWorker, publishMessage, stubOf } from "../support/runtime/worker-requests.ts";

const HOUR_MS = 3_600_000;
const JSON_TYPE = { "Content-Type": "application/json" };
const { DIRECTORY } = env;
const directory = DIRECTORY.getByName("rooms");

interface ListedRoom {
  readonly url: string;
  readonly name: string;
  readonly title?: string;
  readonly topic?: string;
  readonly members: number;
  readonly activeAt: number;
}

interface RoomsPage {
  readonly rooms: readonly ListedRoom[];
  readonly cursor?: string;
}

/** The time passes only where a test lets it, and never goes back: nothing is due, and nothing gets old, by itself. */
let now = Date.now();

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now }));

afterEach(async () => {
  vi.restoreAllMocks();
  Object.assign(env, { DIRECTORY, POLICY: "" });
  for (const { name } of await directory.list()) await directory.remove(name);
  letListAge();
  now = Date.now();
  vi.useRealTimers();
});

/** So that the next request reads the list again. */
function letListAge(): void {
  vi.setSystemTime(Date.now() + 31_000);
}

async function listed(query = ""): Promise<RoomsPage> {
  letListAge();
  const answer = await fetchWorker(`/rooms${query}`);
  expect(answer.status).toBe(200);
  return answer.json<RoomsPage>();
}

async function names(): Promise<string[]> {
  return (await listed()).rooms.map(({ name }) => name);
}

async function configure({ name, ownerKey }: CreatedRoom, settings: object): Promise<void> {
  const init = { method: "PATCH", ...bearerAuth(ownerKey, JSON_TYPE), body: JSON.stringify(settings) };
  const answer = await fetchWorker(`/r/${name}/settings`, init);
  if (answer.status !== 200) throw new Error(await answer.text());
}

async function remove({ name, ownerKey }: CreatedRoom): Promise<void> {
  const answer = await fetchWorker(`/r/${name}`, { method: "DELETE", ...bearerAuth(ownerKey) });
  expect(answer.status).toBe(204);
}

/** What the rooms that wake from now on call: the list, or nothing that answers. Counts their calls. */
function replaceDirectory(isReachable: boolean) {
  const calls: string[] = [];
  const call =
    (method: "put" | "remove") =>
    (...parameters: never[]): Promise<void> => {
      calls.push(method);
      if (!isReachable) return Promise.reject(new Error("the list cannot be reached"));
      // Each object needs a stub of its own.
      return (DIRECTORY.getByName("rooms")[method] as (...all: never[]) => Promise<void>)(...parameters);
    };
  const stub = { put: call("put"), remove: call("remove"), list: () => DIRECTORY.getByName("rooms").list() };
  Object.assign(env, { DIRECTORY: { getByName: () => stub } });
  return calls;
}

function tablesOf(room: string): Promise<readonly unknown[]> {
  return runInDurableObject(stubOf(room), (_room, { storage }) =>
    [...storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'")]
      .map(({ name }) => name)
      .filter((name) => !String(name).startsWith("_")),
  );
}

/** When the room's last report was made that the list has taken; 0 as long as it is not known to. */
function reportedAt(room: string): Promise<number> {
  return runInDurableObject(stubOf(room), (_room, { storage }) =>
    Number(storage.sql.exec("SELECT reported_at FROM listing").one()["reported_at"]),
  );
}

describe("[LIST-1] a listed room", () => {
  test("is in the list from its creation, with what its owner changes", async () => {
    const room = await ownedRoom({ listed: true, title: "Tea house", topic: "<b>شاي</b>", language: "ar" });
    await expect.poll(names).toEqual([room.name]);
    expect(await listed()).toEqual({
      rooms: [
        {
          url: `${ORIGIN}/r/${room.name}`,
          name: room.name,
          title: "Tea house",
          topic: "<b>شاي</b>",
          language: "ar",
          members: 0,
          activeAt: expect.any(Number) as number,
        },
      ],
    });
    await configure(room, { title: "Coffee house", topic: "" });
    await expect.poll(async () => (await listed()).rooms[0]?.title).toBe("Coffee house");
    expect((await listed()).rooms[0]).not.toHaveProperty("topic");
  });

  test.each([{ listed: false }, { read: "members" }])("leaves it with %j", async (change) => {
    const room = await ownedRoom({ listed: true });
    await expect.poll(names).toEqual([room.name]);
    await configure(room, change);
    await expect.poll(names).toEqual([]);
    expect(await tablesOf(room.name)).not.toContain("listing");
  });

  test("leaves it before the answer that it is deleted", async () => {
    const [tea, milk] = [await ownedRoom({ listed: true }), await ownedRoom({ listed: true })];
    await expect.poll(names).toHaveLength(2);
    await remove(tea);
    expect(await names()).toEqual([milk.name]);
    expect(await tablesOf(tea.name)).toEqual(["room"]);
  });

  test("leaves it when it expires", async () => {
    const room = await ownedRoom({ listed: true, expiresAt: Date.now() + HOUR_MS });
    await expect.poll(names).toEqual([room.name]);
    vi.setSystemTime(Date.now() + HOUR_MS);
    await runDurableObjectAlarm(stubOf(room.name));
    expect(await names()).toEqual([]);
  });
});

describe("[LIST-2] what a room that is not in the list asks of it", () => {
  test.each(["common", "owned", "private"])("is nothing: a %s one", async (kind) => {
    const calls = replaceDirectory(true);
    const settings = kind === "private" ? { read: "members", listed: true } : { title: "Tea house" };
    const room = kind === "common" ? { name: uniqueRoomName(), ownerKey: "" } : await ownedRoom(settings);
    const options = kind === "private" ? { token: room.ownerKey } : {};
    await publishMessage(room.name, "hello", options);
    await evictDurableObject(stubOf(room.name));
    vi.setSystemTime(Date.now() + 2 * HOUR_MS);
    await publishMessage(room.name, "hello again", options);
    if (kind !== "common") await remove(room as CreatedRoom);
    expect(calls).toEqual([]);
    expect(await tablesOf(room.name)).not.toContain("listing");
  });

  test("of one whose title changes all the time, two reports in ten seconds, of the first and the last", async () => {
    const calls = replaceDirectory(true);
    const room = await ownedRoom({ listed: true, title: "Tea 0" });
    await expect.poll(() => reportedAt(room.name)).toBeGreaterThan(0);
    for (let change = 1; change <= 5; change++) await configure(room, { title: `Tea ${change}` });
    const alarm = await runInDurableObject(stubOf(room.name), (_room, { storage }) => storage.getAlarm());
    // Each look of `poll` lets 50 ms pass.
    const dueAt = (await reportedAt(room.name)) + 10_000;
    expect(alarm).toBe(dueAt);
    vi.setSystemTime(dueAt);
    await runDurableObjectAlarm(stubOf(room.name));
    expect(calls).toEqual(["put", "put"]);
    expect((await listed()).rooms).toMatchObject([{ title: "Tea 5" }]);
  });

  test("of one that is, a report an hour", async () => {
    const calls = replaceDirectory(true);
    const { name } = await ownedRoom({ listed: true });
    for (const minutes of [1, 30, 28, 1, 59, 1]) {
      await expect.poll(() => reportedAt(name)).toBeGreaterThan(0);
      vi.setSystemTime(Date.now() + minutes * 60_000);
      await publishMessage(name, "hello");
      await evictDurableObject(stubOf(name));
    }
    await expect.poll(() => calls).toEqual(["put", "put", "put"]);
  });
});

describe("[LIST-3] where the list cannot be reached", () => {
  test("what was done in the room is done, and is reported by its alarm", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const calls = replaceDirectory(false);
    const room = await ownedRoom({ listed: true, title: "Tea house" });
    await publishMessage(room.name, "hello");
    await expect.poll(() => calls).toEqual(["put"]);
    Object.assign(env, { DIRECTORY });
    await evictDurableObject(stubOf(room.name));
    expect(await names()).toEqual([]);
    await runDurableObjectAlarm(stubOf(room.name));
    expect((await listed()).rooms).toMatchObject([{ name: room.name, title: "Tea house" }]);
  });

  test("a room that became private leaves it by its alarm, ten minutes later at most", async () => {
    const room = await ownedRoom({ listed: true, title: "Tea house" });
    await expect.poll(names).toEqual([room.name]);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const calls = replaceDirectory(false);
    await evictDurableObject(stubOf(room.name));
    await configure(room, { read: "members" });
    await expect.poll(() => calls).toEqual(["remove"]);
    const alarm = await runInDurableObject(stubOf(room.name), (_room, { storage }) => storage.getAlarm());
    expect(alarm).toBeLessThanOrEqual(Date.now() + 600_000);
    Object.assign(env, { DIRECTORY });
    await evictDurableObject(stubOf(room.name));
    await runDurableObjectAlarm(stubOf(room.name));
    expect(await names()).toEqual([]);
  });

  test("a room is deleted all the same, and leaves it by its alarm", async () => {
    const room = await ownedRoom({ listed: true });
    await expect.poll(names).toEqual([room.name]);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    replaceDirectory(false);
    await evictDurableObject(stubOf(room.name));
    await remove(room);
    expect(await tablesOf(room.name)).toEqual(["room", "listing"]);
    Object.assign(env, { DIRECTORY });
    await evictDurableObject(stubOf(room.name));
    expect((await fetchWorker(`/r/${room.name}/messages`)).status).toBe(410);
    await runDurableObjectAlarm(stubOf(room.name));
    expect(await names()).toEqual([]);
    expect(await tablesOf(room.name)).toEqual(["room"]);
    const alarm = await runInDurableObject(stubOf(room.name), (_room, { storage }) => storage.getAlarm());
    expect(alarm).toBeNull();
  });

  test("GET /rooms says when to come back, and the landing page has no list", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const rejected = { getByName: () => ({ list: () => Promise.reject(new Error("no list")) }) };
    Object.assign(env, { DIRECTORY: rejected });
    letListAge();
    const answer = await fetchWorker("/rooms");
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: "unavailable" }]);
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    const page = await fetchWorker("/", { headers: { Accept: "text/html" } });
    expect([page.status, await page.text()]).toEqual([200, expect.not.stringContaining("listed-title")]);
  });
});

describe("[HTTP-24] GET /rooms", () => {
  async function list(...rooms: readonly string[]): Promise<void> {
    for (const [index, name] of rooms.entries())
      await directory.put(name, {
        title: "",
        topic: "",
        language: "",
        members: 5,
        activeAt: Date.now() - index,
      });
  }

  test("has the last active first, in pages", async () => {
    await list("a", "b", "شاي", "d", "e");
    const seen: string[] = [];
    let query = "?limit=2";
    for (let pages = 0; pages < 3; pages++) {
      const { rooms, cursor } = await listed(query);
      seen.push(...rooms.map(({ name }) => name));
      expect(cursor === undefined).toBe(pages === 2);
      query = `?limit=2&cursor=${encodeURIComponent(cursor ?? "")}`;
    }
    expect(seen).toEqual(["a", "b", "شاي", "d", "e"]);
  });

  test("a page goes on behind rooms of the same moment", async () => {
    const activeAt = Date.now();
    for (const name of ["c", "a", "b"])
      await directory.put(name, { title: "", topic: "", language: "", members: 0, activeAt });
    const first = await listed("?limit=2");
    const second = await listed(`?limit=2&cursor=${first.cursor ?? ""}`);
    expect([...first.rooms, ...second.rooms].map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test.each(["?limit=0", "?limit=101", "?limit=x", "?cursor=", "?cursor=tea"])(
    "refuses %s",
    async (query) => {
      const answer = await fetchWorker(`/rooms${query}`);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: "bad_request" }]);
    },
  );

  test("may be kept for half a minute, and read by pages of any site", async () => {
    await list("tea");
    letListAge();
    const answer = await fetchWorker("/rooms", { headers: { Origin: "https://blog.example" } });
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=30");
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    await directory.remove("tea");
    vi.setSystemTime(Date.now() + 29_000);
    expect((await (await fetchWorker("/rooms")).json<RoomsPage>()).rooms).toHaveLength(1);
    vi.setSystemTime(Date.now() + 1_000);
    expect((await (await fetchWorker("/rooms")).json<RoomsPage>()).rooms).toHaveLength(0);
    const head = await fetchWorker("/rooms", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test.each<Record<string, string>>([
    { Accept: "text/plain" },
    { Accept: "*/*", "User-Agent": "curl/8.5.0" },
  ])("is a line a room as %j", async (headers) => {
    const activeAt = Date.now();
    const texts = { title: "Tea\u001b[2J house", topic: "كل شيء عن الشاي", language: "ar", members: 0 };
    await directory.put("tea", { ...texts, activeAt });
    await directory.put("شاي", { title: "", topic: "", language: "", members: 0, activeAt: activeAt - 1 });
    letListAge();
    const answer = await fetchWorker("/rooms?limit=1", { headers });
    expect(answer.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(
      `${ORIGIN}/r/tea Tea[2J house: \u2068كل شيء عن الشاي\u2069\n` +
        `* more: ${ORIGIN}/rooms?limit=1&cursor=${activeAt}.tea\n`,
    );
    await directory.remove("tea");
    await directory.remove("شاي");
    letListAge();
    expect(await (await fetchWorker("/rooms", { headers })).text()).toBe("* no rooms are listed here\n");
  });
});

describe("[LIST-1] the landing page", () => {
  async function landing(path = "/"): Promise<string> {
    letListAge();
    return (await fetchWorker(path, { headers: { Accept: "text/html" } })).text();
  }

  test("has the rooms of the list as links, each text escaped and in its own direction", async () => {
    const activeAt = Date.now() - 2 * HOUR_MS;
    const tea = { title: "<b>Tea</b>", topic: "\u202eشاي", language: "ar", members: 5, activeAt };
    await directory.put("tea", tea);
    await directory.put("بيت", { title: "", topic: "", language: "", members: 0, activeAt: activeAt - 1 });
    const page = (await landing()).replaceAll(/\s+/gu, " ");
    expect(page).toContain(en.landing.listedTitle);
    expect(page).toContain('<a href="/r/tea" ><bdi lang="ar" dir="rtl">&lt;b&gt;Tea&lt;/b&gt;</bdi></a');
    expect(page).toContain(`<p><bdi lang="ar" dir="rtl">\u202eشاي</bdi></p>`);
    expect(page).toContain("2 hours ago");
    expect(page).toContain(`<a href="/r/${encodeURIComponent("بيت")}" ><bdi>بيت</bdi></a`);
    expect((await landing("/?lang=ar")).replaceAll(/\s+/gu, " ")).toContain("قبل ساعتين");
  });

  test("has twelve of them at most, and no section where there is none, or for an address that has nothing", async () => {
    expect(await landing()).not.toContain("listed-title");
    for (let index = 0; index < 14; index++)
      await directory.put(`tea-${index}`, {
        title: "",
        topic: "",
        language: "",
        members: 0,
        activeAt: Date.now(),
      });
    expect((await landing()).match(/href="\/r\/tea-/gu)).toHaveLength(12);
    expect(await landing("/nothing")).not.toContain("listed-title");
  });
});

test("[LIST-5] a deployment without a list has none at GET /rooms, and none on the landing page", async () => {
  await directory.put("tea", { title: "Tea", topic: "", language: "", members: 0, activeAt: Date.now() });
  setVariables({ POLICY: { listRooms: false } });
  letListAge();
  const answer = await fetchWorker("/rooms");
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: "not_found" }]);
  const page = await fetchWorker("/", { headers: { Accept: "text/html" } });
  expect([page.status, await page.text()]).toEqual([200, expect.not.stringContaining("listed-title")]);
});

test("[HTTP-23] only the pages of a room in the list may be indexed", async () => {
  const room = await ownedRoom({ listed: true });
  const isIndexed = async (path = "") =>
    !(
      await (await fetchWorker(`/r/${room.name}${path}`, { headers: { Accept: "text/html" } })).text()
    ).includes("noindex");
  expect([await isIndexed(), await isIndexed("/plain")]).toEqual([true, true]);
  await configure(room, { read: "members" });
  expect([await isIndexed(), await isIndexed("/plain")]).toEqual([false, false]);
});

test("[LIST-4] no request writes to the list", async () => {
  await directory.put("tea", { title: "Tea", topic: "", language: "", members: 0, activeAt: Date.now() });
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const answer = await fetchWorker("/rooms", { method });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"]);
  }
  for (const path of ["/directory", "/rooms/tea", "/rooms/put"])
    for (const method of ["GET", "PUT", "POST", "DELETE"])
      expect((await fetchWorker(path, { method, headers: { Accept: "application/json" } })).status).toBe(404);
  expect((await listed()).rooms).toMatchObject([{ name: "tea", title: "Tea" }]);
});
