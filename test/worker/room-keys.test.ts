/** A room's own keys over HTTP and on every transport, in the real runtime (SPEC VOUCH-11 to VOUCH-13, HTTP-22). */
import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { RoomKeyInfo } from "../../src/protocol/room-keys.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import { Guest, ORIGIN } from "../support/runtime/guest.ts";
import { ownedRoom } from "../support/runtime/owned-room.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import { setVariables } from "../support/runtime/variables.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  stubOf,
  waitUntil,
} from "../support/runtime/worker-requests.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";

const JSON_HEADERS = { "Content-Type": "application/json" };

let first: SigningKey;
let second: SigningKey;
let secret: SigningKey;
let room: string;
let ownerKey: string;

beforeAll(async () => {
  first = await SigningKey.generate("EdDSA", "2026-11");
  second = await SigningKey.generate("ES256", "2026-12");
  secret = await SigningKey.generate("HS256", "shared");
});

beforeEach(async () => {
  ({ name: room, ownerKey } = await ownedRoom());
});

afterEach(() => setVariables({ SITE_KEYS: "", POLICY: "" }));

function putKey(
  key: Pick<SigningKey, "kid" | "iss" | "alg" | "key">,
  { token = ownerKey, in: name = room, ...more }: Readonly<Record<string, unknown>> = {},
): Promise<Response> {
  const { kid, iss, alg, key: material } = key;
  return fetchWorker(`/r/${String(name)}/keys/${encodeURIComponent(kid)}`, {
    method: "PUT",
    ...bearerAuth(String(token), JSON_HEADERS),
    body: JSON.stringify({ iss, alg, key: material, maxRole: "member", ...more }),
  });
}

function removeKey({ kid }: SigningKey, token = ownerKey): Promise<Response> {
  const path = `/r/${room}/keys/${encodeURIComponent(kid)}`;
  return fetchWorker(path, { method: "DELETE", ...bearerAuth(token) });
}

async function addKey(key: SigningKey, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const answer = await putKey(key, more);
  if (answer.status !== 200) throw new Error(await answer.text());
}

const roomUrl = (name = room) => `${ORIGIN}/r/${name}`;

function tokenOf(key: SigningKey, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return key.sign(usualClaims(roomUrl(), more));
}

function post(token: string, command: object, query = ""): Promise<Response> {
  const init = { method: "POST", body: JSON.stringify(command), ...bearerAuth(token, JSON_HEADERS) };
  return fetchWorker(`/r/${room}/commands${query}`, init);
}

async function ticketFor(token: string): Promise<TicketGrant> {
  const answer = await fetchWorker(`/r/${room}/ticket`, { method: "POST", ...bearerAuth(token) });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer.json<TicketGrant>();
}

/** How a token comes to the room, and what the member of it is called then; the code of the refusal if it is refused. */
const WAYS: readonly (readonly [string, (token: string) => Promise<string | undefined>])[] = [
  [
    "a socket",
    async (token) => {
      const guest = await Guest.join(room, { token });
      return nameOrClose(guest);
    },
  ],
  [
    "authenticate on a socket",
    async (token) => {
      const guest = await Guest.join(room, { name: "Bo" });
      await guest.next("welcome");
      guest.send({ type: "authenticate", id: "a", token });
      guest.send({ type: "publish", id: crypto.randomUUID(), text: "hi" });
      const { from } = await guest.next("message");
      const failed = guest.events.find((event) => event.type === "error");
      return failed?.type === "error" ? failed.code : from.name;
    },
  ],
  [
    "a stream",
    async (token) => {
      const opened = SseClient.open(`/r/${room}/events?session=s`, bearerAuth(token));
      const stream = await opened.catch((error: Error) => error);
      if (stream instanceof Error) return /"code":"(\w+)"/.exec(stream.message)?.[1];
      const { self } = await stream.nextOf("welcome");
      await stream.cancel();
      return self.name;
    },
  ],
  [
    "a poll",
    async (token) => {
      const answer = await fetchWorker(`/r/${room}/messages?after=&welcome=1`, bearerAuth(token));
      const body = await answer.json<{ code?: string; events?: RoomEvent[] }>();
      const welcome = body.events?.[0];
      return welcome?.type === "welcome" ? welcome.self.name : body.code;
    },
  ],
  [
    "a POST",
    async (token) => {
      const answer = await fetchWorker(`/r/${room}`, { method: "POST", body: "hi", ...bearerAuth(token) });
      const body = await answer.json<{ code?: string; from?: { name: string } }>();
      return body.from?.name ?? body.code;
    },
  ],
  [
    "a read",
    async (token) => {
      const answer = await fetchWorker(`/r/${room}/audit`, bearerAuth(token));
      // Whom it knows it refuses for their role.
      const { code } = await answer.json<{ code: string }>();
      return code === "forbidden" ? "Sara" : code;
    },
  ],
  [
    "a ticket",
    async (token) => {
      const answer = await fetchWorker(`/r/${room}/ticket`, { method: "POST", ...bearerAuth(token) });
      const body = await answer.json<{ code?: string; self?: { name: string } }>();
      return body.self?.name ?? body.code;
    },
  ],
];

