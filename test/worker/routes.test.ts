import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { app } from "../../src/worker/app.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { LANGUAGES, LOCALES } from "../../src/locales/languages.ts";
import { parseRoomName } from "../../src/text/room-names.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { WORDS as ARABIC_ROOM_NAMES } from "../../src/worker/room-names/words-ar.ts";
import { uniqueRoomName, Guest, ORIGIN } from "../support/runtime/guest.ts";
import { isCreated, publishMessage } from "../support/runtime/worker-requests.ts";

function ask(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${path}`, { redirect: "manual", ...init });
}

const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Dest": "document" };

describe("[HTTP-1] /r/{room} is negotiated by Accept, User-Agent and Sec-Fetch-Dest", () => {
  test.each([
    { client: "a browser", headers: BROWSER, type: "text/html", has: 'data-view="page"' },
    {
      client: "a frame",
      headers: { ...BROWSER, "Sec-Fetch-Dest": "iframe" },
      type: "text/html",
      has: 'data-view="embed"',
    },
    {
      client: "an <object> element",
      headers: { ...BROWSER, "Sec-Fetch-Dest": "object" },
      type: "text/html",
      has: 'data-view="embed"',
    },
    {
      client: "curl",
      headers: { Accept: "*/*", "User-Agent": "curl/8.5.0" },
      type: "text/plain",
      has: "Ana: hello",
    },
    {
      client: "Wget",
      headers: { Accept: "*/*", "User-Agent": "Wget/1.21" },
      type: "text/plain",
      has: "Ana: hello",
    },
    {
      client: "HTTPie",
      headers: { Accept: "*/*", "User-Agent": "HTTPie/3.2" },
      type: "text/plain",
      has: "Ana: hello",
    },
    {
      client: "a link preview",
      headers: { Accept: "*/*", "User-Agent": "Slackbot" },
      type: "text/html",
      has: "og:title",
    },
    { client: "a request without headers", headers: {}, type: "text/html", has: "og:title" },
    {
      client: "a JSON client",
      headers: { Accept: "application/json" },
      type: "application/json",
      has: '"position"',
    },
    {
      client: "a client that prefers HTML to text",
      headers: { Accept: "text/html, text/plain;q=0.1" },
      type: "text/html",
      has: "og:title",
    },
    {
      client: "a client that refuses JSON",
      headers: { Accept: "application/json;q=0, text/html" },
      type: "text/html",
      has: "og:title",
    },
    {
      client: "a plain text client",
      headers: { Accept: "text/plain" },
      type: "text/plain",
      has: "Ana: hello",
    },
  ])("$client gets $type with $has", async ({ headers, type, has }) => {
    const room = uniqueRoomName();
    await ask(`/r/${room}?name=Ana`, { method: "POST", body: "hello" });
    const answer = await ask(`/r/${room}`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toContain(type);
    expect(answer.headers.get("Vary")).toContain("Accept, User-Agent, Sec-Fetch-Dest");
    expect(await answer.text()).toContain(has);
  });
});

test("[HTTP-2] the room as JSON; [ROOM-3] reads do not create it", async () => {
  const room = uniqueRoomName();
  const readInfo = async () => (await ask(`/r/${room}`, { headers: { Accept: "application/json" } })).json();
  expect(await readInfo()).toMatchObject({
    name: room,
    born: false,
    position: "0.0",
    members: 0,
    settings: {},
  });
  for (const path of ["", "/messages", "/transcript", "/members", "/embed"]) await ask(`/r/${room}${path}`);
  expect(await readInfo()).toMatchObject({ born: false });
  const ana = await Guest.join(room, { name: "Ana" });
  await ana.next("welcome");
  expect(await readInfo()).toMatchObject({ born: true, members: 1, limits: { textGraphemes: 4_000 } });
});

describe("[ROOM-1] room names in URLs", () => {
  test.each([
    ["/r/TEA?x=1", "/r/tea?x=1"],
    ["/r/Caf%65%CC%81", "/r/caf%C3%A9"],
    ["/r/Tea/messages?limit=1", "/r/tea/messages?limit=1"],
    ["/r/%d9%85", "/r/%D9%85"],
    ["/r/tea/", "/r/tea"],
    ["/R/tea", "/r/tea"],
    ["/r/TEA//", "/r/tea"],
    ["/r/tea/messages//?limit=1", "/r/tea/messages?limit=1"],
    ["/R/Tea/messages?limit=1", "/r/tea/messages?limit=1"],
    ["/R/TEA//", "/r/tea"],
    [`/r/${encodeURIComponent("می\u200cخواهم")}`, `/r/${encodeURIComponent("میخواهم")}`],
  ])("%s redirects to %s", async (path, canonical) => {
    const answer = await ask(path, { headers: BROWSER });
    expect([answer.status, answer.headers.get("Location")]).toEqual([308, canonical]);
    // curl without -L prints the body only.
    expect(await answer.text()).toContain(`is at ${new URL(canonical, answer.url).href} `);
  });

  test.each([
    "//evil.example",
    "//evil.example//",
    "/R//evil.example",
    "/R///evil.example/",
    "/r//evil.example/",
    "/r/TEA//evil.example",
    "/r/TEA//evil.example//",
    "/R/TEA//evil.example//",
    "/r/TEA/https://evil.example//",
    "/r/TEA/%5Cevil.example//",
    "/r/TEA/%0d%0aLocation:%20https://evil.example//",
    "/r/%2F%2Fevil.example/",
    "/?room=//evil.example",
    "/?room=https://evil.example",
    "/r/TEA//?next=//evil.example",
  ])("%s is not redirected out of the rooms, nor twice", async (path) => {
    const location = (await ask(path, { headers: BROWSER })).headers.get("Location");
    if (location === null) return;
    expect(location).toMatch(/^\/r\/[^/]/);
    expect(new URL(location, ORIGIN).origin).toBe(ORIGIN);
    expect((await ask(location, { headers: BROWSER })).headers.get("Location")).toBeNull();
  });

  test.each(["/r/مجلس", "/r/%D9%85%D8%AC%D9%84%D8%B3"])("%s is canonical", async (path) => {
    expect((await ask(path, { headers: BROWSER })).status).toBe(200);
  });

  test.each(["/r/a.b", "/r/a%2Fb", "/r/a%20b", `/r/${"x".repeat(65)}`, "/r/%FF", "/r/%00", "/r/..%2Fhealth"])(
    "%s is 404: a problem for programs, the landing page for browsers",
    async (path) => {
      const problem = await ask(path, { headers: { Accept: "application/json" } });
      expect(problem.status).toBe(404);
      expect(problem.headers.get("Content-Type")).toBe("application/problem+json");
      expect(await problem.json()).toMatchObject({ code: "invalid_room_name", status: 404 });
      const page = await ask(path, { headers: BROWSER });
      expect(page.status).toBe(404);
      expect(await page.text()).toContain('name="room"');
      expect((await ask(path, { method: "POST", body: "x" })).status).toBe(404);
    },
  );

  test.each([
    ["Book%20Club", "book-club"],
    ["tea.", "tea"],
    ["tea%20", "tea"],
  ])("/r/%s is 404 and suggests %s", async (name, suggestion) => {
    const problem = await ask(`/r/${name}`, { headers: { Accept: "application/json" } });
    expect(await problem.json()).toMatchObject({ code: "invalid_room_name", suggestion });
    const page = await ask(`/r/${name}`, { headers: BROWSER });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain(`href="/r/${suggestion}"`);
  });

  test("a name without letters is 404 and suggests a random one", async () => {
    const problem = await ask("/r/%F0%9F%8D%B5", { headers: { Accept: "application/json" } });
    const { suggestion } = await problem.json<{ suggestion: string }>();
    expect(parseRoomName(suggestion)).toEqual({ ok: true, value: suggestion });
  });

  test("the landing form opens the room of the nearest name", async () => {
    const answer = await ask("/?room=Book+Club", { headers: BROWSER });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/r/book-club"]);
    expect((await ask("/?room=%F0%9F%8D%B5", { headers: BROWSER })).status).toBe(404);
  });

  test("an invalid name with markup is escaped", async () => {
    const page = await ask(`/r/${encodeURIComponent('"><script>alert(1)</script>')}`, { headers: BROWSER });
    expect(await page.text()).not.toContain("<script>alert");
  });

  test("POST accepts any spelling of the name", async () => {
    const room = `Tea-${uniqueRoomName()}`;
    expect((await ask(`/r/${room}`, { method: "POST", body: "hi" })).status).toBe(201);
    expect(await (await ask(`/r/${room.toLowerCase()}/transcript`)).text()).toMatch(/: hi\n$/);
  });
});

/** A multipart body with the boundary `x` (RFC 7578). */
function multipart(fields: Record<string, string>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join("")}--x--\r\n`;
}

