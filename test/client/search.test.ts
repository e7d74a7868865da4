import { describe, expect, test } from "vitest";
import type { FakeRequest } from "../support/fake-http.ts";
import { FakeWorld } from "../support/fake-world.ts";

const TEA = { type: "message", seq: 7, at: 1, from: { id: "bo", name: "Bo" }, id: "x", text: "tea" } as const;

/** A world whose room answers searches with `answer`. */
function worldAnsweringSearch(answer: (request: FakeRequest) => Response | undefined): FakeWorld {
  const world = new FakeWorld();
  world.enableHttp();
  world.http.answer = (request) => (request.url.pathname.endsWith("/search") ? answer(request) : undefined);
  return world;
}

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe("[SEARCH-1] a search", () => {
  test("requests the room's search URL with the own token, and resolves with the results", async () => {
    const world = worldAnsweringSearch(() =>
      Response.json({ position: "e.9", events: [TEA], more: true, before: 5, news: 1 }),
    );
    const ana = await world.join();
    const found = ana.search({ query: 'شاي "two words"', before: 9 });
    await world.settle();
    expect(await found).toMatchObject({ position: "e.9", events: [TEA], more: true, before: 5 });
    const request = world.http.requests.at(-1);
    expect(request?.url.pathname).toBe("/r/tea/search");
    expect(request?.method).toBe("POST");
    expect(JSON.parse(request?.body ?? "")).toEqual({ q: 'شاي "two words"', before: 9 });
    expect(request?.headers.get("Authorization")).toBe(`Bearer ${ana.self?.token}`);
  });

  test("[CLIMB-9] [SEARCH-7] has no token and no words in the URL, and works while the connection is lost", async () => {
    const world = worldAnsweringSearch(() => Response.json({ position: "e.9", events: [], more: false }));
    const ana = await world.join();
    world.cut();
    const found = ana.search({ query: "tea" });
    await world.settle();
    expect(await found).toEqual({ position: "e.9", events: [], more: false });
    expect(world.http.requests.find(({ url }) => url.pathname.endsWith("/search"))?.url.search).toBe("");
  });

  test("[EVT-2] skips unknown events", async () => {
    const events = [{ type: "poem", seq: 8 }, TEA, { type: "message" }, 5];
    const world = worldAnsweringSearch(() => Response.json({ position: "e.9", events, more: false }));
    const found = (await world.join()).search({ query: "tea" });
    await world.settle();
    expect((await found).events).toEqual([TEA]);
  });
});

describe("a search that fails", () => {
  test("[SEARCH-6] rejects with the room's code, message and retryAfterMs", async () => {
    const world = worldAnsweringSearch(() =>
      problem(429, { code: "rate_limited", detail: "Wait." }, { "Retry-After": "3" }),
    );
    const refused = (await world.join()).search({ query: "tea" });
    const expected = expect(refused).rejects.toMatchObject({
      name: "RoomError",
      code: "rate_limited",
      message: "Wait.",
      temporary: true,
      retryAfterMs: 3_000,
    });
    await world.settle();
    await expected;
  });

  test("[SEARCH-3] is not temporary if the query is invalid", async () => {
    const world = worldAnsweringSearch(() => problem(400, { code: "bad_request", detail: "No words." }));
    const refused = (await world.join()).search({ query: "!" });
    const expected = expect(refused).rejects.toMatchObject({ code: "bad_request", temporary: false });
    await world.settle();
    await expected;
  });

  test.each([
    ["a page of something in between", () => new Response("<h1>Hello</h1>", { status: 200 })],
    ["an error of something in between", () => new Response("Bad Gateway", { status: 502 })],
    ["JSON that is no page", () => Response.json({ position: "e.1" })],
  ])("rejects with not_connected: %s", async (_, answer) => {
    const world = worldAnsweringSearch(answer);
    const refused = (await world.join()).search({ query: "tea" });
    const expected = expect(refused).rejects.toMatchObject({ code: "not_connected", temporary: true });
    await world.settle();
    await expected;
  });

  test("rejects with not_connected without a network", async () => {
    const world = new FakeWorld();
    const refused = (await world.join()).search({ query: "tea" });
    const expected = expect(refused).rejects.toMatchObject({ code: "not_connected" });
    await world.settle();
    await expected;
  });

  test("rejects with timeout after 10 s without a response", async () => {
    const world = new FakeWorld();
    world.http.faults.polls = "hangs";
    const refused = (await world.join()).search({ query: "tea" });
    const expected = expect(refused).rejects.toMatchObject({ code: "timeout", temporary: true });
    await world.advance(10_000);
    await expected;
    expect(world.http.open).toEqual([]);
  });

  test("rejects with the signal's reason, and aborts the request", async () => {
    const world = new FakeWorld();
    world.http.faults.polls = "hangs";
    const calledOff = new AbortController();
    const refused = (await world.join()).search({ query: "tea", signal: calledOff.signal });
    const expected = expect(refused).rejects.toMatchObject({ name: "AbortError" });
    await world.settle();
    calledOff.abort();
    await expected;
    expect(world.http.open).toEqual([]);
  });
});
