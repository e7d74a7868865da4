/** The sites that a room names in its settings (SPEC EMBED-5, EMBED-6), and what its pages cost (PRIV-5). */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { ar } from "../../src/locales/pages/ar.ts";
import { en } from "../../src/locales/pages/en.ts";
import worker from "../../src/worker/index.ts";
import { Guest, ORIGIN, uniqueRoomName } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker, isCreated, publishMessage } from "../support/runtime/worker-requests.ts";

const SHOP = "https://shop.example";
const EVIL = "https://evil.example";
const BLOG = "https://blog.example:8443";
const JSON_TYPE = { "Content-Type": "application/json" };
const FRAMES = ["/embed", "/plain?view=embed"];

async function ownedRoom(settings: object = { embedOrigins: [SHOP, BLOG] }) {
  const body = JSON.stringify({ name: uniqueRoomName(), ...settings });
  const created = await fetchWorker("/rooms", { method: "POST", headers: JSON_TYPE, body });
  if (created.status !== 201) throw new Error(await created.text());
  return created.json<{ name: string; ownerKey: string }>();
}

async function configure(room: { name: string; ownerKey: string }, settings: object): Promise<void> {
  const headers = bearerAuth(room.ownerKey, JSON_TYPE);
  await fetchWorker(`/r/${room.name}/settings`, {
    method: "PATCH",
    ...headers,
    body: JSON.stringify(settings),
  });
}

/** The answer with these bindings, and how many times the room was called for it. */
async function ask(path: string, headers: Record<string, string> = {}, bindings: object = {}) {
  let calls = 0;
  const ROOM = {
    getByName(name: string) {
      calls += 1;
      return env.ROOM.getByName(name);
    },
  };
  const request = new Request(`${ORIGIN}${path}`, { headers: { Accept: "text/html", ...headers } });
  const answer = await worker.fetch(
    request as Request<unknown, IncomingRequestCfProperties>,
    { ...env, ROOM, ...bindings } as never,
    createExecutionContext(),
  );
  return { answer, calls };
}

function ancestorsIn({ headers }: Response): string | undefined {
  return /frame-ancestors[^;]*/.exec(headers.get("Content-Security-Policy") ?? "")?.[0];
}

/** As a browser asks for a frame on a page of this site. */
const inFrameOf = (site: string) => ({
  "Sec-Fetch-Dest": "iframe",
  "Sec-Fetch-Site": "cross-site",
  Referer: `${site}/`,
});

describe("[EMBED-5] the pages for frames", () => {
  test.each(FRAMES)("may be framed by the sites that the room names, at once: %s", async (path) => {
    const room = await ownedRoom();
    const ancestors = async () => ancestorsIn((await ask(`/r/${room.name}${path}`)).answer);
    expect(await ancestors()).toBe(`frame-ancestors 'self' ${SHOP} ${BLOG}`);
    await configure(room, { embedOrigins: [BLOG] });
    expect(await ancestors()).toBe(`frame-ancestors 'self' ${BLOG}`);
    await configure(room, { embedOrigins: [] });
    expect(await ancestors()).toBeUndefined();
  });

  test.each(FRAMES)("only within what the deployment allows: %s", async (path) => {
    const { name } = await ownedRoom();
    const ancestors = async (embedOrigins: string[]) =>
      ancestorsIn((await ask(`/r/${name}${path}`, {}, { POLICY: { embedOrigins } })).answer);
    expect(await ancestors([SHOP, EVIL])).toBe(`frame-ancestors 'self' ${SHOP}`);
    expect(await ancestors([EVIL])).toBe("frame-ancestors 'self'");
  });

  test("the room's own page may be framed by no other site", async () => {
    const { name } = await ownedRoom();
    expect(ancestorsIn((await ask(`/r/${name}`)).answer)).toBe("frame-ancestors 'self'");
  });
});