describe("[HTTP-4] [FORM-2] publishing over HTTP", () => {
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const json = { "Content-Type": "application/json" };

  test.each([
    { form: "curl -d", headers: form, body: "hello there", text: "hello there" },
    { form: "curl -d with an equals sign", headers: form, body: "1+1=2", text: "1+1=2" },
    { form: "a form", headers: form, body: "text=hello+there%21&name=Ana", text: "hello there!" },
    {
      form: "curl -d with a link that has text= in it",
      headers: form,
      body: "share https://t.example/share?url=https://x.example&text=read%20this",
      text: "share https://t.example/share?url=https://x.example&text=read%20this",
    },
    {
      form: "curl -d with a link that ends in fields of ours",
      headers: form,
      body: "https://t.example/?phone=1&text=hi",
      text: "https://t.example/?phone=1&text=hi",
    },
    {
      form: "curl -d with a first field of ours and another",
      headers: form,
      body: "text=Tom&Jerry=friends",
      text: "text=Tom&Jerry=friends",
    },
    { form: "curl -d with an ampersand", headers: form, body: "text=Tom & Jerry", text: "text=Tom & Jerry" },
    { form: "curl -d with the word text", headers: form, body: "text", text: "text" },
    { form: "curl -d with a field but no text", headers: form, body: "name=Ana", text: "name=Ana" },
    { form: "curl -d with fields only", headers: form, body: "text=1+1=2&id=a-1", text: "1 1=2" },
    {
      form: "a page's form with a named button",
      headers: { ...form, Origin: "https://blog.example" },
      body: "send=Send&text=hello",
      text: "hello",
    },
    { form: "JSON", headers: json, body: '{"text":"hello","name":"Ana"}', text: "hello" },
    {
      form: "JSON with mentions",
      headers: json,
      body: '{"text":"@Bo, tea?","mentions":[{"id":"b","name":"Bo"}]}',
      text: "@Bo, tea?",
    },
    {
      form: "JSON with null for what is absent",
      headers: json,
      body: '{"text":"hello","name":null,"replyTo":null,"id":null}',
      text: "hello",
    },
    {
      form: "multipart",
      headers: { "Content-Type": "multipart/form-data; boundary=x" },
      body: multipart({ text: "hello\r\nthere", other: "field" }),
      text: "hello\nthere",
    },
    {
      form: "plain text",
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      body: "مرحبا",
      text: "مرحبا",
    },
  ])("$form publishes a message", async ({ headers, body, text }) => {
    const room = uniqueRoomName();
    const bo = await Guest.join(room, { name: "Bo" });
    const answer = await ask(`/r/${room}/messages?name=Ana`, { method: "POST", headers, body });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("Location")).toBe(`/r/${room}#1`);
    const message = await answer.json();
    expect(message).toMatchObject({ type: "message", seq: 1, text, from: { name: "Ana" } });
    expect(await bo.next("message")).toEqual(message);
  });

  test.each([
    { sender: "curl -d", headers: form, body: "hi", via: "http" },
    { sender: "a program's JSON", headers: json, body: '{"text":"hi"}', via: "http" },
    { sender: "a program's form", headers: { ...form, Accept: "*/*" }, body: "text=hi", via: "http" },
    {
      sender: "fetch of Node, which has a Sec-Fetch-Mode too",
      headers: { ...json, "Sec-Fetch-Mode": "cors" },
      body: '{"text":"hi"}',
      via: "http",
    },
    { sender: "a page's form", headers: { ...form, ...BROWSER }, body: "text=hi" },
    {
      sender: "a page's script",
      headers: { ...json, Origin: "https://blog.example" },
      body: '{"text":"hi"}',
    },
    { sender: "a page with htmx", headers: { ...form, "HX-Request": "true" }, body: "text=hi" },
  ])("[HTTP-19] what $sender sends has the mark of a program or not", async ({ headers, body, via }) => {
    const room = uniqueRoomName();
    await ask(`/r/${room}`, { method: "POST", headers, body });
    const answer = await ask(`/r/${room}/messages?limit=1`);
    const { events } = await answer.json<{ events: { from: { via?: string } }[] }>();
    expect(events.map(({ from }) => from.via)).toEqual([via]);
  });

  test("[HTTP-19] a program with a token is a member, and has no mark", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const { self } = await ana.next("welcome");
    const answer = await ask(`/r/${room}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${self.token}` },
      body: "hi",
    });
    expect((await answer.json<{ from: object }>()).from).toEqual({ id: self.id, name: "Ana" });
  });

  test.each([
    ["url-encoded", form, "text=hi"],
    ["multipart", { "Content-Type": "multipart/form-data; boundary=x" }, multipart({ text: "hi" })],
  ])("the %s form of a page redirects to the room", async (_type, headers, body) => {
    const room = uniqueRoomName();
    const answer = await ask(`/r/${room}`, { method: "POST", headers: { ...headers, ...BROWSER }, body });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, `/r/${room}`]);
    expect(await (await ask(`/r/${room}/transcript`)).text()).toMatch(/: hi\n$/);
  });

  test.each(["text", "name", "id"])(
    "[FORM-1] the answer to a file as the %s says how to send it",
    async (field) => {
      const room = uniqueRoomName();
      const fields = multipart({ text: "hi" }).replace(/--x--\r\n$/, "");
      const answer = await ask(`/r/${room}`, {
        method: "POST",
        headers: { "Content-Type": "multipart/form-data; boundary=x" },
        body: `--x\r\nContent-Disposition: form-data; name="${field}"; filename="a.txt"\r\n\r\nfrom a file\r\n${fields}--x--\r\n`,
      });
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { code: "bad_request", detail: expect.stringContaining(`-F '${field}=<file'`) },
      ]);
      expect(await (await ask(`/r/${room}/transcript`)).text()).toBe("");
    },
  );

  test("[FORM-1] an image is refused with all the types that a message may have", async () => {
    const answer = await ask(`/r/${uniqueRoomName()}`, {
      method: "POST",
      headers: { "Content-Type": "image/png" },
      body: "x",
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      415,
      {
        title: "This address does not take a body of this type or encoding.",
        detail:
          "Send application/json, application/x-www-form-urlencoded, multipart/form-data or text/plain.",
      },
    ]);
  });

  test("[FORM-1] multipart fields are those of a form", async () => {
    const room = uniqueRoomName();
    await publishMessage(room, "first");
    const answer = await ask(`/r/${room}`, {
      method: "POST",
      headers: { "Content-Type": 'multipart/form-data; boundary="x"' },
      body: multipart({ text: "مرحبا 👋", name: "Bo", id: "k-7", replyTo: "1" }),
    });
    expect(await answer.json()).toMatchObject({
      text: "مرحبا 👋",
      from: { name: "Bo" },
      id: "k-7",
      replyTo: 1,
    });
  });

  test("a form of htmx is answered without a body, which htmx would show as HTML", async () => {
    const room = uniqueRoomName();
    const answer = await ask(`/r/${room}`, {
      method: "POST",
      headers: { ...form, Accept: "text/html", "HX-Request": "true", "HX-Current-URL": "https://a.example/" },
      body: "text=hi&csrf=7",
    });
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(await (await ask(`/r/${room}/transcript`)).text()).toMatch(/: hi\n$/);
  });

  test("an Idempotency-Key in quotation marks is the same key as without", async () => {
    const room = uniqueRoomName();
    const publish = (key: string) =>
      ask(`/r/${room}`, { method: "POST", headers: { "Idempotency-Key": key }, body: "once" });
    const answers = [
      await publish('"8e03978e-40d5"'),
      await publish("8e03978e-40d5"),
      await publish('"8e03978e-40d5";v=1'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
    expect(await answers[0]?.json()).toMatchObject({ id: "8e03978e-40d5" });
  });

  test("[HTTP-5] [PUB-6] a repeated Idempotency-Key answers the same message", async () => {
    const room = uniqueRoomName();
    const publish = (body: string) =>
      ask(`/r/${room}`, { method: "POST", headers: { "Idempotency-Key": "k-1" }, body });
    const [first, second] = [await publish("once"), await publish("once")];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await second.json()).toEqual(await first.json());
    expect(await (await ask(`/r/${room}/transcript`)).text()).toMatch(/^guest-\w{4}: once\n$/);
  });

  test.each([
    { type: "JSON", headers: json, bodyWith: (since: number) => `{"text":"once","since":${since}}` },
    { type: "a form", headers: form, bodyWith: (since: number) => `text=once&since=${since}` },
  ])("[PUB-5] a POST of $type may say since which seq a repeat is to be looked for", async (sent) => {
    const { headers, bodyWith } = sent;
    const room = uniqueRoomName();
    const publish = (key: string, since: number) =>
      ask(`/r/${room}`, {
        method: "POST",
        headers: { ...headers, "Idempotency-Key": key },
        body: bodyWith(since),
      });
    const early = await publish("k-0", 7);
    expect([early.status, await early.json()]).toMatchObject([409, { code: "outcome_unknown" }]);
    expect(await isCreated(room)).toBe(false);
    const answers = [await publish("k-1", 0), await publish("k-1", 0), await publish("k-2", 1)];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
    expect((await publish("k-3", 99)).status).toBe(409);
  });

  test("[ID-1] the token identifies the sender, whatever name the body has", async () => {
    const room = uniqueRoomName();
    const ana = await Guest.join(room, { name: "Ana" });
    const { self } = await ana.next("welcome");
    const answer = await ask(`/r/${room}`, {
      method: "POST",
      headers: { ...json, Authorization: `Bearer ${self.token}` },
      body: '{"text":"it is me","name":"Bo","member":"x"}',
    });
    expect(await answer.json()).toMatchObject({ from: { id: self.id, name: "Ana" } });
  });

  test.each([
    { why: "no text", headers: json, body: "{}", status: 400, code: "bad_request" },
    { why: "malformed JSON", headers: json, body: "{", status: 400, code: "bad_request" },
    { why: "JSON of a wrong type", headers: json, body: '{"text":7}', status: 400, code: "bad_request" },
    {
      why: "JSON that nests too deep",
      headers: json,
      body: `{"text":"x","a":${"[".repeat(99)}}`,
      status: 400,
      code: "bad_request",
    },
    { why: "an empty body", headers: {}, body: "", status: 400, code: "empty_text" },
    { why: "control characters", headers: {}, body: "\u0007", status: 400, code: "invalid_text" },
    { why: "a text over its limit", headers: {}, body: "x".repeat(4_001), status: 413, code: "too_large" },
    { why: "a body over its limit", headers: {}, body: "x".repeat(70_000), status: 413, code: "too_large" },
    {
      why: "an invalid name",
      headers: json,
      body: '{"text":"x","name":"a:b"}',
      status: 400,
      code: "invalid_name",
    },
    {
      why: "a malformed Idempotency-Key",
      headers: { "Idempotency-Key": "a b" },
      body: "x",
      status: 400,
      code: "bad_request",
    },
    {
      why: "an Idempotency-Key with one quotation mark",
      headers: { "Idempotency-Key": '"ab' },
      body: "x",
      status: 400,
      code: "bad_request",
    },
    {
      why: "a page's form without a text",
      headers: { ...form, Origin: "https://blog.example" },
      body: "message=hi",
      status: 400,
      code: "bad_request",
    },
    {
      why: "multipart without a text",
      headers: { "Content-Type": "multipart/form-data; boundary=x" },
      body: multipart({ message: "hi" }),
      status: 400,
      code: "bad_request",
    },
    {
      why: "multipart without its boundary",
      headers: { "Content-Type": "multipart/form-data" },
      body: multipart({ text: "hi" }),
      status: 400,
      code: "bad_request",
    },
    {
      why: "an invalid token",
      headers: { Authorization: "Bearer a.b" },
      body: "x",
      status: 401,
      code: "invalid_token",
    },
    {
      why: "a reply to an unknown message",
      headers: json,
      body: '{"text":"x","replyTo":9}',
      status: 404,
      code: "message_not_found",
    },
    {
      why: "an image",
      headers: { "Content-Type": "image/png" },
      body: "x",
      status: 415,
      code: "unsupported_media_type",
    },
    {
      why: "a compressed body",
      headers: { "Content-Encoding": "gzip" },
      body: "x",
      status: 415,
      code: "unsupported_media_type",
    },
  ])("$why is a problem ($code), and nothing is stored", async ({ headers, body, status, code }) => {
    const room = uniqueRoomName();
    const answer = await ask(`/r/${room}`, {
      method: "POST",
      headers: { "Content-Type": "text/plain", ...headers } as Record<string, string>,
      body,
    });
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect([answer.status, await answer.json()]).toMatchObject([status, { code, status }]);
    expect(await (await ask(`/r/${room}/transcript`)).text()).toBe("");
  });

  test("a body that is not UTF-8 is refused", async () => {
    const answer = await ask(`/r/${uniqueRoomName()}`, {
      method: "POST",
      body: new Uint8Array([0xff, 0xfe]),
    });
    expect(await answer.json()).toMatchObject({ code: "invalid_text" });
  });

  test("[LIM-1] messages over the rate of an address are 429 with Retry-After", async () => {
    const room = uniqueRoomName();
    const publish = () =>
      ask(`/r/${room}`, { method: "POST", headers: { "CF-Connecting-IP": "192.0.2.1" }, body: "x" });
    const answers = await withFrozenClock(() => Promise.all(Array.from({ length: 100 }, publish)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(20);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers.get("Retry-After")).toBe("1");
  });
});

