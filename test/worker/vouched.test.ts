/** Tokens of sites on every transport (SPEC VOUCH-1 to VOUCH-9), through the Worker and the room's object. */
import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import type { Members } from "../../src/protocol/events/welcome.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import { Guest, ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { setVariables } from "../support/runtime/variables.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  isCreated,
  memberNames,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";

const JSON_HEADERS = { "Content-Type": "application/json" };

let key: SigningKey;
let room: string;

beforeAll(async () => {
  key = await SigningKey.generate("EdDSA");
});

beforeEach(() => {
  room = uniqueRoomName();
  setVariables({ SITE_KEYS: [key.record()], POLICY: {} });
});

afterEach(() => setVariables({ SITE_KEYS: "", POLICY: "" }));

function tokenOf(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return key.sign(usualClaims(ORIGIN, more));
}

function joinByHeader(token: string): Promise<Guest> {
  return Guest.join(room, { token });
}

async function requestTicket(token: string): Promise<TicketGrant> {
  const answer = await fetchWorker(`/r/${room}/ticket`, { method: "POST", ...bearerAuth(token) });
  if (answer.status !== 200) throw new Error((await answer.json<{ code: string }>()).code);
  return answer.json<TicketGrant>();
}

async function joinByTicket(token: string): Promise<Guest> {
  const { ticket } = await requestTicket(token);
  return Guest.join(room, { protocols: ["majlis.v1", `ticket.${ticket}`] });
}

function post(token: string, commands: object, query = ""): Promise<Response> {
  const body = JSON.stringify(commands);
  return fetchWorker(`/r/${room}/commands${query}`, {
    method: "POST",
    body,
    ...bearerAuth(token, JSON_HEADERS),
  });
}