const ORIGINS: [string, string | undefined, boolean][] = [
  ["a named site's page", SHOP, true],
  ["a named site's page on a port", BLOG, true],
  ["our own page", ORIGIN, true],
  ["a program, without an Origin", undefined, true],
  ["another site's page", EVIL, false],
  ["a page of a site whose name begins so", "https://shop.example.evil.example", false],
  ["a page below a named site", "https://sub.shop.example", false],
  ["a named site's page over plain HTTP", "http://shop.example", false],
  ["a named site's page on another port", "https://shop.example:8443", false],
  ["a sandboxed frame", "null", false],
];

describe("[EMBED-5] by the Origin of a request", () => {
  const headersOf = (origin: string | undefined): Record<string, string> =>
    origin === undefined ? {} : { Origin: origin };

  test.each(ORIGINS)("of %s (%s) everything passes: %j", async (_who, origin, passes) => {
    const { name, ownerKey } = await ownedRoom();
    const headers = headersOf(origin);
    const requests: [string, RequestInit][] = [
      ["", { method: "POST", body: "hi" }],
      ["", { headers: { Accept: "application/json" } }],
      ["/messages", {}],
      ["/messages?after=", {}],
      ["/messages?after=&name=Bo", {}],
      ["/events", {}],
      ["/transcript", {}],
      ["/search?q=tea", {}],
      ["/members", {}],
      ["/ticket", { method: "POST" }],
      [
        "/commands",
        { method: "POST", headers: { ...JSON_TYPE, ...bearerAuth(ownerKey).headers }, body: "[]" },
      ],
      ["/audit", bearerAuth(ownerKey)],
      ["/links", bearerAuth(ownerKey)],
    ];
    const codes = await Promise.all(
      requests.map(async ([path, init]) => {
        const sent = { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } };
        const answer = await fetchWorker(`/r/${name}${path}`, sent);
        await answer.body?.cancel();
        return answer.status < 300 ? "passes" : answer.status;
      }),
    );
    expect(codes).toEqual(requests.map(() => (passes ? "passes" : 403)));
  });

  test.each(ORIGINS)("a socket of %s (%s) joins: %j", async (_who, origin, passes) => {
    const { name } = await ownedRoom();
    const { webSocket } = await fetchWorker(`/r/${name}/socket`, {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1", ...headersOf(origin) },
    });
    const first = new Promise<string | number>((resolve) => {
      webSocket?.addEventListener("message", () => resolve("welcome"));
      webSocket?.addEventListener("close", ({ code }) => resolve(code));
    });
    webSocket?.accept();
    expect(await first).toBe(passes ? "welcome" : 4510);
  });

  test("a change holds for what comes after it, and leaves open connections", async () => {
    const room = await ownedRoom({});
    const ana = await Guest.join(room.name, { name: "Ana" });
    await configure(room, { embedOrigins: [SHOP] });
    const refused = await fetchWorker(`/r/${room.name}/messages`, { headers: { Origin: EVIL } });
    expect(await refused.json()).toMatchObject({
      code: "forbidden",
      detail: expect.stringContaining("site"),
    });
    await publishMessage(room.name, "still here");
    expect(await ana.next("message")).toMatchObject({ text: "still here" });
  });
});