describe("[HTTP-3] [HTTP-6] reading over HTTP", () => {
  test("pages of messages, members and transcript", async () => {
    const room = uniqueRoomName();
    for (const text of ["1", "2", "3"]) await ask(`/r/${room}?name=Ana`, { method: "POST", body: text });
    const page = await (await ask(`/r/${room}/messages?limit=1&before=3`)).json();
    expect(page).toMatchObject({ events: [{ seq: 2, text: "2" }], more: true });
    await (await Guest.join(room, { name: "Bo" })).next("welcome");
    expect(await (await ask(`/r/${room}/members`)).json()).toMatchObject({
      count: 1,
      list: [{ name: "Bo" }],
    });
    expect(await (await ask(`/r/${room}/members?prefix=b`)).json()).toMatchObject({ list: [{ name: "Bo" }] });
    expect(await (await ask(`/r/${room}/members?prefix=o`)).json()).toEqual({ count: 1, list: [] });
    expect((await ask(`/r/${room}/members?prefix=`)).status).toBe(400);
    const post = (body: object) =>
      ask(`/r/${room}/members`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    expect(await (await post({ prefix: "b" })).json()).toMatchObject({ list: [{ name: "Bo" }] });
    expect(await (await post({})).json()).toMatchObject({ code: "bad_request" });
    expect(await (await ask(`/r/${room}/transcript`)).text()).toBe("Ana: 1\nAna: 2\nAna: 3\n");
  });

  test.each([
    "before=0",
    "before=x",
    "before=1.5",
    "before=-1",
    "before=",
    "limit=0",
    "limit=201",
    "limit=1e2",
  ])("?%s is a problem that names the parameter", async (query) => {
    const answer = await ask(`/r/${uniqueRoomName()}/messages?${query}`);
    expect(answer.status).toBe(400);
    const { detail } = await answer.json<{ detail: string }>();
    expect(detail).toContain(query.split("=")[0]);
  });

  test("GET /health answers the version", async () => {
    expect(await (await ask("/health")).json()).toEqual({ status: "ok", version: "0.1.0" });
  });
});

describe("[HTTP-7] methods and unknown URLs", () => {
  test.each([
    ["/", "PUT", "GET, HEAD"],
    ["/health", "POST", "GET, HEAD"],
    ["/rooms", "PUT", "GET, HEAD, POST"],
    ["/r/tea", "PUT", "GET, HEAD, DELETE, POST"],
    ["/r/tea/messages", "PATCH", "GET, HEAD, POST"],
    ["/r/tea/members", "PUT", "GET, HEAD, POST"],
    ["/r/tea/messages/1", "GET", "PATCH, DELETE"],
    ["/r/tea/messages/1/reactions/x", "POST", "GET, HEAD, PUT, DELETE"],
    ["/r/tea/typing", "HEAD", "POST"],
  ])("%s refuses %s with Allow", async (path, method, allow) => {
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, allow]);
  });

  test("a browser too gets a 405 problem, with nothing of the 404 page in its headers", async () => {
    const answer = await ask("/r/tea/commands", { headers: BROWSER });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([405, "POST"]);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(answer.headers.get("Vary")).toBeNull();
    expect(answer.headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(await answer.json()).toMatchObject({
      code: "method_not_allowed",
      detail: "This URL accepts POST.",
    });
  });

  test("an invalid room name is a 404 whatever the method", async () => {
    expect((await ask("/r/a.b", { method: "DELETE" })).status).toBe(404);
  });

  test.each(["/nothing", "/r/tea/nothing", "/r", "/r/"])("%s is 404 with a problem", async (path) => {
    const answer = await ask(path, { headers: { Accept: "application/json" } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  });

  test.each([
    ["/nothing", en.pages.notFound],
    ["/r/tea/nothing", en.pages.notFound],
    ["/nothing?lang=ar", ar.pages.notFound],
  ])("%s in a browser is 404 with the landing page, which says so", async (path, words) => {
    const answer = await ask(path, { headers: BROWSER });
    expect(answer.status).toBe(404);
    const page = await answer.text();
    expect(page).toContain('name="room"');
    expect(page).toContain(words);
    expect(page).toContain("noindex");
    expect(await (await ask("/", { headers: BROWSER })).text()).not.toContain(en.pages.notFound);
  });

  test("HEAD is GET without a body", async () => {
    const answer = await ask("/r/tea", { method: "HEAD", headers: BROWSER });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });

  test("the socket URL without an upgrade is 426", async () => {
    const answer = await ask("/r/tea/socket");
    expect([answer.status, answer.headers.get("Upgrade")]).toEqual([426, "websocket"]);
  });
});

describe("security headers", () => {
  test.each(["/", "/r/tea", "/r/tea/embed", "/r/a.b"])("the page at %s has a strict policy", async (path) => {
    const { headers } = await ask(path, { headers: BROWSER });
    const policy = headers.get("Content-Security-Policy")?.split("; ") ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy.join("; ")).not.toMatch(/unsafe|https?:/);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("X-Frame-Options")).toBeNull();
  });

  test("an answer that is not a page has a policy that allows nothing, and no legacy headers", async () => {
    const { headers } = await ask("/r/tea/transcript");
    const securityHeaders = [...headers].filter(([name]) =>
      /^(content-security|cross-origin|origin-agent|permissions|referrer|strict|x-)/.test(name),
    );
    expect(Object.fromEntries(securityHeaders)).toEqual({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
    });
  });

  test("[EMBED-16] only a room's page for members of a site keeps its opener", async () => {
    const room = `/r/${uniqueRoomName()}`;
    for (const [path, policy] of [
      [`${room}?signin=frame`, "unsafe-none"],
      [`${room}?signin=FRAME`, "same-origin"],
      [`${room}?lang=ar`, "same-origin"],
      [`${room}/plain?signin=frame`, "same-origin"],
      ["/?signin=frame", "same-origin"],
    ]) {
      const { headers } = await ask(path ?? "", { headers: { Accept: "text/html" } });
      expect([path, headers.get("Cross-Origin-Opener-Policy")]).toEqual([path, policy]);
      expect(headers.get("Content-Security-Policy")).toMatch(
        path?.startsWith("/?") ? /./u : /frame-ancestors 'self'/u,
      );
    }
  });

  test("every route's answer has them, whatever it is", async () => {
    const room = uniqueRoomName();
    const routes = app.routes.filter(({ path, method }) => !path.includes("*") && method !== "ALL");
    expect(routes.length).toBeGreaterThan(20);
    for (const { path, method } of routes) {
      const url = path.replace(":room", room).replace(":seq", "1").replace(":emoji", "x");
      const answer = await ask(url, { method, headers: { Accept: "text/html" } });
      await answer.body?.cancel();
      const embeds = url.endsWith("/embed");
      const headers = {
        "Content-Security-Policy": expect.stringContaining("default-src 'none'"),
        "Cross-Origin-Opener-Policy": embeds ? "unsafe-none" : "same-origin",
        "Cross-Origin-Resource-Policy": embeds || url.endsWith("/qr.svg") ? "cross-origin" : "same-origin",
        "Permissions-Policy": expect.stringContaining("camera=()"),
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
      };
      const sent = Object.keys(headers).map((name) => [name, answer.headers.get(name)]);
      expect({ url, ...Object.fromEntries(sent) }).toEqual({ url, ...headers });
    }
  });

  test("Strict-Transport-Security is not sent over plain HTTP (RFC 6797 §7.2)", async () => {
    const { headers } = await exports.default.fetch("http://majlis.test/health");
    expect(headers.get("Strict-Transport-Security")).toBeNull();
  });
});

