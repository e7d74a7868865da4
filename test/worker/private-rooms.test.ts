/**
 * A private room, by every address of the Worker and every call of its object (SPEC PRIV-1, PRIV-5). Each is listed here:
 * a new one fails until it says what it shows to a guest.
 */
import { evictDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";
import { RoomObject } from "../../src/durable-object/room-object.ts";
import { app } from "../../src/worker/app.ts";
import { Guest, ORIGIN } from "../support/runtime/guest.ts";
import { SseClient } from "../support/runtime/sse-client.ts";
import {
  bearerAuth,
  fetchWorker,
  guestWhoLeft,
  publishMessage,
  stubOf,
} from "../support/runtime/worker-requests.ts";

const ROOM = "private-room";
/** In everything that the room has to hide. */
const SECRET = "ḥidden";
const JSON_TYPE = { "Content-Type": "application/json" };

let ownerKey: string;
let guestToken: string;
let memberToken: string;

beforeAll(async () => {
  const created = await fetchWorker("/rooms", {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify({ name: ROOM, title: SECRET, topic: SECRET, announcement: SECRET }),
  });
  ({ ownerKey } = await created.json<{ ownerKey: string }>());
  ({ token: guestToken } = await guestWhoLeft(ROOM, "Bo"));
  const member = await Guest.join(ROOM, { name: SECRET });
  const { self } = await member.next("welcome");
  memberToken = self.token;
  await publishMessage(ROOM, SECRET, { token: memberToken });
  await fetchWorker(`/r/${ROOM}/messages/1/reactions/👍`, { method: "PUT", ...bearerAuth(memberToken) });
  await fetchWorker(`/r/${ROOM}/state/board`, {
    method: "PUT",
    ...bearerAuth(memberToken, JSON_TYPE),
    body: JSON.stringify(SECRET),
  });
  await owner([{ type: "role", id: "r", member: self.id, role: "member" }]);
  await owner([{ type: "configure", id: "c", settings: { read: "members" } }]);
  await evictDurableObject(stubOf(ROOM));
});

async function owner(commands: unknown): Promise<void> {
  const init = { method: "POST", ...bearerAuth(ownerKey, JSON_TYPE), body: JSON.stringify(commands) };
  const [event] = await (await fetchWorker(`/r/${ROOM}/commands`, init)).json<{ type: string }[]>();
  if (event?.type === "error") throw new Error(JSON.stringify(event));
}

interface Sample {
  /** below the room's */
  readonly path: string;
  /** in its place, of a request that only names the room */
  readonly address?: string;
  readonly init?: RequestInit;
  readonly headers?: Record<string, string>;
}

/** What a route shows to who may not read: the refusal of the room; a page, or an answer, that is the same for every room; nothing of rooms. */
type Shown = "refusal" | "static" | "none";

interface Route {
  readonly shown: Shown;
  readonly samples: readonly Sample[];
}

function refusal(path: string, init?: RequestInit): Route {
  return { shown: "refusal", samples: [{ path, ...(init === undefined ? {} : { init }) }] };
}

function withJson(method: string, body: unknown): RequestInit {
  return { method, headers: JSON_TYPE, body: JSON.stringify(body) };
}

const accepting = (type: string): Sample => ({ path: "", headers: { Accept: type } });
const HTML = { Accept: "text/html" };
const NONE: Route = { shown: "none", samples: [] };

const SITE_KEY = { iss: "https://shop.example", alg: "HS256", key: "A".repeat(43), maxRole: "member" };

/** Every route. Those that negotiate have a sample of each representation. */
const ROUTES: Readonly<Record<string, Route>> = {
  "GET /": NONE,
  "GET /health": NONE,
  "GET /manifest.webmanifest": NONE,
  "GET /offline": NONE,
  "GET /privacy": NONE,
  "GET /rooms": NONE,
  "POST /rooms": NONE,
  "GET /oembed": {
    shown: "refusal",
    samples: ["json", "xml"].map((format) => ({
      path: "",
      address: `/oembed?format=${format}&url=${encodeURIComponent(`${ORIGIN}/r/${ROOM}`)}`,
    })),
  },
  "GET /r/:room": {
    shown: "refusal",
    samples: [
      accepting("application/json"),
      accepting("text/plain"),
      accepting("text/event-stream"),
      { path: "?as=html", headers: { Accept: "text/plain" } },
      { path: "", headers: { Accept: "*/*", "User-Agent": "curl/8" } },
    ],
  },
  "POST /r/:room": refusal("", { method: "POST", body: "hi" }),
  "GET /r/:room/socket": { shown: "static", samples: [{ path: "/socket" }] },
  "GET /r/:room/messages": {
    shown: "refusal",
    samples: ["", "?before=5", "?after=", "?after=&wait=1", "?after=x.1&wait=0", "?after=&name=Bo"].map(
      (query) => ({ path: `/messages${query}` }),
    ),
  },
  "POST /r/:room/messages": refusal("/messages", { method: "POST", body: "hi" }),
  "PATCH /r/:room/messages/:seq": refusal("/messages/1", { method: "PATCH", body: "hi" }),
  "DELETE /r/:room/messages/:seq": refusal("/messages/1", { method: "DELETE" }),
  "POST /r/:room/messages/:seq/restore": refusal("/messages/1/restore", { method: "POST" }),
  "GET /r/:room/messages/:seq/reactions/:emoji": refusal("/messages/1/reactions/👍"),
  "PUT /r/:room/messages/:seq/reactions/:emoji": refusal("/messages/1/reactions/👍", { method: "PUT" }),
  "DELETE /r/:room/messages/:seq/reactions/:emoji": refusal("/messages/1/reactions/👍", { method: "DELETE" }),
  "POST /r/:room/commands": refusal("/commands", withJson("POST", { type: "history", id: "h" })),
  "GET /r/:room/state": refusal("/state"),
  "GET /r/:room/state/:key": refusal("/state/board"),
  "PUT /r/:room/state/:key": refusal("/state/board", withJson("PUT", 1)),
  "DELETE /r/:room/state/:key": refusal("/state/board", { method: "DELETE" }),
  "GET /r/:room/audit": refusal("/audit"),
  "GET /r/:room/keys": refusal("/keys"),
  "PUT /r/:room/keys/:kid": refusal("/keys/k1", withJson("PUT", SITE_KEY)),
  "DELETE /r/:room/keys/:kid": refusal("/keys/k1", { method: "DELETE" }),
  "GET /r/:room/links": refusal("/links"),
  "POST /r/:room/links": refusal("/links", withJson("POST", { role: "member" })),
  "DELETE /r/:room/links/:id": refusal("/links/abcdefgh", { method: "DELETE" }),
  "POST /r/:room/clear": refusal("/clear", { method: "POST" }),
  "POST /r/:room/revocations": refusal("/revocations", withJson("POST", { iss: SITE_KEY.iss, jti: "t" })),
  "POST /r/:room/owner-key": refusal("/owner-key", { method: "POST" }),
  "DELETE /r/:room": refusal("", { method: "DELETE" }),
  "GET /r/:room/settings": refusal("/settings"),
  "PATCH /r/:room/settings": refusal("/settings", withJson("PATCH", { topic: "x" })),
  "DELETE /r/:room/me": { shown: "static", samples: [] },
  "POST /r/:room/typing": refusal("/typing", { method: "POST" }),
  "POST /r/:room/ticket": refusal("/ticket", { method: "POST" }),
  "GET /r/:room/events": {
    shown: "refusal",
    samples: ["", "?name=Bo", "?position=x.1", "?as=html"].map((query) => ({ path: `/events${query}` })),
  },
  "GET /r/:room/transcript": {
    shown: "refusal",
    samples: ["", "?as=html"].map((query) => ({ path: `/transcript${query}` })),
  },
  "GET /r/:room/members": {
    shown: "refusal",
    samples: ["", `?prefix=${encodeURIComponent(SECRET)}`].map((query) => ({ path: `/members${query}` })),
  },
  "POST /r/:room/members": refusal("/members", withJson("POST", { prefix: SECRET })),
  "GET /r/:room/search": refusal(`/search?q=${encodeURIComponent(SECRET)}`),
  "POST /r/:room/search": refusal("/search", withJson("POST", { q: SECRET })),
  "GET /r/:room/embed": { shown: "static", samples: [{ path: "/embed", headers: HTML }] },
  "GET /r/:room/guest-cookie": { shown: "static", samples: [{ path: "/guest-cookie" }] },
  "PUT /r/:room/guest-cookie": {
    shown: "static",
    samples: [{ path: "/guest-cookie", init: { method: "PUT" } }],
  },
  "DELETE /r/:room/guest-cookie": {
    shown: "static",
    samples: [{ path: "/guest-cookie", init: { method: "DELETE" } }],
  },
  "GET /r/:room/qr.svg": { shown: "static", samples: [{ path: "/qr.svg" }] },
  "GET /r/:room/plain": refusal("/plain"),
  "POST /r/:room/plain": refusal("/plain", { method: "POST", body: new URLSearchParams({ text: "hi" }) }),
};

/** Pages that are the same for every room, at an address that answers otherwise too. */
const PAGES: readonly Sample[] = [
  { path: "", headers: HTML },
  { path: "", headers: { ...HTML, "Sec-Fetch-Dest": "iframe" } },
  { path: "?help" },
  { path: "/plain?view=embed", headers: HTML },
];

test("every route of the Worker is classified", () => {
  const routes = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  expect(routes.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

const refused = Object.entries(ROUTES)
  .filter(([, { shown }]) => shown === "refusal")
  .flatMap(([route, { samples }]) => samples.map((sample) => [route, sample] as const));
const shownToAll = Object.values(ROUTES)
  .filter(({ shown }) => shown === "static")
  .flatMap(({ samples }) => samples);

function ask({ path, address, init, headers }: Sample, token?: string, method?: string): Promise<Response> {
  const given = new Headers({ ...headers, ...(init?.headers as Record<string, string>) });
  if (token !== undefined) given.set("Authorization", `Bearer ${token}`);
  return fetchWorker(address ?? `/r/${ROOM}${path}`, {
    ...init,
    headers: given,
    ...(method === undefined ? {} : { method }),
  });
}

/** All that an answer says. A stream that should have been refused is read for a moment. */
async function contentOf(answer: Response): Promise<string> {
  const head = JSON.stringify([answer.status, ...answer.headers]);
  if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream"))
    return head + (await answer.text());
  const reader = answer.body?.getReader();
  const first = await Promise.race([reader?.read(), scheduler.wait(500)]);
  void reader?.cancel();
  return head + new TextDecoder().decode(first?.value);
}

/** The frames of a socket, and the code and reason of its close. */
function receivedUntilClosed(socket: WebSocket | null): Promise<unknown[]> {
  const received: unknown[] = [];
  return new Promise((resolve) => {
    socket?.addEventListener("message", ({ data }) => void received.push(data));
    socket?.addEventListener("close", ({ code, reason }) => resolve([...received, code, reason]));
    socket?.accept();
  });
}

/** A request that needs a token and has none is refused for that first; a page says it in words. */
const REFUSED = /members_only|token_needed|forbidden|This room is for members/;

/** A page, and what sites ask for, look at no token (SPEC ID-15, HTTP-26). */
const WITHOUT_TOKEN = ["GET /r/:room/plain", "GET /oembed"];

function statusFor(route: string, token: string | undefined): number {
  // Its commands are answered one by one.
  if (route === "POST /r/:room/commands" && token !== undefined) return 200;
  return token === undefined || WITHOUT_TOKEN.includes(route) ? 401 : 403;
}

describe("[PRIV-1] a guest of a private room", () => {
  test.each(refused)("is refused by %s (%j), with a token and without", async (route, sample) => {
    for (const token of [undefined, guestToken]) {
      const answer = await ask(sample, token);
      const content = await contentOf(answer);
      expect(content).not.toContain(SECRET);
      expect(content).toMatch(REFUSED);
      expect([token !== undefined, answer.status]).toEqual([token !== undefined, statusFor(route, token)]);
      expect(answer.headers.get("Cache-Control")).toMatch(/^(private, )?no-store$/);
    }
  });

  test.each(refused.filter(([route]) => route.startsWith("GET")))(
    "is refused by HEAD of %s (%j)",
    async (_route, sample) => {
      const { status, headers } = await ask(sample, undefined, "HEAD");
      // The headers of a stream are those of every stream: it is joined by GET only.
      expect([200, 401]).toContain(status);
      if (status === 200) expect(headers.get("Content-Type")).toMatch(/^text\/event-stream/);
    },
  );

  test.each([...shownToAll, ...PAGES])("is shown nothing of it by %j", async (sample) => {
    expect(await contentOf(await ask(sample, guestToken))).not.toContain(SECRET);
    expect(await contentOf(await ask(sample))).not.toContain(SECRET);
  });

  test.each([
    ["/socket", "majlis.v1"],
    ["/socket", "majlis.text"],
    ["/socket?as=html", "majlis.text"],
    ["", "majlis.v1"],
  ])("is closed at %j as %s, with the reason and nothing else", async (path, protocol) => {
    for (const headers of [{}, bearerAuth(guestToken).headers]) {
      const { webSocket } = await fetchWorker(`/r/${ROOM}${path}`, {
        headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": protocol, ...headers },
      });
      expect(await receivedUntilClosed(webSocket)).toEqual([4508, "Only members may read here."]);
    }
  });

  test("learns its name and that it is private, as JSON", async () => {
    const answer = await ask(accepting("application/json"));
    expect(await answer.json()).toMatchObject({
      status: 401,
      code: "members_only",
      detail: "Only members may read here.",
      name: ROOM,
    });
    expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
  });
});

describe("[PRIV-5] a member of a private room", () => {
  const OF_MODERATORS = ["GET /r/:room/audit", "GET /r/:room/keys", "GET /r/:room/links"];
  const OTHERS = new Set([...WITHOUT_TOKEN, ...OF_MODERATORS]);
  const reads = refused.filter(([route]) => route.startsWith("GET ") && !OTHERS.has(route));

  test.each(reads)("reads %s (%j), and no cache keeps it", async (_route, sample) => {
    const answer = await ask(sample, memberToken);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Cache-Control")).toMatch(/^private, no-store(, no-transform)?$/);
    await answer.body?.cancel();
  });

  test("is answered 304 like others, and only with a token that lets them read", async () => {
    const sample = { path: "/messages" };
    const etag = (await ask(sample, memberToken)).headers.get("ETag") ?? "";
    const again = { ...sample, headers: { "If-None-Match": etag } };
    expect((await ask(again, memberToken)).status).toBe(304);
    expect([(await ask(again)).status, (await ask(again, guestToken)).status]).toEqual([401, 403]);
  });

  test("finds what is hidden from others: the samples above would show it", async () => {
    const shown = await Promise.all(
      reads.map(async ([, sample]) => contentOf(await ask(sample, memberToken))),
    );
    expect(shown.filter((content) => content.includes(SECRET)).length).toBeGreaterThan(10);
  });
});

test("[PRIV-3] a stream and a held poll of a guest end when the room becomes private, and are refused after it", async () => {
  const room = "tightened-room";
  const created = await fetchWorker("/rooms", withJson("POST", { name: room }));
  const { ownerKey: key } = await created.json<{ ownerKey: string }>();
  const stream = await SseClient.open(`/r/${room}/events`);
  await stream.nextOf("welcome");
  const position = (await (await fetchWorker(`/r/${room}/messages`)).json<{ position: string }>()).position;
  const poll = fetchWorker(`/r/${room}/messages?after=${position}&wait=20&name=Bo`);
  const patched = await fetchWorker(`/r/${room}/settings`, {
    method: "PATCH",
    ...bearerAuth(key, JSON_TYPE),
    body: JSON.stringify({ read: "members", topic: SECRET }),
  });
  expect(patched.status).toBe(200);
  await stream.readToEnd();
  expect(stream.raw).not.toContain(SECRET);
  expect(await (await poll).text()).not.toContain(SECRET);
  expect((await fetchWorker(`/r/${room}/events`)).status).toBe(401);
});

/** Each call of a room's object: by what it is guarded. */
const CALLS = {
  // Without what only readers may see; see its own test.
  public: ["presentation"],
  read: [
    "view",
    "members",
    "messages",
    "transcript",
    "reactionHolders",
    "search",
    "state",
    "key",
    "audit",
    "peek",
  ],
  command: ["execute", "ticket"],
  management: [
    "createLink",
    "links",
    "revokeLink",
    "keys",
    "putKey",
    "removeKey",
    "revokeSiteToken",
    "renewOwnerKey",
    "deleteRoom",
  ],
  /** says only whether the room was deleted */
  creation: ["createOwned"],
  notCalled: ["constructor", "verifying", "managing", "read"],
};

describe("[PRIV-1] the calls of a room's object", () => {
  test("are all classified", () => {
    const methods = Object.getOwnPropertyNames(RoomObject.prototype);
    expect(methods.toSorted()).toEqual(Object.values(CALLS).flat().toSorted());
  });

  test("refuse readers who may not read it", async () => {
    const stub = stubOf(ROOM);
    const none = { token: undefined, address: undefined, origin: ORIGIN };
    const answers = await Promise.all([
      stub.view(none),
      stub.members(none),
      stub.members(none, "a"),
      stub.messages(none, undefined, 50),
      stub.transcript(none, 50),
      stub.reactionHolders(none, { seq: 1, emoji: "👍", after: undefined }),
      stub.search(none, { query: "a", before: undefined }),
      stub.state(none, ""),
      stub.key(none, "board"),
      stub.audit(none, undefined),
      stub.peek(none, "0.0"),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, failure: { code: "members_only", status: 401 } });
  });
});
