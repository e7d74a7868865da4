import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { en } from "../../src/locales/pages/en.ts";
import worker from "../../src/worker/index.ts";
import { ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const SENTENCE = "Too many requests come from your network. Wait, then go on.";
const IPV4 = "203.0.113.7";
const IPV6 = "2001:db8:1:2::3";

/** A rate limit as the platform's: it admits `limit` requests of each key. */
class FakeRateLimit implements RateLimit {
  readonly keys: string[] = [];
  constructor(private readonly max = Number.POSITIVE_INFINITY) {}

  limit({ key }: { key?: string }): Promise<RateLimitOutcome> {
    this.keys.push(key ?? "");
    return Promise.resolve({ success: this.keys.filter((each) => each === key).length <= this.max });
  }
}

const CLOSED = { REQUESTS_PER_ADDRESS: new FakeRateLimit(0) };

interface AskOptions {
  readonly ip?: string | undefined;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Requests `path` with only these rate limits bound; `calls` counts the rooms that were reached. */
async function ask(path: string, limits: object, { ip = IPV4, headers, ...init }: AskOptions = {}) {
  let calls = 0;
  const ROOM = {
    getByName(name: string) {
      calls += 1;
      return env.ROOM.getByName(name);
    },
  };
  const bound = Object.fromEntries(Object.entries(env).filter(([name]) => !/_PER_/.test(name)));
  const address = ip === "" ? {} : { "CF-Connecting-IP": ip };
  const request = new Request(`${ORIGIN}${path}`, {
    redirect: "manual",
    ...init,
    headers: { ...headers, ...address },
  });
  const answer = await worker.fetch(
    request as Request<unknown, IncomingRequestCfProperties>,
    { ...bound, ...limits, ROOM } as never,
    createExecutionContext(),
  );
  return { answer, calls };
}

describe("[LIM-15] what reaches a room is counted by address, and refused before it", () => {
  test.each<[string, string, AskOptions]>([
    ["the transcript", "", { headers: { Accept: "text/plain", "User-Agent": "curl/8" } }],
    ["the room as JSON", "", { headers: { Accept: "application/json" } }],
    ["events", "", { headers: { Accept: "text/event-stream" } }],
    ["events", "/events", {}],
    ["a poll", "/messages?after=&wait=1", {}],
    ["a page of messages", "/messages", {}],
    ["members", "/members", {}],
    ["a search", "/search?q=tea", {}],
    ["a transcript", "/transcript", {}],
    ["a message", "", { method: "POST", body: "hi" }],
    ["a message", "/messages", { method: "POST", body: "hi" }],
    ["commands", "/commands", { method: "POST", body: "[]" }],
    ["a deletion", "/messages/1", { method: "DELETE" }],
    ["a reaction", "/messages/1/reactions/x", { method: "PUT" }],
    ["the plain page", "/plain", {}],
  ])("%s: %s", async (_, path, options) => {
    const { answer, calls } = await ask(`/r/${uniqueRoomName()}${path}`, CLOSED, options);
    expect([answer.status, answer.headers.get("Retry-After"), calls]).toEqual([429, "10", 0]);
  });

  test.each<[Record<string, string>, string]>([
    [{ Accept: "text/plain" }, `${SENTENCE}\n`],
    [{ Accept: "text/html" }, '"code":"rate_limited"'],
  ])("[HTTP-24] the list of rooms, as %j", async (headers, text) => {
    const { answer } = await ask("/rooms", CLOSED, { headers });
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([429, "10"]);
    expect(await answer.text()).toContain(text);
    expect((await ask("/rooms", { GUESTS_PER_ADDRESS: new FakeRateLimit(0) })).answer.status).toBe(200);
  });

  test("a socket is sent the error, and closed with 4002", async () => {
    const headers = { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" };
    const { answer, calls } = await ask(`/r/${uniqueRoomName()}/socket`, CLOSED, { headers });
    const { webSocket } = answer;
    const frames: string[] = [];
    webSocket?.addEventListener("message", ({ data }) => frames.push(String(data)));
    const closed = new Promise<CloseEvent>((resolve) => webSocket?.addEventListener("close", resolve));
    webSocket?.accept();
    expect(await closed).toMatchObject({ code: 4002, reason: SENTENCE });
    expect(frames.map((frame) => JSON.parse(frame) as unknown)).toEqual([
      { type: "error", code: "rate_limited", message: SENTENCE, retryAfterMs: 10_000 },
    ]);
    expect(calls).toBe(0);
  });

  test.each([
    ["?help", 200],
    ["/qr.svg", 200],
    ["/guest-cookie", 403],
    ["/socket", 426],
  ])(
    "what the Worker answers by itself comes all the same, and its room is not asked: %s",
    async (path, status) => {
      const { answer, calls } = await ask(`/r/${uniqueRoomName()}${path}`, CLOSED);
      expect([answer.status, calls]).toEqual([status, 0]);
      const admitted = await ask(`/r/${uniqueRoomName()}${path}`, {});
      expect([admitted.answer.status, admitted.calls]).toEqual([status, 1]);
    },
  );

  test("the room's page is shown all the same, and its room is not asked", async () => {
    const { answer, calls } = await ask(`/r/${uniqueRoomName()}`, CLOSED, {
      headers: { Accept: "text/html" },
    });
    expect([answer.status, calls]).toEqual([200, 0]);
    expect(await answer.text()).toContain('id="app"');
  });

  test.each(["/embed", "/plain?view=embed"])(
    "[EMBED-6] a frame says so, and tries again: %s",
    async (path) => {
      const { answer, calls } = await ask(`/r/${uniqueRoomName()}${path}`, CLOSED);
      expect([answer.status, answer.headers.get("Retry-After"), calls]).toEqual([429, "10", 0]);
      expect(await answer.text()).toContain(en.plain.errors.unavailable);
    },
  );
});

describe("[LIM-15] a refusal is of the type that the request asks for", () => {
  const refused = async (path: string, options: AskOptions) =>
    (await ask(`/r/${uniqueRoomName()}${path}`, CLOSED, options)).answer;

  test("a problem", async () => {
    const answer = await refused("/messages", {});
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(await answer.json()).toMatchObject({ status: 429, code: "rate_limited", detail: SENTENCE });
  });

  test("plain text", async () => {
    const answer = await refused("/transcript", { headers: { Accept: "text/plain" } });
    expect(answer.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(`${SENTENCE}\n`);
  });

  test.each(["/transcript", "/plain"])("a page: %s", async (path) => {
    const answer = await refused(path, { headers: { Accept: "text/html" } });
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(await answer.text()).toContain(en.plain.networkBusy);
  });

  test("[HTTP-14] the form, with what was written", async () => {
    const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "text/html" };
    const answer = await refused("/plain", { method: "POST", body: "text=my+long+text&name=Ana", headers });
    expect(answer.status).toBe(429);
    const page = await answer.text();
    expect(page).toContain(en.plain.networkBusy);
    expect(page).toContain("my long text");
  });
});

describe("[LIM-15] the keys", () => {
  const limits = () => ({
    REQUESTS_PER_ADDRESS: new FakeRateLimit(),
    REQUESTS_PER_NETWORK: new FakeRateLimit(),
    GUESTS_PER_ADDRESS: new FakeRateLimit(),
    GUESTS_PER_NETWORK: new FakeRateLimit(),
  });

  async function keysOf(path: string, options: AskOptions): Promise<string[][]> {
    const bound = limits();
    await ask(`/r/${uniqueRoomName()}${path}`, bound, options);
    return Object.values(bound).map(({ keys }) => keys);
  }

  test.each<[string, string, AskOptions, string[][]]>([
    ["a read from IPv4", "/messages", {}, [[IPV4], [], [], []]],
    ["a read from IPv6", "/messages", { ip: IPV6 }, [["2001:db8:1:2"], ["2001:db8:1::/48"], [], []]],
    ["a read from mapped IPv4", "/messages", { ip: "::ffff:cb00:7107" }, [[IPV4], [], [], []]],
    ["no address", "/messages", { ip: "" }, [[], [], [], []]],
    ["a post without a token", "", { method: "POST", body: "hi" }, [[IPV4], [], [IPV4], []]],
    ["a new guest's poll", "/messages?after=&name=Ana", {}, [[IPV4], [], [IPV4], []]],
    [
      "a new guest's stream",
      "/events?name=",
      { ip: IPV6 },
      [["2001:db8:1:2"], ["2001:db8:1::/48"], ["2001:db8:1:2"], ["2001:db8:1::/48"]],
    ],
    [
      "a post with a token",
      "",
      { method: "POST", body: "hi", headers: { Authorization: "Bearer a.b" } },
      [[IPV4], [], [], []],
    ],
    ["a socket without a token", "/socket", { headers: { Upgrade: "websocket" } }, [[IPV4], [], [IPV4], []]],
    [
      "a socket with one",
      "/socket",
      { headers: { Upgrade: "websocket", Authorization: "Bearer a.b" } },
      [[IPV4], [], [], []],
    ],
    [
      "a socket with a ticket",
      "/socket",
      { headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1, ticket.a.1.b" } },
      [[IPV4], [], [], []],
    ],
    ["a new guest's ticket", "/ticket", { method: "POST", body: "{}" }, [[IPV4], [], [IPV4], []]],
  ])("%s", async (_, path, options, expected) => {
    expect(await keysOf(path, options)).toEqual(expected);
  });

  test("guests of an address are refused by their own limit, for a minute, and its members are not", async () => {
    const bound = { ...limits(), GUESTS_PER_ADDRESS: new FakeRateLimit(2) };
    const post = (headers: Record<string, string> = {}) =>
      ask(`/r/${uniqueRoomName()}`, bound, { method: "POST", body: "hi", headers });
    const answers = [await post(), await post(), await post()].map(({ answer }) => answer);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers.get("Retry-After")).toBe("60");
    expect((await ask(`/r/${uniqueRoomName()}/messages`, bound)).answer.status).toBe(200);
    expect((await post({ Authorization: "Bearer a.b" })).answer.status).toBe(401);
  });
});

test("[LIM-15] a rate limit that fails closes nothing, and is logged once", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const limit = () => Promise.reject(new Error("no such namespace"));
  for (let count = 0; count < 3; count++) {
    const { answer } = await ask(`/r/${uniqueRoomName()}/messages`, { REQUESTS_PER_ADDRESS: { limit } });
    expect(answer.status).toBe(200);
  }
  expect(log.mock.calls).toEqual([
    [{ at: "worker", what: expect.stringContaining("requests pass"), message: "no such namespace" }],
  ]);
});

test("[LIM-15] the limits of wrangler.toml are bound, and let two hundred people with two tabs come back", async () => {
  const { REQUESTS_PER_ADDRESS: limit } = env as unknown as { readonly REQUESTS_PER_ADDRESS: RateLimit };
  const tabs = 2 * 200;
  const transports = 3;
  const outcomes: RateLimitOutcome[] = [];
  for (let request = 0; request < tabs * transports; request++)
    outcomes.push(await limit.limit({ key: IPV4 }));
  expect(outcomes.filter(({ success }) => !success)).toEqual([]);
});