async function nameOrClose(guest: Guest): Promise<string> {
  await waitUntil("the room has answered", () =>
    Promise.resolve(guest.closed !== undefined || guest.events.length > 0),
  );
  if (guest.closed === undefined) return (await guest.next("welcome")).self.name;
  return guest.closed.code === 4503 ? "invalid_token" : String(guest.closed.code);
}

describe("[HTTP-22] the keys of a room", () => {
  test("are added, listed and removed by an owner, and never answered with what they consist of", async () => {
    const before = Date.now();
    for (const key of [first, secret]) {
      const answer = await putKey(key);
      expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([200, "private, no-store"]);
      const { createdAt, ...shown } = await answer.json<RoomKeyInfo>();
      expect(shown).toEqual({ kid: key.kid, iss: key.iss, alg: key.alg, maxRole: "member" });
      expect(createdAt).toBeGreaterThanOrEqual(before);
    }
    await evictDurableObject(stubOf(room));
    const list = async () =>
      (await (await fetchWorker(`/r/${room}/keys`, bearerAuth(ownerKey))).json<{ keys: RoomKeyInfo[] }>())
        .keys;
    expect((await list()).map(({ kid, alg }) => [kid, alg])).toEqual([
      ["2026-11", "EdDSA"],
      ["shared", "HS256"],
    ]);
    expect((await removeKey(secret)).status).toBe(204);
    const again = await removeKey(secret);
    expect([again.status, await again.json()]).toMatchObject([404, { code: "not_found" }]);
    expect((await list()).map(({ kid }) => kid)).toEqual(["2026-11"]);
  });

  test("[VOUCH-12] of an issuer are at most two: a third is refused in a sentence", async () => {
    for (const key of [first, second]) await addKey(key);
    const third = await putKey(secret);
    expect([third.status, await third.json()]).toMatchObject([
      403,
      { code: "forbidden", detail: expect.stringMatching("at most 2 keys") as string },
    ]);
  });

  test("are the owner's alone, and need a token", async () => {
    await addKey(first);
    const { token } = await guestWhoLeft(room, "Ana");
    const by = async (answer: Promise<Response>) => (await (await answer).json<{ code: string }>()).code;
    expect(await by(putKey(second, { token }))).toBe("forbidden");
    expect(await by(removeKey(first, token))).toBe("forbidden");
    expect(await by(fetchWorker(`/r/${room}/keys`, bearerAuth(token)))).toBe("forbidden");
    expect(await by(fetchWorker(`/r/${room}/keys`))).toBe("token_needed");
    expect(await by(putKey(second, { token: await tokenOf(first) }))).toBe("forbidden");
  });

  test("[VOUCH-12] leave by no answer, event, setting or page", async () => {
    const reader = await SseClient.open(`/r/${room}/events?session=s`);
    await reader.nextOf("welcome");
    const member = await Guest.join(room, { token: ownerKey });
    await member.next("welcome");
    await addKey(secret);
    const answers = [await (await putKey(secret)).text()];
    for (const path of [
      "",
      "/keys",
      "/settings",
      "/audit",
      "/links",
      "/members",
      "/messages",
      "/transcript",
      "/plain",
    ])
      for (const accept of ["application/json", "text/html", "text/plain"])
        answers.push(
          await (await fetchWorker(`/r/${room}${path}`, bearerAuth(ownerKey, { Accept: accept }))).text(),
        );
    member.send({ type: "publish", id: "p", text: "done" });
    await member.next("message");
    const received = [...answers, ...member.frames].join("\n");
    expect(received).toContain("shared");
    expect(received).not.toContain(String(secret.key));
    await reader.cancel();
  });

  const BODIES: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["a private key", { key: { kty: "OKP", crv: "Ed25519", x: "x", d: "d" } }, /private key/],
    ["no key", { key: undefined }, /"key" must be an Ed25519 public key/],
    ["a key of another algorithm", { alg: "ES256" }, /"key" must be a P-256/],
    ["a short secret", { alg: "HS256", key: "c2hvcnQ" }, /at least 32 bytes/],
    ["a very long secret", { alg: "HS256", key: "A".repeat(1_000) }, /at most 512 bytes/],
    ["another algorithm", { alg: "RS256" }, /"alg" must be/],
    ["none", { alg: "none" }, /"alg" must be/],
    ["an issuer with a blank", { iss: "my shop" }, /"iss" must be/],
    ["no issuer", { iss: undefined }, /"iss" must be/],
    ["owners to be made", { maxRole: "owner" }, /"maxRole" must be/],
    ["no role", { maxRole: undefined }, /"maxRole" must be/],
  ];

  test.each(BODIES)("are refused with %s", async (_what, more, reason) => {
    const answer = await putKey(first, more);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "bad_request", detail: expect.stringMatching(reason) as string },
    ]);
  });

  test.each([".hidden", "a/b", "a b", "x".repeat(65), "ä"])("are not named %j", async (kid) => {
    expect((await putKey(first.as(kid))).status).toBe(400);
  });

  test.each(["2026-11", "a+b=", "~:_.-", "X".repeat(64)])("may be named %j", async (kid) => {
    expect((await putKey(first.as(kid))).status).toBe(200);
    expect((await removeKey(first.as(kid))).status).toBe(204);
  });
});

