/** A deployment that says who may create rooms (SPEC POLICY-2, POLICY-3), through the Worker and the rooms' objects. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { ar } from "../../src/locales/pages/ar.ts";
import { en } from "../../src/locales/pages/en.ts";
import { Guest, ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { ownedRoom, type CreatedRoom } from "../support/runtime/owned-room.ts";
import { setVariables } from "../support/runtime/variables.ts";
import { bearerAuth, fetchWorker, publishMessage, stubOf } from "../support/runtime/worker-requests.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";

const OPERATOR_KEY = "operator-key-of-at-least-32-bytes";
const JSON_TYPE = { "Content-Type": "application/json" };
const HTML = { Accept: "text/html" };
const LOBBY = "the-lobby";

let key: SigningKey;

beforeAll(async () => {
  key = await SigningKey.generate("EdDSA");
});

afterEach(() => setVariables({ POLICY: "", OPERATOR_KEY: "", SITE_KEYS: "" }));

function byOperator(policy: object = {}): void {
  setVariables({ POLICY: { createRooms: "operator", ...policy }, OPERATOR_KEY });
}

function byVouched(record: Readonly<Record<string, unknown>> = {}): void {
  setVariables({ POLICY: { createRooms: "vouched" }, SITE_KEYS: [key.record(record)], OPERATOR_KEY });
}

function create(
  token: string | undefined,
  name = uniqueRoomName(),
  settings: object = {},
): Promise<Response> {
  const { headers } = token === undefined ? { headers: JSON_TYPE } : bearerAuth(token, JSON_TYPE);
  return fetchWorker("/rooms", { method: "POST", headers, body: JSON.stringify({ name, ...settings }) });
}

/** The status and the problem's code; without one for a room that was created. */
async function outcome(answer: Promise<Response>): Promise<readonly [number, string?]> {
  const { status, ...response } = await answer.then(async (given) => ({
    status: given.status,
    body: await given.json<{ code?: string }>(),
  }));
  return response.body.code === undefined ? [status] : [status, response.body.code];
}

/** True if the object of the room has stored anything. */
function hasStored(room: string): Promise<boolean> {
  return runInDurableObject(
    stubOf(room),
    (_room, { storage }) =>
      [...storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\'")].length >
      0,
  );
}

describe("[POLICY-2] rooms that only the operator creates", () => {
  test("are created with the operator's key, and with nothing else", async () => {
    byOperator();
    expect(await outcome(create(OPERATOR_KEY))).toEqual([201]);
    expect(await outcome(create(undefined))).toEqual([401, "token_needed"]);
    for (const wrong of [
      `${OPERATOR_KEY}x`,
      OPERATOR_KEY.slice(0, -1),
      OPERATOR_KEY.toUpperCase(),
      `majlis-owner-${"A".repeat(43)}`,
      await key.sign(usualClaims(ORIGIN)),
    ])
      expect([wrong, await outcome(create(wrong))]).toEqual([wrong, [401, "invalid_token"]]);
    const basic = fetchWorker("/rooms", {
      method: "POST",
      headers: { Authorization: `Basic ${OPERATOR_KEY}` },
    });
    expect(await outcome(basic)).toEqual([401, "invalid_token"]);
  });

  test("say in one sentence what is needed, and store nothing where it is missing", async () => {
    byOperator();
    const name = uniqueRoomName();
    const refused = await create(undefined, name);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("Only the operator may") });
    expect(refused.headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(await hasStored(name)).toBe(false);
    const { ownerKey } = await (await create(OPERATOR_KEY, name)).json<CreatedRoom>();
    expect(ownerKey).toMatch(/^majlis-owner-/);
    expect(await outcome(create(OPERATOR_KEY, name))).toEqual([409, "room_exists"]);
  });

  test("belong to whom the operator gives the owner key: the operator's opens nothing in them", async () => {
    byOperator();
    const { name } = await (await create(OPERATOR_KEY)).json<CreatedRoom>();
    const answer = fetchWorker(`/r/${name}/settings`, {
      method: "PATCH",
      ...bearerAuth(OPERATOR_KEY, JSON_TYPE),
      body: '{"topic":"tea"}',
    });
    expect(await outcome(answer)).toEqual([401, "invalid_token"]);
  });
});