describe("the landing page", () => {
  test("?lang= wins over the cookies of the settings, and they over Accept-Language", async () => {
    const Cookie = "theme=dark; lang=ar";
    for (const path of ["/", `/r/${uniqueRoomName()}`]) {
      const headers = { Cookie, Accept: "text/html", "Accept-Language": "en" };
      const answer = await ask(path, { headers });
      expect(answer.headers.get("Vary")).toContain("Cookie");
      expect(await answer.text()).toMatch(/<html lang="ar" dir="rtl" data-theme="dark"/);
      expect(await (await ask(`${path}?lang=en`, { headers })).text()).toMatch(/<html lang="en"/);
    }
    const invalid = { Cookie: 'theme="><script>; lang=xx', Accept: "text/html" };
    expect(await (await ask("/", { headers: invalid })).text()).toMatch(
      /<html lang="en" dir="ltr" data-theme="auto"/,
    );
    const framed = await ask(`/r/${uniqueRoomName()}/embed`, { headers: { Cookie, Accept: "text/html" } });
    expect(await framed.text()).toMatch(/<html lang="en" dir="ltr" data-theme="auto"/);
  });

  test("text size, density and clock are in every page's HTML, and a frame has its own", async () => {
    const shown = async (path: string, cookie: string) => {
      const html = await (await ask(path, { headers: { Cookie: cookie, Accept: "text/html" } })).text();
      return ["text-size", "density", "clock"].map(
        (name) => new RegExp(`<html[^>]* data-${name}="(\\w+)"`, "u").exec(html)?.[1],
      );
    };
    const room = `/r/${uniqueRoomName()}`;
    for (const path of ["/", room, `${room}/embed`, `${room}/plain`, "/offline"])
      expect([path, await shown(path, "display=large.compact.24")]).toEqual([
        path,
        ["large", "compact", "24"],
      ]);
    const both = "display=large.compact.24; frame-display=small.comfortable.12";
    expect(await shown(`${room}/embed`, both)).toEqual(["small", "comfortable", "12"]);
    expect(await shown(room, both)).toEqual(["large", "compact", "24"]);
    expect(await shown(room, "display=gigantic.compact")).toEqual(["default", "compact", "auto"]);
  });

  test("every page is in every language, also in those that the Worker does not bundle", async () => {
    const room = `/r/${uniqueRoomName()}`;
    for (const language of LANGUAGES) {
      const { direction, pages, plain, shared, appName } = LOCALES[language];
      const html = async (path: string) =>
        (await ask(path, { headers: { "Accept-Language": language, Accept: "text/html" } })).text();
      const root = `<html lang="${language}" dir="${direction}"`;
      const expected = { "/": pages.tagline, [room]: shared.loading, [`${room}/plain`]: plain.empty };
      for (const [path, words] of Object.entries(expected)) {
        const page = await html(path);
        expect([path, page.includes(root), page.includes(words)]).toEqual([path, true, true]);
      }
      const offline = await html("/offline");
      for (const other of LANGUAGES) expect(offline).toContain(LOCALES[other].offline.title);
      const manifest = await ask(`/manifest.webmanifest?lang=${language}`);
      expect(await manifest.json()).toMatchObject({ name: appName, lang: language, dir: direction });
    }
  });

  test("it suggests another name each time, in the reader's language", async () => {
    const [one, two] = [await (await ask("/")).text(), await (await ask("/")).text()];
    const suggested = (html: string) => /name="room"\s+value="([a-z-]+)"/.exec(html)?.[1];
    expect(suggested(one)).toMatch(/^[a-z]+(?:-[a-z]+){4}$/);
    expect(suggested(one)).not.toBe(suggested(two));
  });

  test("suggests a name of Arabic words to a reader of Arabic, on the page and in a problem", async () => {
    const headers = { "Accept-Language": "ar" };
    const words = new Set(ARABIC_ROOM_NAMES.trim().split(/\s+/u));
    const page = await (await ask("/", { headers: { ...BROWSER, ...headers } })).text();
    const onPage = /name="room"\s+value="([^"]+)"/.exec(page)?.[1] ?? "";
    const problem = await ask("/r/%F0%9F%8D%B5", { headers });
    const { suggestion } = await problem.json<{ suggestion: string }>();
    for (const name of [onPage, suggestion]) {
      expect(name.split("-")).toHaveLength(5);
      for (const word of name.split("-")) expect(words).toContain(word);
    }
    const arabic = await (await ask("/", { headers: { "Accept-Language": "ar-EG,en;q=0.5" } })).text();
    expect(arabic).toMatch(/<html[^>]* lang="ar" dir="rtl"/);
    expect(arabic).toContain(`<title>${ar.appName} · ${ar.pages.tagline}</title>`);
    expect(await (await ask("/?lang=en", { headers: { "Accept-Language": "ar" } })).text()).toMatch(
      /lang="en"/,
    );
  });

  test.each([
    ["ar", "ar"],
    ["AR-eg", "ar"],
    ["de, ar;q=0.5, en;q=0.4", "ar"],
    ["en;q=0.2, ar;q=0.3", "ar"],
    ["ar;q=0.5, en;q=0.5", "ar"],
    ["fr-CA", "fr"],
    ["es-MX, en;q=0.8", "es"],
    ["fa-IR", "fa"],
    ["ar;q=0, en", "en"],
    ["ar;q=0", "en"],
    ["*", "en"],
    ["ars, de", "en"],
    ["", "en"],
  ])("Accept-Language: %s gets %s", async (accepted, language) => {
    const answer = await ask("/", { headers: { "Accept-Language": accepted } });
    expect(await answer.text()).toMatch(new RegExp(`<html[^>]* lang="${language}"`));
  });

  test.each([
    ["Tea Room", 303, "/r/tea-room"],
    ["🍵", 404, null],
    ["Tea", 303, "/r/tea"],
    [" مجلس ", 303, `/r/${encodeURIComponent("مجلس")}`],
    ["", 404, null],
  ])("entering the room name %j answers %i", async (name, status, location) => {
    const answer = await ask(`/?room=${encodeURIComponent(name)}`);
    expect([answer.status, answer.headers.get("Location")]).toEqual([status, location]);
  });
});

