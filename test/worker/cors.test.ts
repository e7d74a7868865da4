/** CORS, content negotiation, and usage examples for terminals (SPEC HTTP-1, HTTP-10, HTTP-12). */
import { describe, expect, test } from "vitest";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import {
  fetchWorker,
  bearerAuth,
  guestWhoLeft,
  isCreated,
  publishMessage,
} from "../support/runtime/worker-requests.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { uniqueRoomName } from "../support/runtime/guest.ts";

const CROSS_ORIGIN = { Origin: "https://blog.example" };

/** Expects the headers with which a browser lets another origin read the answer. */
function expectCorsHeaders({ headers }: Response): void {
  expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
}

describe("[HTTP-10] any origin may use a room", () => {
  test.each([
    ["GET", "/messages", 200],
    ["GET", "/messages?after=", 200],
    ["GET", "/messages?after=yesterday", 400],
    ["GET", "/messages?after=&name=Ana", 200],
    ["GET", "/transcript", 200],
    ["GET", "/members", 200],
    ["GET", "/state", 200],
    ["GET", "/state/board", 404],
    ["PUT", "/state/board", 400],
    ["DELETE", "/state/board", 401],
    ["GET", "/nothing", 404],
    ["PUT", "/members", 405],
    ["POST", "/messages", 400],
    ["POST", "/commands", 415],
    ["POST", "/typing", 401],
    ["DELETE", "/messages/1", 401],
    ["PUT", "/messages/1/reactions/x", 401],
    ["GET", "", 200],
    ["GET", "?help", 200],
  ])("%s %s has CORS headers, with status %i", async (method, path, status) => {
    const body = method === "POST" ? { body: " " } : {};
    const answer = await fetchWorker(`/r/${uniqueRoomName()}${path}`, {
      method,
      headers: CROSS_ORIGIN,
      ...body,
    });
    expect(answer.status).toBe(status);
    expectCorsHeaders(answer);
  });

  test("streams, refusals, redirects and invalid names have CORS headers too", async () => {
    expectCorsHeaders(
      (await SseClient.open(`/r/${uniqueRoomName()}/events`, { headers: CROSS_ORIGIN })).response,
    );
    for (const path of ["/r/tea/events?name=a:b", "/r/tea/socket", "/r/a.b/messages", "/r/TEA/messages"]) {
      const answer = await fetchWorker(path, { headers: CROSS_ORIGIN });
      expect(answer.status).toBeGreaterThan(300);
      expectCorsHeaders(answer);
    }
  });

  test("ETag, Location and Retry-After are exposed", async () => {
    const { headers } = await fetchWorker("/r/tea/messages", { headers: CROSS_ORIGIN });
    expect(headers.get("Access-Control-Expose-Headers")).toBe("ETag,Location,Retry-After");
  });

  test.each([
    ["/messages", "POST", "content-type,idempotency-key"],
    ["/messages/1", "PATCH", "authorization,content-type"],
    ["/messages/1", "DELETE", "authorization"],
    ["/messages/1/reactions/x", "PUT", "authorization"],
    ["/commands", "POST", "authorization,content-type"],
    ["/events", "GET", "authorization,last-event-id"],
    ["/messages", "GET", "authorization,if-none-match"],
    ["/messages", "POST", "hx-request,hx-current-url,hx-source,hx-target"],
    ["/transcript", "GET", "x-requested-with,x-csrf-token,sentry-trace"],
  ])("a preflight for %s %s allows its headers, for a day", async (path, method, asked) => {
    const room = uniqueRoomName();
    const answer = await fetchWorker(`/r/${room}${path}`, {
      method: "OPTIONS",
      headers: {
        ...CROSS_ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": asked,
      },
    });
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expectCorsHeaders(answer);
    expect(answer.headers.get("Access-Control-Max-Age")).toBe("86400");
    expect(answer.headers.get("Access-Control-Allow-Methods")?.split(",")).toContain(method);
    const allowed = answer.headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(",");
    for (const header of asked.split(",")) expect(allowed).toContain(header);
    expect(await isCreated(room)).toBe(false);
  });

  test("URLs outside a room have no CORS headers", async () => {
    for (const path of ["/", "/health", "/nothing"]) {
      const { headers } = await fetchWorker(path, { headers: CROSS_ORIGIN });
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });
});

const CURL = { "User-Agent": "curl/8.5.0", Accept: "*/*" };

describe("[HTTP-1] ?help", () => {
  test.each([
    ["curl", CURL],
    ["a browser", { Accept: "text/html", "Sec-Fetch-Dest": "document" }],
    ["a JSON client", { Accept: "application/json" }],
    ["an EventSource", { Accept: "text/event-stream" }],
  ])("answers %s with a few lines of usage examples for the room's URL", async (_client, headers) => {
    const answer = await fetchWorker("/r/مجلس?help", { headers: headers as Record<string, string> });
    expect(answer.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("Vary")).toContain("Accept, User-Agent, Sec-Fetch-Dest");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines.length).toBeLessThan(15);
    for (const line of lines) {
      expect(line).toMatch(/^(curl|npx wscat) .*\/r\/%D9%85%D8%AC%D9%84%D8%B3.*  # /);
      expect(line).not.toMatch(/[\u0000-\u001f]/);
    }
  });

  test("does not create the room", async () => {
    const room = uniqueRoomName();
    await fetchWorker(`/r/${room}?help`);
    expect(await isCreated(room)).toBe(false);
  });

  test("has curl examples that work", async () => {
    const room = uniqueRoomName();
    const ana = await guestWhoLeft(room, "Ana");
    const lines = (await (await fetchWorker(`/r/${room}?help`)).text()).trimEnd().split("\n");
    const commands = lines
      .filter((line) => line.startsWith("curl"))
      .map((line) => line.split("  #")[0] ?? "");
    expect(commands.length).toBeGreaterThan(5);
    await publishMessage(room, "first", { token: ana.token });
    const method = (line: string) => / -X (\w+)/.exec(line)?.[1];
    // The deletion comes last.
    const order = commands.toSorted(
      (a, b) => Number(method(a) === "DELETE") - Number(method(b) === "DELETE"),
    );
    for (const line of order) {
      const url = new URL(/https?:[^\s']+/.exec(line)?.[0] ?? "");
      const path = `${url.pathname}${url.search}`.replace("SEQ", "1").replace("EMOJI", "👍");
      const body = / -d '([^']*)'/.exec(line)?.[1];
      const form = { "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await fetchWorker(path, {
        method: method(line) ?? (body === undefined ? "GET" : "POST"),
        headers: { ...CURL, ...bearerAuth(ana.token).headers, ...(body === undefined ? {} : form) },
        ...(body === undefined ? {} : { body }),
      });
      expect([line, answer.status]).toEqual([
        line,
        body !== undefined && method(line) === undefined ? 201 : 200,
      ]);
      await answer.body?.cancel();
    }
  });
});