describe("[POLICY-2] rooms that vouched users create", () => {
  const tokenFor = (aud: unknown, more: object = {}) => key.sign(usualClaims(ORIGIN, { aud, ...more }));

  test("are created with a token for the deployment, or by the operator", async () => {
    byVouched();
    expect(await outcome(create(await tokenFor(ORIGIN)))).toEqual([201]);
    expect(await outcome(create(await tokenFor(["https://other.example", ORIGIN])))).toEqual([201]);
    expect(await outcome(create(OPERATOR_KEY))).toEqual([201]);
    expect(await outcome(create(undefined))).toEqual([401, "token_needed"]);
  });

  test.each<[string, () => Promise<string>, string]>([
    ["for one room", () => tokenFor(`${ORIGIN}/r/vouched-one`), "invalid_token"],
    ["for another deployment", () => tokenFor("https://other.example"), "invalid_token"],
    ["that has expired", () => tokenFor(ORIGIN, { exp: 1_000, iat: 900 }), "expired_token"],
    ["with a role above its key's", () => tokenFor(ORIGIN, { role: "owner" }), "invalid_token"],
    ["without a name", () => tokenFor(ORIGIN, { name: undefined }), "invalid_token"],
    [
      "of another key",
      async () => (await SigningKey.generate("EdDSA")).sign(usualClaims(ORIGIN)),
      "invalid_token",
    ],
    ["of no site", async () => "payload.signature", "invalid_token"],
  ])("are not created with a token %s", async (_what, token, code) => {
    byVouched();
    expect(await outcome(create(await token(), "vouched-one"))).toEqual([401, code]);
    expect(await hasStored("vouched-one")).toBe(false);
  });

  test("say what a token for one room lacks", async () => {
    byVouched();
    const answer = await create(await tokenFor(`${ORIGIN}/r/vouched-one`), "vouched-one");
    expect(await answer.json()).toMatchObject({
      detail: 'The "aud" of a token that creates a room must be the origin of this deployment.',
    });
  });

  test("are those in which the site's key counts", async () => {
    byVouched({ rooms: "shop-*" });
    const token = await tokenFor(ORIGIN);
    expect(await outcome(create(token, "shop-tea"))).toEqual([201]);
    expect(await outcome(create(token, "bank-tea"))).toEqual([401, "invalid_token"]);
  });

  test("[VOUCH-3] behind a proxy are for the origin that POLICY names", async () => {
    setVariables({
      POLICY: { createRooms: "vouched", origin: "https://chat.example" },
      SITE_KEYS: [key.record()],
    });
    expect(await outcome(create(await tokenFor("https://chat.example")))).toEqual([201]);
    expect(await outcome(create(await tokenFor(ORIGIN)))).toEqual([401, "invalid_token"]);
  });
});

test("[POLICY-2] where everyone creates rooms no token is looked at", async () => {
  setVariables({ OPERATOR_KEY });
  for (const token of [undefined, "anything", OPERATOR_KEY])
    expect(await outcome(create(token))).toEqual([201]);
});