describe.each(WAYS)("[VOUCH-11] by %s", (way, attempt) => {
  test.each([
    ["EdDSA", () => first],
    ["ES256", () => second],
    ["HS256", () => secret],
  ])("a token that the room's %s key signed counts, also after the room slept", async (_alg, key) => {
    await addKey(key());
    expect(await attempt(await tokenOf(key()))).toBe("Sara");
    await evictDurableObject(stubOf(room));
    expect(await attempt(await tokenOf(key()))).toBe("Sara");
  });

  test("none counts that is for the deployment, for another room, of a foreign key, or of a removed one", async () => {
    await addKey(first);
    const foreign = await SigningKey.generate("EdDSA", "2026-11");
    const elsewhere = await ownedRoom();
    expect((await putKey(second, { in: elsewhere.name, token: elsewhere.ownerKey })).status).toBe(200);
    const removed = secret.as("removed");
    await addKey(removed);
    expect((await removeKey(removed)).status).toBe(204);
    for (const token of [
      first.sign(usualClaims(ORIGIN)),
      first.sign(usualClaims(roomUrl(elsewhere.name))),
      tokenOf(foreign),
      tokenOf(second),
      tokenOf(removed),
      tokenOf(first, { role: "moderator" }),
    ])
      expect([way, await attempt(await token)]).toEqual([way, "invalid_token"]);
  });
});