describe("[HTTP-12] a client error in a terminal comes with usage examples", () => {
  const CLIENT_ERRORS = [
    ["a malformed position", "/messages?after=yesterday", "GET", 400],
    ["an empty text", "/messages", "POST", 400],
    ["no token", "/messages/1", "DELETE", 401],
    ["an unknown path", "/nothing", "GET", 404],
    ["a wrong method", "/members", "DELETE", 405],
    ["a missing upgrade", "/socket", "GET", 426],
    ["a refused stream", "/events?name=a:b", "GET", 400],
  ] as const;

  const send = (path: string, method: string, headers: Record<string, string>) =>
    fetchWorker(`/r/tea${path}`, { method, headers, ...(method === "POST" ? { body: "" } : {}) });

  test.each(CLIENT_ERRORS)("%s in a terminal has usage examples", async (_error, path, method, status) => {
    for (const agent of ["curl/8.5.0", "Wget/1.21", "HTTPie/3.2.2"]) {
      const answer = await send(path, method, { ...CURL, "User-Agent": agent });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      const text = await answer.text();
      // Indented for people, with a line break before the next prompt.
      expect(text).toMatch(/^\{\n {2}".*\}\n$/s);
      const problem = JSON.parse(text) as { code: string; detail: string; usage: string[] };
      expect(problem).toMatchObject({ status, code: expect.any(String) as string });
      expect(problem.usage.some((line) => line.startsWith("curl https://majlis.test/r/tea "))).toBe(true);
    }
  });

  test.each(CLIENT_ERRORS)("%s in another client has none", async (_error, path, method, status) => {
    for (const headers of [
      { Accept: "*/*", "User-Agent": "python-requests/2.32" },
      { Accept: "application/json", "User-Agent": "curl/8.5.0" },
      { "User-Agent": "node" },
    ]) {
      const answer = await send(path, method, headers as Record<string, string>);
      expect([answer.status, await answer.json()]).toMatchObject([
        status,
        { code: expect.any(String) as string },
      ]);
      expect(await (await send(path, method, headers as Record<string, string>)).json()).not.toHaveProperty(
        "usage",
      );
    }
  });

  test("the answer keeps its other headers: Allow, Upgrade, Location", async () => {
    expect((await send("/members", "DELETE", CURL)).headers.get("Allow")).toBe("GET, HEAD, POST");
    expect((await send("/socket", "GET", CURL)).headers.get("Upgrade")).toBe("websocket");
    expect((await fetchWorker("/r/TEA", { headers: CURL })).headers.get("Location")).toBe("/r/tea");
  });

  test("a success and a rate limit have no usage examples", async () => {
    const room = uniqueRoomName();
    const post = () => fetchWorker(`/r/${room}`, { method: "POST", headers: CURL, body: "x" });
    const answers = await withFrozenClock(() => Promise.all(Array.from({ length: 40 }, post)));
    expect(answers.map(({ status }) => status)).toContain(429);
    for (const answer of answers) expect(await answer.json()).not.toHaveProperty("usage");
  });

  test("an invalid room name has no usage examples", async () => {
    const answer = await fetchWorker("/r/a.b/messages", { headers: CURL });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "invalid_room_name" }]);
  });

  test("a terminal that accepts HTML gets the 404 page unchanged", async () => {
    const headers = { "User-Agent": "curl/8.5.0", Accept: "text/html, */*;q=0.8" };
    const answer = await fetchWorker("/r/tea/nothing", { headers });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Content-Type")).toContain("text/html");
    expect(await answer.text()).toContain('name="room"');
  });

  test("HEAD has no body", async () => {
    const answer = await fetchWorker("/r/tea/messages?after=yesterday", { method: "HEAD", headers: CURL });
    expect([answer.status, await answer.text()]).toEqual([400, ""]);
  });
});