/** Every way to a room that a room answers. */
const REQUESTS: Readonly<Record<string, (room: string) => Promise<Response>>> = {
  info: (room) => fetchWorker(`/r/${room}`, { headers: { Accept: "application/json" } }),
  terminal: (room) => fetchWorker(`/r/${room}`, { headers: { Accept: "*/*", "User-Agent": "curl/8" } }),
  messages: (room) => fetchWorker(`/r/${room}/messages`),
  "held poll": (room) => fetchWorker(`/r/${room}/messages?after=&name=Ana&wait=1`),
  "anonymous poll": (room) => fetchWorker(`/r/${room}/messages?after=&wait=1`),
  snapshot: (room) => fetchWorker(`/r/${room}/messages?after=`),
  stream: (room) => fetchWorker(`/r/${room}/events?name=Ana`),
  "anonymous stream": (room) => fetchWorker(`/r/${room}/events`),
  help: (room) => fetchWorker(`/r/${room}?help`),
  "QR code": (room) => fetchWorker(`/r/${room}/qr.svg`),
  socket: (room) => fetchWorker(`/r/${room}/socket`),
  transcript: (room) => fetchWorker(`/r/${room}/transcript`),
  members: (room) => fetchWorker(`/r/${room}/members`),
  search: (room) => fetchWorker(`/r/${room}/search?q=tea`),
  settings: (room) => fetchWorker(`/r/${room}/settings`),
  publish: (room) => fetchWorker(`/r/${room}`, { method: "POST", body: "hi" }),
  form: (room) =>
    fetchWorker(`/r/${room}/messages`, { method: "POST", body: new URLSearchParams({ text: "hi" }) }),
  ticket: (room) => fetchWorker(`/r/${room}/ticket`, { method: "POST", headers: JSON_TYPE, body: "{}" }),
  commands: (room) =>
    fetchWorker(`/r/${room}/commands`, {
      method: "POST",
      ...bearerAuth(OPERATOR_KEY, JSON_TYPE),
      body: '{"type":"publish","id":"1","text":"hi"}',
    }),
  delete: (room) => fetchWorker(`/r/${room}`, { method: "DELETE", ...bearerAuth(OPERATOR_KEY) }),
};

describe("[POLICY-3] where not everyone creates rooms, a name without a room", () => {
  test.each(Object.entries(REQUESTS))("is 404, also after its object slept: %s", async (_what, request) => {
    byOperator();
    const room = uniqueRoomName();
    for (const isEvicted of [false, true]) {
      if (isEvicted) await evictDurableObject(stubOf(room));
      const answer = await request(room);
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { code: "room_not_found", detail: "There is no room of this name." },
      ]);
    }
    expect(await hasStored(room)).toBe(false);
  });

  test.each([
    ["with JSON", ["majlis.v1"], undefined],
    ["with plain text", [], undefined],
    ["of a vouched member", ["majlis.v1"], () => key.sign(usualClaims(ORIGIN))],
  ] as const)("closes a socket %s with 4511", async (_what, protocols, token) => {
    byVouched();
    const room = uniqueRoomName();
    const signed = await token?.();
    const guest = await Guest.join(room, {
      protocols,
      ...(signed === undefined ? { name: "Ana" } : { token: signed }),
    });
    expect(await guest.untilClosed()).toEqual({ code: 4511, reason: "There is no room of this name." });
    expect(guest.frames).toEqual([]);
    expect(await hasStored(room)).toBe(false);
  });

  test.each(["", "/embed", "/plain", "/plain?view=embed"])(
    "has a page that says so, in the reader's language: %j",
    async (path) => {
      byOperator();
      const page = await fetchWorker(`/r/nothing${path}`, { headers: { ...HTML, "Accept-Language": "ar" } });
      const text = await page.text();
      expect([page.status, page.headers.get("Cache-Control")]).toEqual([404, "no-store"]);
      expect(text).toContain(`<h1>${ar.pages.noRoom}</h1>`);
      expect(text).toContain(ar.pages.noRoomText);
      expect(text).toContain('<html lang="ar" dir="rtl"');
      expect(text).not.toContain("<script");
      const isFrame = path.includes("embed");
      expect(page.headers.get("Content-Security-Policy")?.includes("frame-ancestors")).toBe(!isFrame);
    },
  );

  test("is 404 for the form of the page without JavaScript too", async () => {
    byOperator();
    const answer = await fetchWorker("/r/nothing/plain", {
      method: "POST",
      headers: { ...HTML, "Content-Type": "application/x-www-form-urlencoded", Origin: ORIGIN },
      body: "text=hi",
    });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(en.pages.noRoom)]);
  });

  test("teaches a terminal no use of it", async () => {
    byOperator();
    const answer = await fetchWorker("/r/nothing", { headers: { Accept: "*/*", "User-Agent": "curl/8" } });
    const problem = await answer.json();
    expect(problem).toMatchObject({ code: "room_not_found" });
    expect(problem).not.toHaveProperty("usage");
  });

  test("is no suggestion for a name that no room can have", async () => {
    const ask = async () =>
      (await fetchWorker("/r/%F0%9F%8D%B5")).json<{ code: string; suggestion?: string }>();
    expect(await ask()).toMatchObject({ code: "invalid_room_name", suggestion: expect.any(String) });
    byOperator();
    expect((await ask()).suggestion).toBeUndefined();
    const near = await (await fetchWorker("/r/a%20b")).json();
    expect(near).toMatchObject({ code: "invalid_room_name", suggestion: "a-b" });
  });
});

