import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { RoomObject } from "../../src/durable-object/room-object.ts";
import type { SearchPage } from "../../src/protocol/search-page.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { fetchWorker, bearerAuth, publishMessage } from "../support/runtime/worker-requests.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

async function search(room: string, query: Record<string, string>, init?: RequestInit): Promise<Response> {
  return fetchWorker(`/r/${encodeURIComponent(room)}/search?${new URLSearchParams(query)}`, init);
}

async function searchResults(
  room: string,
  query: Record<string, string>,
  init?: RequestInit,
): Promise<SearchPage> {
  const answer = await search(room, query, init);
  expect(answer.status).toBe(200);
  return answer.json<SearchPage>();
}

const texts = ({ events }: SearchPage) => events.map(({ text }) => text);

describe("[SEARCH-1] GET /r/{room}/search", () => {
  test("it finds Arabic and English messages, with and without a token", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const { self } = await ana.next("welcome");
    for (const text of ["Shall we have Tea?", "مَرْحَبًا بِكُم في المَجْلِس", "teapot"]) {
      ana.send({ type: "publish", id: crypto.randomUUID(), text });
      await ana.next("message");
    }
    expect(texts(await searchResults(room, { q: "tea" }))).toEqual(["teapot", "Shall we have Tea?"]);
    expect(texts(await searchResults(room, { q: '"we have tea"' }))).toEqual(["Shall we have Tea?"]);
    const page = await searchResults(room, { q: "مجلس مرحبا" }, bearerAuth(self.token));
    expect(page).toMatchObject({ more: false, events: [{ type: "message", seq: 2, from: { name: "Ana" } }] });
    expect(page.position).toMatch(/\.3$/);
    expect(texts(await searchResults(room, { q: "tea", before: "3" }))).toEqual(["Shall we have Tea?"]);
  });

  test("[SEARCH-7] the same by POST, with the words in the body", async () => {
    const room = uniqueRoomName();
    for (const text of ["tea one", "tea two"]) await publishMessage(room, text);
    const post = (body: unknown, type = "application/json") =>
      fetchWorker(`/r/${room}/search`, {
        method: "POST",
        headers: { "Content-Type": type },
        body: JSON.stringify(body),
      });
    expect(texts(await (await post({ q: "tea", before: 2 })).json<SearchPage>())).toEqual(["tea one"]);
    expect(texts(await (await post({ q: "tea", before: null })).json<SearchPage>())).toHaveLength(2);
    for (const body of [{}, { q: 5 }, { q: "tea", before: 0 }, [], "tea"])
      expect(await (await post(body)).json()).toMatchObject({ status: 400, code: "bad_request" });
    expect(await (await post({ q: "tea" }, "text/plain")).json()).toMatchObject({ status: 415 });
  });

  test("the answer is JSON, not cacheable, and allowed for any origin", async () => {
    const room = uniqueRoomName();
    await publishMessage(room, "tea");
    const { headers } = await search(room, { q: "tea" });
    expect(headers.get("Content-Type")).toBe("application/json");
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  test("a deleted message is no longer found, an edited one by its new words", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    for (const text of ["first secret", "second secret"]) {
      ana.send({ type: "publish", id: crypto.randomUUID(), text });
      await ana.next("message");
    }
    ana.send({ type: "delete", id: "d", seq: 1 });
    ana.send({ type: "edit", id: "e", seq: 2, text: "now open" });
    await ana.next("edit");
    expect(texts(await searchResults(room, { q: "secret" }))).toEqual([]);
    expect(texts(await searchResults(room, { q: "open" }))).toEqual(["now open"]);
  });

  test("[SEARCH-4] the next page continues before the last of a full page", async () => {
    const room = uniqueRoomName();
    const { token } = (await (await Guest.join(room)).next("welcome")).self;
    for (let count = 1; count <= 21; count++)
      await publishMessage(room, `tea ${count}`, count % 2 === 0 ? { token } : {});
    const first = await searchResults(room, { q: "tea" });
    expect(first).toMatchObject({ more: true, before: 2 });
    expect(first.events).toHaveLength(20);
    const second = await searchResults(room, { q: "tea", before: String(first.before) });
    expect(texts(second)).toEqual(["tea 1"]);
    expect(second.more).toBe(false);
  });

  test("[ROOM-3] a search in a room that was never created writes nothing", async () => {
    const room = uniqueRoomName();
    expect(await searchResults(room, { q: "tea" })).toEqual({ position: "0.0", events: [], more: false });
    const stub: DurableObjectStub<RoomObject> = env.ROOM.getByName(room);
    await runInDurableObject(stub, (_room, { storage }) => {
      expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'log'").toArray()).toEqual([]);
    });
  });
});

describe("[P-5] [SEARCH-3] an invalid search is a problem with the reason", () => {
  test.each([
    [{}, "look for"],
    [{ q: "" }, "look for"],
    [{ q: "…!" }, "look for"],
    [{ q: "x".repeat(1_025) }, "1024 bytes"],
    [{ q: "x ".repeat(13) }, "12 words"],
    [{ q: "tea", before: "0" }, '"before"'],
    [{ q: "tea", before: "soon" }, '"before"'],
  ] as [Record<string, string>, string][])("%j", async (query, words) => {
    const room = uniqueRoomName();
    await publishMessage(room, "tea");
    const answer = await search(room, query);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    const problem = await answer.json<{ code: string; detail: string }>();
    expect(problem.code).toBe("bad_request");
    expect(problem.detail).toContain(words);
  });

  test("[ID-6] the token of another room is refused", async () => {
    const [room, other] = [uniqueRoomName(), uniqueRoomName()];
    await publishMessage(room, "tea");
    const { self } = await (await Guest.join(other)).next("welcome");
    const answer = await search(room, { q: "tea" }, bearerAuth(self.token));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "invalid_token" });
  });

  test("[HTTP-7] PUT is refused with Allow", async () => {
    const answer = await fetchWorker(`/r/${uniqueRoomName()}/search?q=tea`, { method: "PUT" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("Allow")).toBe("GET, HEAD, POST");
  });
});

test("[SEARCH-6] searches are rate limited by address", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "tea");
  const here = { headers: { "CF-Connecting-IP": "203.0.113.7" } };
  const answers = await withFrozenClock(() =>
    Promise.all(Array.from({ length: 30 }, () => search(room, { q: "tea" }, here))),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
  for (const answer of refused) expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
  await searchResults(room, { q: "tea" }, { headers: { "CF-Connecting-IP": "203.0.113.8" } });
});