describe("[VOUCH-11] beside the deployment's keys", () => {
  test("a room's key of another issuer counts in its room, and the deployment's in all of them", async () => {
    setVariables({ SITE_KEYS: [first.record()] });
    await evictDurableObject(stubOf(room));
    const blog = second.as("2026-12", "https://blog.example");
    await addKey(blog);
    const byRoom = await (await Guest.join(room, { token: await tokenOf(blog) })).next("welcome");
    const byDeployment = await (
      await Guest.join(room, { token: await first.sign(usualClaims(ORIGIN)) })
    ).next("welcome");
    expect(byRoom.self.id).not.toBe(byDeployment.self.id);
    room = (await ownedRoom()).name;
    expect(await nameOrClose(await Guest.join(room, { token: await tokenOf(blog) }))).toBe("invalid_token");
    expect(await nameOrClose(await Guest.join(room, { token: await tokenOf(first) }))).toBe("Sara");
  });

  test("none is added of an issuer that the deployment has, and one that was there counts no more", async () => {
    await addKey(second);
    const token = await tokenOf(second);
    const sara = await Guest.join(room, { token });
    await sara.next("welcome");
    setVariables({ SITE_KEYS: [first.record()] });
    await evictDurableObject(stubOf(room));
    const refused = await putKey(secret);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: "forbidden", detail: expect.stringMatching("This deployment has keys") as string },
    ]);
    expect(await nameOrClose(await Guest.join(room, { token }))).toBe("invalid_token");
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect(await sara.next("error")).toMatchObject({ id: "p", code: "sign_in_expired" });
  });

  test("the deployment's key under the kid and issuer of another room's key is its own", async () => {
    setVariables({ SITE_KEYS: [first.record({ rooms: "shop-*" })] });
    const ours = second.as(first.kid, first.iss);
    await addKey(ours);
    expect(await nameOrClose(await Guest.join(room, { token: await tokenOf(ours) }))).toBe("Sara");
    expect(await nameOrClose(await Guest.join(room, { token: await tokenOf(first) }))).toBe("invalid_token");
  });
});

describe("[VOUCH-13] a key that is removed in mid-connection", () => {
  test("leaves readers on a socket and on a stream, who write again with a token of the next one", async () => {
    await addKey(first);
    const sara = await Guest.join(room, { token: await tokenOf(first) });
    const { self } = await sara.next("welcome");
    const omarsToken = await tokenOf(first, { sub: "user-2", name: "Omar" });
    const stream = await SseClient.open(`/r/${room}/events?session=s`, bearerAuth(omarsToken));
    await stream.nextOf("welcome");
    await addKey(second);
    expect((await removeKey(first)).status).toBe(204);
    expect(await sara.next("error")).toMatchObject({ code: "sign_in_expired" });
    expect(JSON.parse((await stream.next("failure")).data)).toMatchObject({ code: "sign_in_expired" });
    sara.send({ type: "publish", id: "p", text: "hi" });
    expect(await sara.next("error")).toMatchObject({ id: "p", code: "sign_in_expired" });
    sara.send({ type: "authenticate", id: "a", token: await tokenOf(second) });
    sara.send({ type: "publish", id: "q", text: "hi" });
    expect(await sara.next("message")).toMatchObject({ from: { id: self.id, vouched: true } });
    const renewed = await tokenOf(second, { sub: "user-2", name: "Omar" });
    const [answer] = await (
      await post(renewed, { type: "authenticate", id: "b", token: renewed }, "?session=s")
    ).json<RoomEvent[]>();
    expect(answer).toMatchObject({ type: "presence", self: { name: "Omar", role: "member" } });
    await stream.cancel();
  });

  test("refuses the tickets that were made by its tokens", async () => {
    await addKey(first);
    const { ticket } = await ticketFor(await tokenOf(first));
    await removeKey(first);
    const guest = await Guest.join(room, { protocols: ["majlis.v1", `ticket.${ticket}`] });
    expect((await guest.untilClosed()).code).toBe(4503);
  });

  test("before which a guest was here, lets them authenticate: their socket knows for what address a token is", async () => {
    const guest = await Guest.join(room, { name: "Bo" });
    await guest.next("welcome");
    await evictDurableObject(stubOf(room));
    await addKey(first);
    guest.send({ type: "authenticate", id: "a", token: await tokenOf(first) });
    guest.send({ type: "publish", id: "p", text: "hi" });
    expect((await guest.next("message")).from).toMatchObject({ name: "Sara", vouched: true });
  });
});

test("[OWN-9] the token of a deleted room's key is answered that the room was deleted", async () => {
  await addKey(first);
  const token = await tokenOf(first);
  expect((await fetchWorker(`/r/${room}`, { method: "DELETE", ...bearerAuth(ownerKey) })).status).toBe(204);
  const guest = await Guest.join(room, { token });
  expect((await guest.untilClosed()).code).toBe(4509);
  expect((await fetchWorker(`/r/${room}/messages`, bearerAuth(token))).status).toBe(410);
});
