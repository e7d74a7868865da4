/** Commands over HTTP, in the real runtime (SPEC HTTP-8, HTTP-9). */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Self } from "../../src/protocol/member.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  fetchWorker,
  bearerAuth,
  guestWhoLeft,
  isCreated,
  memberNames,
  publishMessage,
  openSocketCount,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";
import { uniqueRoomName, Guest } from "../support/runtime/guest.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** A room that Bo has joined, with a message "hello" of Ana, who has left. */
async function roomWithMessage(): Promise<{ room: string; bo: Guest; ana: Self }> {
  const room = uniqueRoomName();
  const ana = await guestWhoLeft(room, "Ana");
  await publishMessage(room, "hello", { token: ana.token });
  const bo = await Guest.join(room, { name: "Bo" });
  await bo.next("page");
  return { room, bo, ana };
}

function request(
  path: string,
  method: string,
  token: string,
  body?: string,
  headers = {},
): Promise<Response> {
  return fetchWorker(path, {
    method,
    ...bearerAuth(token, headers),
    ...(body === undefined ? {} : { body }),
  });
}

function command(room: string, token: string, body: unknown, query = ""): Promise<Response> {
  const { headers } = bearerAuth(token, JSON_TYPE);
  return fetchWorker(`/r/${room}/commands${query}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function responseEvents(answer: Response | Promise<Response>): Promise<RoomEvent[]> {
  const { status, headers } = await answer;
  const body = await (await answer).text();
  if (status !== 200) throw new Error(`refused: ${body}`);
  expect(headers.get("Content-Type")).toBe("application/json");
  expect(headers.get("Cache-Control")).toBe("private, no-store");
  return JSON.parse(body) as RoomEvent[];
}

describe("[HTTP-8] editing and deleting a message", () => {
  test.each([
    ["plain text", {}, "better"],
    ["the body of curl -d", { "Content-Type": "application/x-www-form-urlencoded" }, "better"],
    ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, "text=better"],
    ["JSON", JSON_TYPE, '{"text":"better"}'],
  ])("PATCH with %s edits it, and answers the event that is broadcast", async (_form, headers, body) => {
    const { room, bo, ana } = await roomWithMessage();
    const answer = await request(`/r/${room}/messages/1`, "PATCH", ana.token, body, headers);
    const event = await answer.json();
    expect([answer.status, event]).toMatchObject([200, { type: "edit", seq: 2, target: 1, text: "better" }]);
    expect(await bo.next("edit")).toEqual(event);
    const again = await request(`/r/${room}/messages/1`, "PATCH", ana.token, body, headers);
    expect(await again.json()).toMatchObject({ type: "stored", seq: 1 });
  });

  test("DELETE deletes it, and answers the event that is broadcast", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const answer = await request(`/r/${room}/messages/1`, "DELETE", ana.token);
    const event = await answer.json();
    expect([answer.status, event]).toMatchObject([200, { type: "delete", seq: 2, target: 1 }]);
    expect(await bo.next("delete")).toEqual(event);
    expect(await (await request(`/r/${room}/messages/1`, "DELETE", ana.token)).json()).toMatchObject({
      type: "stored",
      seq: 1,
    });
    expect(await (await fetchWorker(`/r/${room}/transcript`)).text()).toBe("* Ana took a message back\n");
  });

  test("[DEL-3] POST to its restore puts it back, and answers the event as the sender sees it", async () => {
    const { room, bo, ana } = await roomWithMessage();
    await request(`/r/${room}/messages/1/reactions/${encodeURIComponent("👍")}`, "PUT", ana.token);
    bo.send({ type: "react", id: "r", seq: 1, emoji: "🍵", on: true });
    await bo.next("reaction");
    await bo.next("reaction");
    const path = `/r/${room}/messages/1/restore`;
    expect(await (await request(path, "POST", ana.token)).json()).toMatchObject({ type: "stored", seq: 1 });
    await request(`/r/${room}/messages/1`, "DELETE", ana.token);
    const cy = await guestWhoLeft(room, "Cy");
    const other = await request(path, "POST", cy.token);
    expect([other.status, await other.json()]).toMatchObject([403, { code: "forbidden" }]);
    const answer = await request(path, "POST", ana.token);
    const event = await answer.json();
    const byAna = { emoji: "👍", count: 1, names: ["Ana"] };
    const byBo = { emoji: "🍵", count: 1, names: ["Bo"] };
    const reactions = [{ ...byAna, mine: true }, byBo];
    expect([answer.status, event]).toMatchObject([200, { type: "restore", seq: 5, target: 1, reactions }]);
    await publishMessage(room, "later");
    expect((await bo.next("message")).text).toBe("later");
    const seen = bo.events.filter(({ type }) => type === "restore");
    expect(seen).toEqual([{ ...(event as object), reactions: [byAna, { ...byBo, mine: true }] }]);
    const again = await request(path, "POST", ana.token);
    expect(await again.json()).toMatchObject({ type: "stored", seq: 1 });
    expect((await fetchWorker(path, { method: "POST" })).status).toBe(401);
    expect((await request(`/r/${room}/messages/9/restore`, "POST", ana.token)).status).toBe(404);
    expect((await request(path, "DELETE", ana.token)).headers.get("Allow")).toBe("POST");
  });

  test("the command id is the Idempotency-Key, or the id in the body", async () => {
    const { room, ana } = await roomWithMessage();
    const path = `/r/${room}/messages/1`;
    const byKey = await request(path, "PATCH", ana.token, "two", { "Idempotency-Key": "k-1" });
    expect(await byKey.json()).toMatchObject({ type: "edit", id: "k-1" });
    const byBody = await request(path, "PATCH", ana.token, '{"text":"three","id":"k-2"}', JSON_TYPE);
    expect(await byBody.json()).toMatchObject({ type: "edit", id: "k-2" });
    const repeated = await request(path, "PATCH", ana.token, "two", { "Idempotency-Key": "k-1" });
    expect(await repeated.json()).toEqual({ type: "stored", id: "k-1", seq: 2 });
  });
});

describe("[HTTP-8] a reaction", () => {
  test.each(["👍", "❤️", "👩‍👩‍👧", "🇪🇬", "1️⃣"])(
    "PUT adds %s, DELETE removes it, and a repeat changes nothing",
    async (emoji) => {
      const { room, bo, ana } = await roomWithMessage();
      const path = `/r/${room}/messages/1/reactions/${encodeURIComponent(emoji)}`;
      const on = await request(path, "PUT", ana.token);
      const event = await on.json();
      expect([on.status, event]).toMatchObject([200, { type: "reaction", emoji, on: true, count: 1 }]);
      expect(await bo.next("reaction")).toEqual(event);
      expect(await (await request(path, "PUT", ana.token)).json()).toMatchObject({ type: "stored" });
      expect(await (await request(path, "DELETE", ana.token)).json()).toMatchObject({ on: false, count: 0 });
      expect(await (await request(path, "DELETE", ana.token)).json()).toMatchObject({ type: "stored" });
    },
  );
});

describe("[HTTP-8] typing", () => {
  test("is broadcast when it starts and when it stops", async () => {
    const { room, bo, ana } = await roomWithMessage();
    for (const [query, on] of [
      ["", true],
      ["?on=false", false],
    ] as const) {
      const answer = await request(`/r/${room}/typing${query}`, "POST", ana.token);
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
      expect(await bo.next("typing")).toMatchObject({ from: { name: "Ana" }, on });
    }
  });
});

describe("[HTTP-8] a refused request is a problem, and changes nothing", () => {
  test.each([
    {
      why: "no token",
      path: "/messages/1",
      method: "DELETE",
      as: "anonymous",
      status: 401,
      code: "token_needed",
    },
    {
      why: "no token",
      path: "/messages/1",
      method: "PATCH",
      as: "anonymous",
      status: 401,
      code: "token_needed",
    },
    { why: "no token", path: "/typing", method: "POST", as: "anonymous", status: 401, code: "token_needed" },
    {
      why: "no token",
      path: "/messages/1/reactions/👍",
      method: "PUT",
      as: "anonymous",
      status: 401,
      code: "token_needed",
    },
    {
      why: "an invalid token",
      path: "/messages/1",
      method: "DELETE",
      as: "an invalid token",
      status: 401,
      code: "invalid_token",
    },
    {
      why: "the message of another member",
      path: "/messages/1",
      method: "DELETE",
      as: "Cy",
      status: 403,
      code: "forbidden",
    },
    {
      why: "the message of another member",
      path: "/messages/1",
      method: "PATCH",
      as: "Cy",
      status: 403,
      code: "forbidden",
    },
    {
      why: "an unknown seq",
      path: "/messages/9",
      method: "DELETE",
      as: "Ana",
      status: 404,
      code: "message_not_found",
    },
    {
      why: "not a seq",
      path: "/messages/x",
      method: "DELETE",
      as: "Ana",
      status: 404,
      code: "message_not_found",
    },
    {
      why: "not a seq",
      path: "/messages/0",
      method: "PATCH",
      as: "Ana",
      status: 404,
      code: "message_not_found",
    },
    {
      why: "a seq in another notation",
      path: "/messages/1e0",
      method: "DELETE",
      as: "Ana",
      status: 404,
      code: "message_not_found",
    },
    {
      why: "a seq in another notation",
      path: "/messages/0x1",
      method: "DELETE",
      as: "Ana",
      status: 404,
      code: "message_not_found",
    },
    {
      why: "not an emoji",
      path: "/messages/1/reactions/ok",
      method: "PUT",
      as: "Ana",
      status: 400,
      code: "invalid_emoji",
    },
    {
      why: "two emoji",
      path: "/messages/1/reactions/👍👍",
      method: "PUT",
      as: "Ana",
      status: 400,
      code: "invalid_emoji",
    },
    {
      why: "half an emoji",
      path: "/messages/1/reactions/%F0%9F",
      method: "PUT",
      as: "Ana",
      status: 400,
      code: "invalid_emoji",
    },
    {
      why: "a malformed Idempotency-Key",
      path: "/messages/1",
      method: "DELETE",
      as: "Ana",
      key: "a b",
      status: 400,
      code: "bad_request",
    },
    {
      why: "a malformed session",
      path: "/typing?session=a b",
      method: "POST",
      as: "Ana",
      status: 400,
      code: "bad_request",
    },
    {
      why: "an empty text",
      path: "/messages/1",
      method: "PATCH",
      as: "Ana",
      body: " ",
      status: 400,
      code: "empty_text",
    },
    {
      why: "a text over its limit",
      path: "/messages/1",
      method: "PATCH",
      as: "Ana",
      body: "x".repeat(4_001),
      status: 413,
      code: "too_large",
    },
  ])("$method $path: $why", async ({ path, method, as, key, body, status, code }) => {
    const { room, bo, ana } = await roomWithMessage();
    const tokens: Record<string, string> = { Ana: ana.token, "an invalid token": "a.b" };
    const token = tokens[as] ?? (as === "Cy" ? (await guestWhoLeft(room, "Cy")).token : undefined);
    const headers = {
      ...(token === undefined ? {} : bearerAuth(token).headers),
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    };
    const sent = method === "PATCH" ? { body: body ?? "better" } : {};
    const answer = await fetchWorker(`/r/${room}${path}`, { method, headers, ...sent });
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, status }]);
    await publishMessage(room, "a marker");
    await bo.next("message");
    expect(bo.events.filter((event) => "seq" in event)).toHaveLength(1);
  });

  test("[LIM-1] edits over the rate are 429 with Retry-After", async () => {
    const { room, ana } = await roomWithMessage();
    const edit = (_: unknown, count: number) =>
      request(`/r/${room}/messages/1`, "PATCH", ana.token, `text ${count}`);
    const answers = await withFrozenClock(() => Promise.all(Array.from({ length: 30 }, edit)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers.get("Retry-After")).toBe("1");
  });

  test.each([
    ["/messages/1", "PUT", "PATCH, DELETE"],
    ["/messages/1", "GET", "PATCH, DELETE"],
    ["/messages/1/reactions/x", "POST", "GET, HEAD, PUT, DELETE"],
    ["/commands", "GET", "POST"],
    ["/typing", "PUT", "POST"],
  ])("[HTTP-7] %s refuses %s with Allow", async (path, method, allow) => {
    const answer = await fetchWorker(`/r/tea${path}`, { method });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allow]);
  });
});

/** Valid, repeated and invalid commands about message 2. */
const MIXED_COMMANDS: readonly unknown[] = [
  { type: "publish", id: "1", text: "one" },
  { type: "publish", id: "1", text: "one" },
  { type: "edit", id: "2", seq: 2, text: "two" },
  { type: "react", id: "3", seq: 2, emoji: "👍", on: true },
  { type: "typing", on: true },
  { type: "signal", data: { x: 1 } },
  { type: "history", id: "4", after: 0 },
  { type: "publish", id: "5", text: " " },
  { type: "dance", id: "6" },
  "hello",
  { type: "edit", id: "7", seq: "2" },
  { type: "flow", id: "8", position: "0.0" },
  { type: "delete", id: "9", seq: 2 },
];

describe("[HTTP-9] POST /r/{room}/commands", () => {
  test("answers in order the events that a socket would get", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const answers = await responseEvents(command(room, ana.token, MIXED_COMMANDS));
    expect(answers).toMatchObject([
      { type: "message", seq: 2, id: "1", text: "one", from: { id: ana.id, name: "Ana" } },
      { type: "stored", seq: 2, id: "1" },
      { type: "edit", seq: 3, target: 2 },
      { type: "reaction", seq: 4 },
      { type: "page", id: "4", events: [{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }] },
      { type: "error", id: "5", code: "empty_text" },
      { type: "error", id: "6", code: "unknown_command" },
      { type: "error", code: "bad_frame" },
      { type: "error", id: "7", code: "bad_command" },
      { type: "error", id: "8", code: "bad_command" },
      { type: "delete", seq: 5, target: 2 },
    ]);
    await bo.next("delete");
    expect(bo.events.slice(2).map(({ type }) => type)).toEqual([
      "message",
      "edit",
      "reaction",
      "typing",
      "signal",
      "delete",
    ]);
  });

  test("one command needs no array, and its answer is an array all the same", async () => {
    const { room, ana } = await roomWithMessage();
    const answers = await responseEvents(command(room, ana.token, { type: "publish", id: "1", text: "one" }));
    expect(answers).toMatchObject([{ type: "message", id: "1" }]);
  });

  test("an empty array answers an empty array", async () => {
    const { room, ana } = await roomWithMessage();
    expect(await responseEvents(command(room, ana.token, []))).toEqual([]);
  });

  test("executes a batch without interleaving other requests", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const batch = ["a", "b", "c", "d"].map((id) => ({ type: "publish", id, text: id }));
    await Promise.all([
      responseEvents(command(room, ana.token, batch)),
      ...["1", "2", "3"].map((text) => publishMessage(room, text, { name: "Cy" })),
    ]);
    for (let count = 0; count < 7; count++) await bo.next("message");
    const texts = bo.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
    expect(texts.join("")).toContain("abcd");
  });

  test("executes 50 commands, and refuses 51 as a whole", async () => {
    const { room, ana } = await roomWithMessage();
    const asking = (count: number) =>
      Array.from({ length: count }, (_, id) => ({ type: "history", id: `${id}`, limit: 1 }));
    expect(await responseEvents(command(room, ana.token, asking(50)))).toHaveLength(50);
    const oversizedBatch = await command(room, ana.token, [
      { type: "publish", id: "never", text: "never" },
      ...asking(50),
    ]);
    expect([oversizedBatch.status, await oversizedBatch.json()]).toMatchObject([
      400,
      { code: "bad_request" },
    ]);
    expect(await (await fetchWorker(`/r/${room}/transcript`)).text()).toBe("Ana: hello\n");
  });

  test("[LIM-1] answers each command over the rate with an error, after those that were executed", async () => {
    const { room, ana } = await roomWithMessage();
    const batch = Array.from({ length: 25 }, (_, id) => ({ type: "publish", id: `${id}`, text: `${id}` }));
    const answers = await responseEvents(command(room, ana.token, batch));
    const types = answers.map(({ type }) => type);
    expect(types.slice(0, 18).every((type) => type === "message")).toBe(true);
    expect(types.slice(-3)).toEqual(["error", "error", "error"]);
    expect(types.lastIndexOf("message")).toBeLessThan(types.indexOf("error"));
    for (const event of answers.slice(types.indexOf("error"))) {
      expect(event).toMatchObject({ code: "rate_limited", retryAfterMs: expect.any(Number) as number });
    }
  });

  test("[PUB-3] [PUB-6] a batch that is sent again after a hibernation is deduplicated", async () => {
    const { room, ana } = await roomWithMessage();
    const batch = ["a", "b"].map((id) => ({ type: "publish", id, text: id }));
    await responseEvents(command(room, ana.token, batch));
    await evictDurableObject(stubOf(room));
    expect(await responseEvents(command(room, ana.token, batch))).toEqual([
      { type: "stored", id: "a", seq: 2 },
      { type: "stored", id: "b", seq: 3 },
    ]);
  });
});

describe("[HTTP-9] the sender's own stream", () => {
  async function reading(room: string, token: string, session: string): Promise<SseClient> {
    const stream = await SseClient.open(`/r/${room}/events?session=${session}`, bearerAuth(token));
    await stream.next("page");
    return stream;
  }

  test("[HTTP-18] gets the sender's own messages and not their signals, but other streams get both", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const [own, other] = [await reading(room, ana.token, "own"), await reading(room, ana.token, "other")];
    await responseEvents(
      command(
        room,
        ana.token,
        [
          { type: "signal", data: 1 },
          { type: "publish", id: "p", text: "and" },
        ],
        "?session=own",
      ),
    );
    await own.next("message");
    expect(own.events.map(({ event }) => event)).toEqual(["welcome", "page", "message"]);
    await other.next("message");
    expect(other.events.map(({ event }) => event)).toContain("signal");
    expect(await bo.next("signal")).toMatchObject({ from: { id: ana.id }, data: 1 });
  });

  test("[EPH-5] [EPH-6] gets signals with a key as events, and the echo of its own", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const [own, other] = [await reading(room, ana.token, "own"), await reading(room, ana.token, "other")];
    const moves = [1, 2].map((n) => ({ type: "signal", data: [n, n], key: "at", n }));
    await responseEvents(command(room, ana.token, moves, "?session=own"));
    expect(await own.nextOf("echo")).toMatchObject({ n: 1 });
    expect(await own.nextOf("echo")).toMatchObject({ n: 2 });
    const from = { id: ana.id, name: "Ana" };
    expect(await other.nextOf("signal")).toEqual({ type: "signal", from, key: "at", data: [1, 1] });
    expect(await bo.next("signal")).toEqual({ type: "signal", from, key: "at", data: [1, 1] });
    expect(await bo.next("signal")).toMatchObject({ data: [2, 2] });
    expect(bo.frames.at(-1)).toBe("[[0,[2,2]]]");
    expect(own.events.map(({ event }) => event)).not.toContain("signal");
  });

  test("[STATE-3] gets the answers to changes that wait, if the request asks for that", async () => {
    const { room, ana } = await roomWithMessage();
    const own = await reading(room, ana.token, "own");
    await withFrozenClock(async () => {
      const sets = [1, 2, 3].map((value) => ({ type: "state", id: `s${value}`, key: "slider", value }));
      const answers = await responseEvents(command(room, ana.token, sets, "?session=own&wait=0"));
      expect(answers).toMatchObject([{ type: "state", id: "s1" }]);
    });
    expect(await own.nextOf("stored")).toMatchObject({ id: "s2" });
  });

  test("[TIME-1] the room's time is the answer to a request too", async () => {
    const { room, ana } = await roomWithMessage();
    const [answer] = await responseEvents(command(room, ana.token, { type: "time", id: "t" }));
    expect(answer).toEqual({ type: "time", id: "t", at: expect.any(Number) });
  });

  test("gets signals that were sent without its session, or by another member", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const own = await reading(room, ana.token, "own");
    for (const query of ["", "?session=none"]) {
      await responseEvents(command(room, ana.token, { type: "signal", data: query }, query));
      expect(await own.nextOf("signal")).toMatchObject({ data: query });
    }
    const cy = await guestWhoLeft(room, "Cy");
    await responseEvents(command(room, cy.token, { type: "signal", data: "Cy" }, "?session=own"));
    expect(await own.nextOf("signal")).toMatchObject({ data: "Cy" });
    expect(await bo.next("signal")).toMatchObject({ data: "" });
  });

  test("[ID-4] is renamed, and later commands of the request have the new name", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const own = await reading(room, ana.token, "own");
    const [presence, message] = await responseEvents(
      command(
        room,
        ana.token,
        [
          { type: "rename", id: "r", name: "Anna" },
          { type: "publish", id: "p", text: "it is me" },
        ],
        "?session=own",
      ),
    );
    expect(presence).toMatchObject({ type: "presence", id: "r", self: { id: ana.id, name: "Anna" } });
    expect(message).toMatchObject({ type: "message", from: { id: ana.id, name: "Anna" } });
    expect((await bo.next("message")).from.name).toBe("Anna");
    await own.next("message");
    expect(own.events.map(({ event }) => event)).toEqual(["welcome", "page", "message"]);
    expect((await memberNames(room)).toSorted()).toEqual(["Anna", "Bo"]);
    await evictDurableObject(stubOf(room));
    expect((await memberNames(room)).toSorted()).toEqual(["Anna", "Bo"]);
  });

  test("[ID-5] becomes the stream of the authenticated member, and stays open", async () => {
    const { room, bo, ana } = await roomWithMessage();
    const cy = await guestWhoLeft(room, "Cy");
    const own = await reading(room, ana.token, "own");
    await waitUntil("Ana is in the roster", async () => (await memberNames(room)).includes("Ana"));
    const authenticate = { type: "authenticate", id: "a", token: cy.token };
    expect(await responseEvents(command(room, ana.token, authenticate))).toMatchObject([
      { code: "forbidden" },
    ]);
    const [presence] = await responseEvents(command(room, ana.token, authenticate, "?session=own"));
    expect(presence).toMatchObject({ type: "presence", id: "a", self: { id: cy.id, name: "Cy" } });
    expect((await memberNames(room)).toSorted()).toEqual(["Bo", "Cy"]);
    bo.send({ type: "publish", id: "b", text: "hello, Cy" });
    await own.next("message");
    await responseEvents(command(room, cy.token, { type: "signal", data: 1 }, "?session=own"));
    expect(await openSocketCount(room)).toBe(2);
  });
});

describe("[HTTP-9] an invalid request is a problem, and no command is executed", () => {
  const publish = '{"type":"publish","id":"1","text":"x"}';

  test.each([
    { why: "a body that is not JSON", body: "{", status: 400, code: "bad_request" },
    { why: "an empty body", body: "", status: 400, code: "bad_request" },
    { why: "plain text", body: publish, type: "text/plain", status: 415, code: "unsupported_media_type" },
    {
      why: "the Content-Type of curl -d",
      body: publish,
      type: "application/x-www-form-urlencoded",
      status: 415,
      code: "unsupported_media_type",
    },
    {
      why: "a body over 64 KiB",
      body: `[${publish},"${"x".repeat(64 * 1_024)}"]`,
      status: 413,
      code: "too_large",
    },
    {
      why: "JSON that nests too deep",
      body: `[${publish},${"[".repeat(40)}${"]".repeat(40)}]`,
      status: 400,
      code: "bad_request",
    },
    {
      why: "a malformed session",
      body: publish,
      query: "?session=a:b:c d",
      status: 400,
      code: "bad_request",
    },
  ])("$why", async ({ body, type = "application/json", query = "", status, code }) => {
    const { room, ana } = await roomWithMessage();
    const { headers } = bearerAuth(ana.token, { "Content-Type": type });
    const answer = await fetchWorker(`/r/${room}/commands${query}`, { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
    expect(await (await fetchWorker(`/r/${room}/transcript`)).text()).toBe("Ana: hello\n");
  });

  test("accepts a body of exactly 64 KiB", async () => {
    const { room, ana } = await roomWithMessage();
    const body = `[${publish},"`.padEnd(64 * 1_024 - 2, "x") + '"]';
    const answers = await responseEvents(
      fetchWorker(`/r/${room}/commands`, { method: "POST", ...bearerAuth(ana.token, JSON_TYPE), body }),
    );
    expect(answers).toMatchObject([{ type: "message" }, { type: "error", code: "bad_frame" }]);
  });

  test.each([
    ["no token", undefined, "token_needed"],
    ["an invalid token", "a.b", "invalid_token"],
  ])("%s is refused, and does not create the room", async (_why, token, code) => {
    const room = uniqueRoomName();
    const headers = { ...JSON_TYPE, ...(token === undefined ? {} : bearerAuth(token).headers) };
    const answer = await fetchWorker(`/r/${room}/commands`, { method: "POST", headers, body: publish });
    expect([answer.status, await answer.json()]).toMatchObject([401, { code }]);
    expect(await isCreated(room)).toBe(false);
  });
});