describe("[EMBED-1] who may frame a page", () => {
  const policyOf = ({ headers }: Response) => ({
    ancestors: /frame-ancestors[^;]*/.exec(headers.get("Content-Security-Policy") ?? "")?.[0],
    resource: headers.get("Cross-Origin-Resource-Policy"),
    embedder: headers.get("Cross-Origin-Embedder-Policy"),
  });

  test.each(["/r/tea/embed", "/r/tea/plain?view=embed", "/r/tea/embed?lang=ar"])(
    "any page may frame %s, also one that is isolated, or of an app or extension",
    async (path) => {
      const answer = await ask(path, { headers: BROWSER });
      expect(policyOf(answer)).toEqual({
        ancestors: undefined,
        resource: "cross-origin",
        embedder: "require-corp",
      });
      expect(answer.headers.get("X-Frame-Options")).toBeNull();
    },
  );

  test("[EMBED-2] a frame of the room's own address is the page for frames only where the browser says so", async () => {
    const read = async (path: string, destination?: string) => {
      const { "Sec-Fetch-Dest": _, ...plainHttp } = BROWSER;
      const headers = destination === undefined ? plainHttp : { ...plainHttp, "Sec-Fetch-Dest": destination };
      const answer = await ask(path, { headers });
      const view = /data-view="(\w+)"/u.exec(await answer.text())?.[1];
      return [view, policyOf(answer).ancestors === undefined];
    };
    expect(await read("/r/tea", "iframe")).toEqual(["embed", true]);
    expect(await read("/r/tea")).toEqual(["page", false]);
    expect(await read("/r/tea/embed")).toEqual(["embed", true]);
  });

  test.each(["/", "/r/tea", "/r/tea/plain", "/offline"])("only our own pages may frame %s", async (path) => {
    expect(policyOf(await ask(path, { headers: BROWSER })).ancestors).toBe("frame-ancestors 'self'");
  });
});