describe("[VOUCH-1] a token of a site identifies its member", () => {
  test.each([
    ["a socket's header", joinByHeader],
    ["a ticket", joinByTicket],
  ])("by %s", async (_how, join) => {
    const bo = await Guest.join(room, { name: "Bo" });
    const sara = await join(await tokenOf());
    const { self, members } = await sara.next("welcome");
    expect(self).toMatchObject({ name: "Sara", role: "member", vouched: true, token: "" });
    expect(self.expiresInMs).toBeGreaterThan(3_500_000);
    expect(members.list[0]).toMatchObject({ id: self.id, vouched: true });
    expect(await bo.next("presence")).toMatchObject({ joined: [{ name: "Sara", vouched: true }] });
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect((await bo.next("message")).from).toEqual({ id: self.id, name: "Sara", vouched: true });
  });

  test.each([
    ["a token with jti", { jti: "t1" }],
    ["a token without", {}],
  ])("by a ticket for %s also once the room has slept", async (_what, more) => {
    const sara = await joinByTicket(await tokenOf(more));
    const { self } = await sara.next("welcome");
    await evictDurableObject(stubOf(room));
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect((await sara.next("message")).from).toEqual({ id: self.id, name: "Sara", vouched: true });
  });

  test("of a stream and its commands", async () => {
    const token = await tokenOf();
    const stream = await SseClient.open(`/r/${room}/events?session=s`, bearerAuth(token));
    const { self } = await stream.nextOf("welcome");
    expect(self).toMatchObject({ name: "Sara", vouched: true, token: "" });
    await post(token, { type: "publish", id: "p", text: "hi" }, "?session=s");
    expect((await stream.nextOf("message")).from).toEqual({ id: self.id, name: "Sara", vouched: true });
    await stream.cancel();
  });

  test("of polls", async () => {
    const poll = () =>
      tokenOf().then((token) => fetchWorker(`/r/${room}/messages?after=&welcome=1`, bearerAuth(token)));
    const { events } = await (await poll()).json<{ events: RoomEvent[] }>();
    expect(events[0]).toMatchObject({ type: "welcome", self: { name: "Sara", vouched: true } });
    expect(await memberNames(room)).toEqual(["Sara"]);
  });

  test("of every other request", async () => {
    const init = bearerAuth(await tokenOf());
    const ask = async <Value>(method: string, path: string, body?: string) => {
      const answer = await fetchWorker(`/r/${room}${path}`, {
        method,
        headers: { ...init.headers, ...(body?.startsWith("{") === true ? JSON_HEADERS : {}) },
        ...(body === undefined ? {} : { body }),
      });
      return answer.status === 204 ? (204 as Value) : answer.json<Value>();
    };
    const { seq, from } = await ask<Message>("POST", "", "first words");
    expect(from).toMatchObject({ name: "Sara", vouched: true });
    expect(await ask("PATCH", `/messages/${seq}`, "other words")).toMatchObject({ type: "edit", from });
    expect(await ask("PUT", `/messages/${seq}/reactions/👍`)).toMatchObject({ type: "reaction", from });
    expect(await ask("DELETE", `/messages/${seq}`)).toMatchObject({ type: "delete", from });
    expect(await ask("POST", `/messages/${seq}/restore`)).toMatchObject({ type: "restore", from });
    expect(await ask("POST", "/typing")).toBe(204);
    expect(await ask("GET", "/search?q=words")).toMatchObject({ events: [{ seq }] });
    expect(await ask("POST", "/search", '{"q":"words"}')).toMatchObject({ events: [{ seq }] });
    expect(await ask("GET", "/members?prefix=x")).toMatchObject({ list: [] });
    expect(await ask("POST", "/members", '{"prefix":"x"}')).toMatchObject({ list: [] });
    expect(await ask("DELETE", "/me")).toBe(204);
    expect(await ask("GET", "/messages?after=")).toMatchObject({ code: "revoked_token" });
  });

  test("[TXT-2] with a check behind the name in transcripts, which a guest's name cannot have", async () => {
    await fetchWorker(`/r/${room}`, { method: "POST", body: "hi", ...bearerAuth(await tokenOf()) });
    await fetchWorker(`/r/${room}`, {
      method: "POST",
      body: "سلام",
      ...bearerAuth(await tokenOf({ sub: "l", name: "ليلى" })),
    });
    const forged = await fetchWorker(`/r/${room}?name=${encodeURIComponent("Eve ✓")}`, {
      method: "POST",
      body: "I am checked",
    });
    expect(await forged.json()).toMatchObject({ code: "invalid_name" });
    await fetchWorker(`/r/${room}?name=Eve`, { method: "POST", body: "✓: hi" });
    const lines = await (await fetchWorker(`/r/${room}/transcript`)).text();
    expect(lines).toBe("Sara ✓: hi\n\u2068ليلى ✓\u2069: سلام\nEve: ✓: hi\n");
  });

  test("which is the same by each way, and another one in another room", async () => {
    const token = await tokenOf();
    const [byHeader, byTicket] = [await joinByHeader(token), await joinByTicket(token)];
    const ids = [(await byHeader.next("welcome")).self.id, (await byTicket.next("welcome")).self.id];
    room = uniqueRoomName();
    const elsewhere = await (await joinByHeader(token)).next("welcome");
    expect(ids[0]).toBe(ids[1]);
    expect(elsewhere.self.id).not.toBe(ids[0]);
  });

  test("for the room alone too, whose URL may be in another spelling of the alphabet", async () => {
    room = `مجلس-${room}`;
    const sara = await joinByHeader(await tokenOf({ aud: `${ORIGIN}/r/${encodeURIComponent(room)}` }));
    expect((await sara.next("welcome")).self.name).toBe("Sara");
  });

  test("[VOUCH-3] for the origin that POLICY names, where a proxy hides it", async () => {
    setVariables({ POLICY: { origin: "https://chat.example" } });
    const good = await joinByHeader(await tokenOf({ aud: "https://chat.example" }));
    expect((await good.next("welcome")).self.name).toBe("Sara");
    expect(await (await joinByHeader(await tokenOf())).untilClosed()).toMatchObject({ code: 4503 });
  });
});