describe("[HTTP-1] Accept is negotiated by weight and order", () => {
  test.each([
    ["text/event-stream", "text/event-stream"],
    ["text/event-stream, */*;q=0.1", "text/event-stream"],
    ["application/json, text/event-stream", "text/event-stream"],
    ["text/html, text/event-stream", "text/html"],
    ["text/html;q=0.5, text/event-stream", "text/event-stream"],
    ["text/html, text/event-stream;q=0.5", "text/html"],
    ["text/event-stream, text/html", "text/html"],
    ["text/event-stream;q=0, text/html", "text/html"],
    ["TEXT/Event-Stream", "text/event-stream"],
    ["text/html, application/json", "text/html"],
    ["application/json, text/html", "application/json"],
    ["text/html;q=0.7, text/plain ; q=0.8", "text/plain"],
    ["text/plain;q=0, application/json;q=0.1", "application/json"],
    ["application/json;q=0.5, text/plain", "application/json"],
    ["*/*", "text/html"],
    ["text/*", "text/html"],
    ["*/*, application/json;q=0.1", "application/json"],
    ['text/plain;title="a, text/html;q=1"', "text/plain"],
  ])("Accept: %s gets %s", async (accept, type) => {
    const answer = await fetchWorker(`/r/${uniqueRoomName()}`, { headers: { Accept: accept } });
    expect(answer.headers.get("Content-Type")).toContain(type);
    await answer.body?.cancel();
  });
});

test("[HTTP-17] a terminal is shown that a room is empty, and how to publish; a script that reads the transcript gets nothing", async () => {
  const room = uniqueRoomName();
  const read = async (path: string, headers: Record<string, string>) =>
    (await fetchWorker(`/r/${room}${path}`, { headers })).text();
  const curl = { "User-Agent": "curl/8.5.0", Accept: "*/*" };
  expect(await read("", curl)).toBe(
    `* This room is empty. Publish a message: curl -d 'hello' 'https://majlis.test/r/${room}?name=Ana'\n`,
  );
  expect(await read("/transcript", curl)).toBe("");
  expect(await read("", { Accept: "text/plain" })).toBe("");
  expect(await isCreated(room)).toBe(false);
  await publishMessage(room, "hi", { name: "Ana" });
  expect(await read("", curl)).toBe("Ana: hi\n");
});

test("[HTTP-11] the transcript isolates a right-to-left text beside a name, so that grep finds the name, and indents further lines", async () => {
  const room = uniqueRoomName();
  await publishMessage(room, "hello", { name: "Ana" });
  await publishMessage(room, "مرحبا (1)", { name: "Ana" });
  await publishMessage(room, "one\nBo: two", { name: "Eve" });
  expect(await (await fetchWorker(`/r/${room}/transcript`)).text()).toBe(
    "Ana: hello\nAna: \u2068مرحبا (1)\u2069\nEve: one\n  Bo: two\n",
  );
});