describe("[EMBED-6] a frame of another site", () => {
  test.each(FRAMES)("says that the room may not be shown there: %s", async (path) => {
    const { name } = await ownedRoom({ embedOrigins: [SHOP], title: "Secret title" });
    const { answer } = await ask(`/r/${name}${path}`, inFrameOf(EVIL));
    expect([answer.status, ancestorsIn(answer)]).toEqual([403, undefined]);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const page = await answer.text();
    expect(page).toContain(en.pages.frameRefused);
    expect(page).toContain(`href="${ORIGIN}/r/${name}" target="_blank"`);
    expect(page).not.toMatch(/<script|Secret title/);
    const arabic = await ask(`/r/${name}${path}${path.includes("?") ? "&" : "?"}lang=ar`, inFrameOf(EVIL));
    expect(await arabic.answer.text()).toContain(ar.pages.frameRefused);
  });

  test("is what another page than the named ones shows, and no other", async () => {
    const { name } = await ownedRoom();
    const statusOf = async (headers: Record<string, string>) =>
      (await ask(`/r/${name}/embed`, headers)).answer.status;
    expect(await statusOf(inFrameOf(SHOP))).toBe(200);
    expect(await statusOf(inFrameOf(ORIGIN))).toBe(200);
    expect(await statusOf(inFrameOf("https://shop.example.evil.example"))).toBe(403);
    // Who withholds the address of the page gets the page that the browser does not show there.
    const hidden = await ask(`/r/${name}/embed`, { "Sec-Fetch-Dest": "iframe" });
    expect([hidden.answer.status, ancestorsIn(hidden.answer)]).toEqual([
      200,
      `frame-ancestors 'self' ${SHOP} ${BLOG}`,
    ]);
    // It is no frame.
    expect(await statusOf({ "Sec-Fetch-Dest": "document", Referer: `${EVIL}/` })).toBe(200);
    // Sites that the deployment does not allow get that answer too.
    const { answer } = await ask("/r/common/embed", inFrameOf(EVIL), { POLICY: { embedOrigins: [SHOP] } });
    expect(answer.status).toBe(403);
  });

  test.each(["/r/not%20a%20room/embed", "/r/x!/embed", "/r/x!", "/r/%FF/plain?view=embed"])(
    "says that there is no room, where its name is none: %s",
    async (path) => {
      const { answer } = await ask(path, { ...inFrameOf(SHOP), Accept: "text/html" });
      expect([answer.status, ancestorsIn(answer)]).toEqual([404, undefined]);
      const page = await answer.text();
      expect(page).toContain(en.pages.noRoomText);
      // No form to create rooms on the page of another site.
      expect(page).not.toMatch(/<form|<script/);
      const { answer: own } = await ask(path.replace("/embed", ""), { Accept: "text/html" });
      expect([own.status, ancestorsIn(own)]).toEqual([404, "frame-ancestors 'self'"]);
      expect(await own.text()).toContain("<form");
    },
  );

  test.each(FRAMES)(
    "shows no page that no one may frame, where the room cannot be asked: %s",
    async (path) => {
      const { name } = await ownedRoom();
      const ROOM = {
        getByName() {
          throw Object.assign(new Error("overloaded"), { overloaded: true });
        },
      };
      const { answer } = await ask(`/r/${name}${path}`, inFrameOf(SHOP), { ROOM });
      expect([answer.status, Number(answer.headers.get("Retry-After")) > 0]).toEqual([503, true]);
      const page = await answer.text();
      expect(page).toContain(en.plain.errors.unavailable);
      expect(page).toContain('http-equiv="refresh"');
    },
  );
});

describe("[ROOM-3] the page of a room", () => {
  test("creates no room, and writes nothing", async () => {
    const name = uniqueRoomName();
    for (const path of ["", ...FRAMES]) await ask(`/r/${name}${path}`);
    expect(await isCreated(name)).toBe(false);
  });

  test("asks a room without an owner once, and remembers it", async () => {
    const name = uniqueRoomName();
    await publishMessage(name, "hello");
    const calls = [];
    for (const path of ["", "", "/embed"]) calls.push((await ask(`/r/${name}${path}`)).calls);
    expect(calls).toEqual([1, 0, 0]);
  });

  test("asks one with an owner, or that is not created, each time", async () => {
    const { name } = await ownedRoom({});
    const uncreated = uniqueRoomName();
    const calls = [];
    for (const room of [name, name, uncreated, uncreated]) calls.push((await ask(`/r/${room}/embed`)).calls);
    expect(calls).toEqual([1, 1, 1, 1]);
  });

  test("of a private room fetches no messages, and is not kept", async () => {
    const { name } = await ownedRoom({ read: "members" });
    const { answer } = await ask(`/r/${name}`);
    expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
    expect(await answer.text()).not.toContain('id="data"');
    expect(await (await ask(`/r/${uniqueRoomName()}`)).answer.text()).toContain('id="data"');
  });
});