describe("[POLICY-3] rooms that exist go on", () => {
  test("with an owner or without, on every transport", async () => {
    const common = uniqueRoomName();
    await publishMessage(common, "before");
    const owned = await ownedRoom();
    const ana = await Guest.join(common, { name: "Ana" });
    await ana.next("welcome");
    byOperator();
    for (const room of [common, owned.name]) await evictDurableObject(stubOf(room));
    await publishMessage(common, "after");
    expect(await ana.next("message")).toMatchObject({ text: "after" });
    for (const room of [common, owned.name]) {
      const bo = await Guest.join(room, { name: "Bo" });
      expect((await bo.next("welcome")).room.name).toBe(room);
      expect((await fetchWorker(`/r/${room}`, { headers: HTML })).status).toBe(200);
      expect((await fetchWorker(`/r/${room}/messages`)).status).toBe(200);
    }
  });

  test("and one that is created is there at once", async () => {
    byOperator();
    const name = uniqueRoomName();
    expect((await fetchWorker(`/r/${name}`, { headers: HTML })).status).toBe(404);
    await create(OPERATOR_KEY, name);
    expect((await fetchWorker(`/r/${name}`, { headers: HTML })).status).toBe(200);
    await publishMessage(name, "hello");
  });

  test("a stream that had joined a room that was not created is not carried on", async () => {
    const room = uniqueRoomName();
    const stream = await fetchWorker(`/r/${room}/events?name=Ana`);
    byOperator();
    const answer = await fetchWorker(`/r/${room}`, { method: "POST", body: "hi" });
    expect([answer.status, await hasStored(room)]).toEqual([404, false]);
    await stream.body?.cancel();
  });
});

describe("[POLICY-3] the lobby", () => {
  test("is created by a visit all the same", async () => {
    byOperator({ lobby: LOBBY });
    expect((await fetchWorker(`/r/${LOBBY}`, { headers: HTML })).status).toBe(200);
    const ana = await Guest.join(LOBBY, { name: "Ana" });
    expect((await ana.next("welcome")).room.name).toBe(LOBBY);
    await publishMessage(LOBBY, "hello");
  });
});

describe("[POLICY-3] the landing page", () => {
  const landing = async (language: string) =>
    (await fetchWorker(`/?lang=${language}`, { headers: HTML })).text();

  test("offers no creation where the visitor may not create, and says who does", async () => {
    byOperator();
    for (const [language, words] of [
      ["en", en],
      ["ar", ar],
    ] as const) {
      const page = await landing(language);
      expect(page).toContain(words.landing.operatorCreates);
      expect(page).toContain(words.landing.enterRoom);
      for (const absent of [words.landing.createRoom, words.landing.createHint, words.landing.nameHint])
        expect(page).not.toContain(absent);
      expect(page).toMatch(/id="room"\s+name="room"\s+value=""/);
      expect(page).not.toMatch(/id="(?:create|another|create-problem)"/);
    }
    byVouched();
    expect(await landing("en")).toContain(en.landing.sitesCreate);
    expect(await landing("en")).not.toContain("?help");
    byOperator({ lobby: LOBBY });
    expect(await landing("en")).toContain(`href="/r/${LOBBY}?help"`);
  });

  test("has commands for a room that is there, else for the reader's own", async () => {
    const commands = async () =>
      (await landing("en")).replaceAll(/<wbr ?\/?>/gu, "").match(/(?<=<code>[^<]*\/r\/)[\w-]+/gu);
    expect(await commands()).toEqual(["tea", "tea"]);
    byOperator();
    expect(await commands()).toEqual(["YOUR-ROOM", "YOUR-ROOM"]);
    byOperator({ lobby: LOBBY });
    expect(await commands()).toEqual([LOBBY, LOBBY]);
  });

  test("offers it where everyone may", async () => {
    const page = await landing("en");
    for (const present of [en.landing.createRoom, en.landing.createHint, en.landing.nameHint])
      expect(page).toContain(present);
    expect(page).not.toContain(en.landing.operatorCreates);
    expect(page).toMatch(/value="\w+(?:-\w+){4}"/);
  });
});