describe("[VOUCH-4] a token of a site that is refused", () => {
  const NO_KEY = 'No key that counts in this room has the "iss" and "kid" of this token.';
  const nowS = () => Math.floor(Date.now() / 1_000);

  const REFUSED: [string, () => Promise<string>, string, number, RegExp][] = [
    ["for another room", () => tokenOf({ aud: `${ORIGIN}/r/other` }), "invalid_token", 4503, /"aud"/],
    ["that has expired", () => tokenOf({ exp: nowS() - 61 }), "expired_token", 4504, /expired/],
    [
      "of another site",
      async () => (await SigningKey.generate("EdDSA", "k2")).sign(usualClaims(ORIGIN)),
      "invalid_token",
      4503,
      new RegExp(NO_KEY),
    ],
    [
      "with a forged signature",
      async () => (await SigningKey.generate("EdDSA")).sign(usualClaims(ORIGIN)),
      "invalid_token",
      4503,
      /signature/,
    ],
    ["that is none", () => Promise.resolve("a.b.c"), "invalid_token", 4503, /JWT/],
  ];

  test.each(REFUSED)(
    "%s is refused everywhere, with its reason",
    async (_what, make, code, close, reason) => {
      const token = await make();
      const byHeader = await joinByHeader(token);
      expect(await byHeader.untilClosed()).toEqual({
        code: close,
        reason: expect.stringMatching(reason) as string,
      });
      expect(byHeader.events).toEqual([]);
      const requests: readonly (readonly [string, string, string?])[] = [
        ["POST", "/ticket"],
        ["POST", "", "hi"],
        ["POST", "/messages", "hi"],
        ["PATCH", "/messages/1", "hi"],
        ["DELETE", "/messages/1"],
        ["PUT", "/messages/1/reactions/👍"],
        ["POST", "/typing"],
        ["DELETE", "/me"],
        ["GET", "/events"],
        ["GET", "/messages?after=&wait=1"],
        ["GET", "/messages?after="],
      ];
      for (const [method, path, body] of requests) {
        const answer = await fetchWorker(`/r/${room}${path}`, {
          method,
          ...(body === undefined ? {} : { body }),
          ...bearerAuth(token),
        });
        expect([path, answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([path, 401, "Bearer"]);
        expect(await answer.json()).toMatchObject({ code, detail: expect.stringMatching(reason) as string });
      }
      expect(await isCreated(room)).toBe(false);
      await Guest.join(room, { name: "Bo" });
      for (const path of ["/search?q=hi", "/members?prefix=b"])
        expect(await (await fetchWorker(`/r/${room}${path}`, bearerAuth(token))).json()).toMatchObject({
          code,
        });
    },
  );

  test("is no guest's token, and is kept in no cookie", async () => {
    const answer = await fetchWorker(`/r/${room}/guest-cookie`, {
      method: "PUT",
      ...bearerAuth(await tokenOf(), { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty" }),
    });
    expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([401, null]);
  });

  test("in a deployment without keys", async () => {
    setVariables({ SITE_KEYS: "" });
    expect(await (await joinByHeader(await tokenOf())).untilClosed()).toEqual({ code: 4503, reason: NO_KEY });
  });

  test("more than four in one request", async () => {
    const { token } = await guestWhoLeft(room, "Bo");
    const stream = await SseClient.open(`/r/${room}/events?session=s`, bearerAuth(token));
    const forger = await SigningKey.generate("EdDSA");
    const tokens = [1, 2, 3, 4].map((user) => forger.sign(usualClaims(ORIGIN, { sub: `user-${user}` })));
    const commands = (await Promise.all([...tokens, tokenOf()])).map((each, index) => {
      return { type: "authenticate", id: `a${index}`, token: each };
    });
    const answers = await (await post(token, commands, "?session=s")).json<RoomEvent[]>();
    for (const answer of answers.slice(0, 4))
      expect(answer).toMatchObject({ message: expect.stringMatching("signature") as string });
    expect(answers.at(-1)).toMatchObject({ message: "A request has at most 4 tokens of sites." });
    await stream.cancel();
  });
});

describe("[VOUCH-8] authenticate with a token of a site", () => {
  test("makes a guest's socket the member's, and what was sent behind it is theirs", async () => {
    const guest = await Guest.join(room, { name: "Bo" });
    await guest.next("welcome");
    guest.send({ type: "publish", id: "before", text: "before" });
    guest.send({ type: "authenticate", id: "a", token: await tokenOf() });
    for (let number = 1; number <= 3; number++)
      guest.send({ type: "publish", id: `after-${number}`, text: `after ${number}` });
    const authors = [];
    for (let count = 0; count < 4; count++) authors.push((await guest.next("message")).from.name);
    expect(authors).toEqual(["Bo", "Sara", "Sara", "Sara"]);
    expect(guest.events.find(({ type }) => type === "presence")).toMatchObject({
      id: "a",
      self: { name: "Sara", vouched: true, token: "" },
    });
  });

  test("also after the room slept, and twice in a row", async () => {
    const guest = await Guest.join(room, { name: "Bo" });
    await guest.next("welcome");
    await evictDurableObject(stubOf(room));
    guest.send({ type: "authenticate", id: "a", token: await tokenOf() });
    guest.send({ type: "authenticate", id: "b", token: await tokenOf({ sub: "user-2", name: "Omar" }) });
    guest.send({ type: "publish", id: "p", text: "hi" });
    expect((await guest.next("message")).from.name).toBe("Omar");
    expect(await memberNames(room)).toEqual(["Omar"]);
  });

  test("is refused with its reason, and changes nothing", async () => {
    const guest = await Guest.join(room, { name: "Bo" });
    await guest.next("welcome");
    guest.send({ type: "authenticate", id: "a", token: await tokenOf({ aud: "https://other.example" }) });
    guest.send({ type: "publish", id: "p", text: "hi" });
    expect(await guest.next("error")).toMatchObject({ id: "a", code: "invalid_token" });
    expect((await guest.next("message")).from.name).toBe("Bo");
  });

  test("of a socket that closes meanwhile leaves nothing behind", async () => {
    const bo = await Guest.join(room, { name: "Bo" });
    const guest = await Guest.join(room, { name: "Cy" });
    await guest.next("welcome");
    guest.send({ type: "authenticate", id: "a", token: await tokenOf() });
    guest.socket.close(1000, "bye");
    bo.send({ type: "publish", id: "p", text: "hi" });
    await bo.next("message");
    await waitUntil("only Bo is left", async () => (await memberNames(room)).join() === "Bo");
  });

  test("renews a session that is about to expire, also that of a stream", async () => {
    const soon = await tokenOf({ exp: Math.floor(Date.now() / 1_000) + 5 });
    const later = await tokenOf();
    const stream = await SseClient.open(`/r/${room}/events?session=s`, bearerAuth(soon));
    expect((await stream.nextOf("welcome")).self.expiresInMs).toBeLessThanOrEqual(5_000);
    const answers = await (
      await post(later, { type: "authenticate", id: "a", token: later }, "?session=s")
    ).json<RoomEvent[]>();
    expect(answers).toMatchObject([{ type: "presence", id: "a", self: { name: "Sara" } }]);
    const [answer] = answers;
    expect(answer?.type === "presence" && answer.self?.expiresInMs).toBeGreaterThan(3_500_000);
    await stream.cancel();
  });
});

describe("[VOUCH-9] keys that are rotated", () => {
  test("two count at the same time, and the member of both is one", async () => {
    const next = await SigningKey.generate("ES256", "k2");
    setVariables({ SITE_KEYS: JSON.stringify([key.record(), next.record()]) });
    const [old, renewed] = [
      await joinByHeader(await tokenOf()),
      await joinByTicket(await next.sign(usualClaims(ORIGIN))),
    ];
    const ids = [(await old.next("welcome")).self.id, (await renewed.next("welcome")).self.id];
    expect(ids[0]).toBe(ids[1]);
  });

  test("the tokens and tickets of a removed one are refused, and its sessions may only read", async () => {
    const token = await tokenOf();
    const sara = await joinByHeader(token);
    const { self } = await sara.next("welcome");
    const { ticket } = await requestTicket(token);
    const next = await SigningKey.generate("EdDSA", "k2");
    setVariables({ SITE_KEYS: [next.record()] });
    await evictDurableObject(stubOf(room));
    const byTicket = await Guest.join(room, { protocols: ["majlis.v1", `ticket.${ticket}`] });
    expect(await byTicket.untilClosed()).toMatchObject({ code: 4503 });
    expect(await (await joinByHeader(token)).untilClosed()).toMatchObject({ code: 4503 });
    expect((await post(token, { type: "publish", id: "p", text: "hi" })).status).toBe(401);
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect(await sara.next("error")).toMatchObject({ id: "p", code: "sign_in_expired" });
    sara.send({ type: "authenticate", id: "a", token: await next.sign(usualClaims(ORIGIN)) });
    expect(await sara.next("presence")).toMatchObject({ id: "a", self: { id: self.id, role: "member" } });
    sara.send({ type: "publish", id: "q", text: "hi" });
    expect(await sara.next("message")).toMatchObject({ from: { id: self.id } });
  });

  test("an expired session stays a reader over hibernation, and renews after it", async () => {
    const sara = await joinByHeader(await tokenOf({ exp: Math.floor(Date.now() / 1_000) - 59 }));
    const bo = await Guest.join(room, { name: "Bo" });
    await sara.next("welcome");
    await waitUntil("the token has expired", async () => {
      await evictDurableObject(stubOf(room));
      const { list } = await (await fetchWorker(`/r/${room}/members`)).json<Members>();
      return list.some(({ name, role }) => name === "Sara" && role === "reader");
    });
    await evictDurableObject(stubOf(room));
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect(await sara.next("error")).toMatchObject({ code: "sign_in_expired" });
    bo.send({ type: "publish", id: "b", text: "still read" });
    expect((await sara.next("message")).text).toBe("still read");
    sara.send({ type: "authenticate", id: "a", token: await tokenOf() });
    sara.send({ type: "publish", id: "q", text: "back" });
    expect((await bo.next("message")).text).toBe("still read");
    expect((await bo.next("message")).text).toBe("back");
  });
});