describe("[POLICY-4] the defaults of a deployment", () => {
  const DEFAULTS = {
    language: "ar",
    write: "members",
    guestLinks: false,
    slowModeSeconds: 5,
    retentionHours: 24,
  };

  async function created(settings: object): Promise<unknown> {
    setVariables({ POLICY: { defaults: DEFAULTS } });
    const { name } = await (await create(undefined, uniqueRoomName(), settings)).json<CreatedRoom>();
    return (await fetchWorker(`/r/${name}/settings`)).json();
  }

  test("are the settings of a new room, unless its creator names others", async () => {
    expect(await created({})).toEqual(DEFAULTS);
    expect(await created({ title: "Tea", write: null })).toEqual({ ...DEFAULTS, title: "Tea" });
    expect(
      await created({ write: "everyone", guestLinks: true, slowModeSeconds: 0, retentionHours: 1 }),
    ).toEqual({
      language: "ar",
      retentionHours: 1,
    });
  });

  test("are changed by the owner", async () => {
    setVariables({ POLICY: { defaults: DEFAULTS } });
    const { name, ownerKey } = await (await create(undefined)).json<CreatedRoom>();
    const answer = await fetchWorker(`/r/${name}/settings`, {
      method: "PATCH",
      ...bearerAuth(ownerKey, JSON_TYPE),
      body: '{"write":"everyone"}',
    });
    const { write: _write, ...rest } = DEFAULTS;
    expect(await answer.json()).toMatchObject({ type: "settings", settings: rest });
    expect(await (await fetchWorker(`/r/${name}/settings`)).json()).toEqual(rest);
  });

  test("of who may read make a room private from its beginning", async () => {
    setVariables({ POLICY: { defaults: { read: "members" } } });
    const { name } = await (await create(undefined)).json<CreatedRoom>();
    expect(await outcome(fetchWorker(`/r/${name}/messages`))).toEqual([401, "members_only"]);
  });

  test("do not hold for a room that a visit creates", async () => {
    setVariables({ POLICY: { defaults: DEFAULTS } });
    const room = uniqueRoomName();
    await publishMessage(room, "https://site.example");
    expect(await (await fetchWorker(`/r/${room}/settings`)).json()).toEqual({});
  });
});

describe("[POLICY-5] owners only narrow what the deployment allows", () => {
  const ALLOWED = "https://shop.example";

  test("a site that it does not allow is refused, at creation and later", async () => {
    setVariables({ POLICY: { embedOrigins: [ALLOWED, "https://blog.example"] } });
    const foreign = { embedOrigins: [ALLOWED, "https://evil.example"] };
    const refused = await create(undefined, uniqueRoomName(), foreign);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      {
        code: "bad_command",
        detail: '"embedOrigins" may not have https://evil.example: this deployment does not allow it.',
      },
    ]);
    const { name, ownerKey } = await ownedRoom({ embedOrigins: [ALLOWED] });
    const patch = (settings: object) =>
      fetchWorker(`/r/${name}/settings`, {
        method: "PATCH",
        ...bearerAuth(ownerKey, JSON_TYPE),
        body: JSON.stringify(settings),
      });
    expect(await outcome(patch(foreign))).toEqual([400, "bad_command"]);
    expect((await patch({ embedOrigins: ["https://blog.example"] })).status).toBe(200);
    expect((await patch({ embedOrigins: [] })).status).toBe(200);
  });

  test("longer retention than the deployment's is refused", async () => {
    const refused = create(undefined, uniqueRoomName(), { retentionHours: 721 });
    expect(await outcome(refused)).toEqual([400, "bad_command"]);
  });
});
