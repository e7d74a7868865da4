/** Requests that no client should make, to every route: each is answered, and none by a failure of ours (SPEC P-5). */
import { describe, expect, test } from "vitest";
import { ERRORS, type ErrorCode } from "../../src/protocol/errors.ts";
import { app } from "../../src/worker/app.ts";
import { fetchWorker, guestWhoLeft } from "../support/runtime/worker-requests.ts";
import { openSocket, uniqueRoomName } from "../support/runtime/guest.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"];

/** Every path that the router knows, with odd values of its parameters; and paths that it does not know. */
function oddPaths(room: string): string[] {
  const routes = new Set(app.routes.map(({ path }) => path).filter((path) => !path.includes("*")));
  const known = [...routes].flatMap((path) => {
    const named = path.replace(":room", room);
    if (!named.includes(":")) return [named, `${named}/`, `${named}//`];
    return [
      "1",
      "0",
      "-1",
      "1e3",
      "9".repeat(400),
      "%",
      "%00",
      "%ff",
      "%F0%9F%91%8D",
      ".",
      "a".repeat(2_000),
    ].map((value) => named.replace(":seq", value).replace(":emoji", value));
  });
  return [...new Set([...known, ...UNKNOWN_PATHS])];
}

const UNKNOWN_PATHS = [
  "/r",
  "/r/",
  "//",
  "/r//tea",
  "/R/TEA//",
  "/R/%",
  "/%",
  "/%00",
  "/%ff",
  "/r/%",
  "/r/%/messages",
  "/r/%E0%A4%A",
  "/r/%00",
  "/r/%ED%A0%80",
  "/r/%2e%2e/health",
  "/r/tea%2Fmessages",
  "/r/constructor/__proto__",
  `/r/${"a".repeat(8_000)}`,
  `/${"a/".repeat(4_000)}`,
  `/r/tea${"/".repeat(8_000)}`,
  `/r/tea${"/".repeat(8_000)}x`,
];

const QUERIES = [
  "%",
  "%00",
  "%ff=%fe",
  "=",
  "&&&",
  "name",
  "name=",
  "name=%",
  "name=%00",
  "name=%ff%fe",
  "name=%ED%A0%80",
  `name=a${"%F0%9F%91%8D".repeat(200)}`,
  `name=${"a".repeat(8_000)}`,
  "name=a%0d%0aSet-Cookie:x=y",
  "name=Ana&name=Bo",
  "after=&after=0.0",
  "after=",
  "after=x",
  "after=%F0%9F%91%8D.1",
  "before=-1",
  "before=9007199254740993",
  "before=1&after=",
  "limit=1e9",
  "position=%00",
  `position=${"x".repeat(4_000)}`,
  "session=%00",
  `session=${"x".repeat(4_000)}`,
  "generation=x",
  "generation=-1",
  "as=html",
  "as=HTML",
  "lang=%00",
  "lang=constructor",
  "theme=__proto__",
  "view=embed&view=page",
  "help",
  "room=",
  "room=%00",
  "room=%ED%A0%80",
  `room=${"ب".repeat(500)}`,
  "q=",
  "q=%00",
  "q=%22",
  `q=${"%22a%20".repeat(300)}`,
  "prefix=",
  "prefix=%ED%A0%80",
  `prefix=${"a".repeat(4_000)}`,
  "on=maybe",
  `x=${"y".repeat(12_000)}`,
  "a=1&".repeat(2_000),
];

const TERMINAL = { Accept: "*/*", "User-Agent": "curl/8.5.0" };

const HEADERS: Record<string, string>[] = [
  {},
  { Accept: "" },
  { Accept: ",;,=" },
  { Accept: "text/html;q=x" },
  { Accept: "text/html" },
  { Accept: "text/plain" },
  { Accept: "application/json" },
  TERMINAL,
  { Accept: "image/png;q=0" },
  { Accept: `${"a/b,".repeat(1_000)}*/*` },
  { "Accept-Language": ";;;=q" },
  { "Accept-Language": `${"x-".repeat(2_000)}*` },
  { "Accept-Encoding": "gzip;q=nine, \\" },
  { Range: "bytes=5-1" },
  { Range: "lines=0-" },
  { "If-None-Match": "" },
  { "If-None-Match": '*, W/"' },
  { "If-Match": '"x"' },
  { "If-Modified-Since": "yesterday" },
  { "If-Unmodified-Since": "-1" },
  { Authorization: "" },
  { Authorization: "Bearer" },
  { Authorization: "Bearer a b" },
  { Authorization: "Bearer é" },
  { Authorization: `Bearer ${"A".repeat(6_000)}.B` },
  { Authorization: "Bearer ....." },
  { Authorization: "Basic !" },
  { Cookie: ";;;" },
  { Cookie: "theme=%; lang=%ff; majlis-name=%E0%A4%A; display=%00" },
  { Cookie: `majlis-name=${"%F0%9F%91%8D".repeat(300)}` },
  { "CF-Connecting-IP": "not an address" },
  { "CF-Connecting-IP": "::::" },
  { "CF-Connecting-IP": "1".repeat(500) },
  { "CF-Connecting-IP": "fe80::1%eth0" },
  { "Last-Event-ID": "x".repeat(4_000) },
  { "Idempotency-Key": '"' },
  { "Idempotency-Key": "k".repeat(4_000) },
  { "Idempotency-Key": "é" },
  { Origin: "null" },
  { Origin: "%" },
  { "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty" },
  { "Sec-Fetch-Dest": "iframe" },
  { "HX-Request": "true" },
  { Upgrade: "h2c" },
  { Expect: "miracles" },
  { "Access-Control-Request-Method": "BREW", "Access-Control-Request-Headers": "é, ,x" },
];

const BODY_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
];

const ODD_TYPES = [
  "",
  ";",
  "Application/JSON ; charset=utf-7",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  'multipart/form-data; boundary="x',
  "text/html",
  "application/xml",
  "a".repeat(2_000),
];

const BODIES: (string | Uint8Array<ArrayBuffer>)[] = [
  "",
  " ",
  "text=",
  "text=%",
  "text=%00&name=%ff",
  "text=%ED%A0%80",
  "text=a&text=b&name=&replyTo=x&since=-1",
  "text=a&replyTo=1e400",
  "&".repeat(2_000),
  "null",
  "[]",
  "{}",
  "[[[[",
  "0",
  '"x"',
  '{"text":"\\ud800","name":"\\udc00"}',
  '{"text":"hi","name":"\\ud83d","id":"\\u0000"}',
  '{"__proto__":{"text":"a"}}',
  '{"text":{"toString":1}}',
  '{"text":"a","mentions":[{}]}',
  '{"q":"\\ud800"}',
  '{"prefix":"\\ud800"}',
  '{"q":"x","before":1e999}',
  '[{"type":"publish"},{"type":null},7,null,{"type":"constructor"}]',
  `${"[".repeat(20_000)}`,
  `{"text":"${"a".repeat(20_000)}"}`,
  "--x\r\n\r\n--x--",
  '--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nhi\r\n--x--\r\n',
  new Uint8Array([0xff, 0xfe, 0x00, 0xed, 0xa0, 0x80]),
  new Uint8Array(70_000),
];

interface OddRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

const STACK_TRACE = /\bat [\w.<>]+ \(|\.[jt]s:\d+|\bTypeError\b|\bRangeError\b|\bSyntaxError\b/;

/** Undefined if the request is answered as every request must be, else what is wrong with its answer. */
async function wrongAnswer({ method, path, headers = {}, body }: OddRequest): Promise<string | undefined> {
  const hasBody = method !== "GET" && method !== "HEAD";
  const answer = await fetchWorker(path, {
    method,
    headers,
    ...(hasBody && body !== undefined ? { body } : {}),
  });
  const wrong = await complaint(answer, method === "HEAD");
  if (wrong === undefined) return undefined;
  const shown = typeof body === "string" ? body.slice(0, 60) : body?.length;
  return `${wrong}: ${method} ${path.slice(0, 120)} ${JSON.stringify(headers).slice(0, 160)} ${shown ?? ""}`;
}

async function complaint(answer: Response, isHead: boolean): Promise<string | undefined> {
  const { status, headers } = answer;
  const type = headers.get("Content-Type") ?? "";
  // A stream would last.
  if (type.startsWith("text/event-stream")) return void (await answer.body?.cancel());
  const text = await answer.text();
  if (status >= 500) return `${status}`;
  if (STACK_TRACE.test(text)) return "a stack trace";
  if (status < 400 || isHead) return undefined;
  if (type.startsWith("text/html")) return text.includes("</html>") ? undefined : "no page";
  if (type !== "application/problem+json") return `${status} as ${type}`;
  const { code, status: said } = JSON.parse(text) as { code: string; status: number };
  const known = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode] : undefined;
  return known?.status === status && said === status ? undefined : `${status} as ${code}`;
}

/** Many at once, as they mostly wait for a room. */
async function wrongAnswers(requests: readonly OddRequest[]): Promise<string[]> {
  const wrong: string[] = [];
  const waiting = requests.values();
  const work = async () => {
    for (const request of waiting)
      wrong.push(...[await wrongAnswer(request)].filter((found) => found !== undefined));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return wrong;
}

describe("[P-5] [HTTP-7] odd requests get a problem of the table or a page, never a 5xx", () => {
  test("every method on every path", async () => {
    const paths = oddPaths(uniqueRoomName());
    expect(paths.length).toBeGreaterThan(50);
    expect(await wrongAnswers(paths.flatMap((path) => METHODS.map((method) => ({ method, path }))))).toEqual(
      [],
    );
  });

  test("odd queries to what is read", async () => {
    const room = uniqueRoomName();
    const paths = [
      "/",
      "/manifest.webmanifest",
      "/offline",
      ...[
        "",
        "/messages",
        "/members",
        "/search",
        "/events",
        "/transcript",
        "/embed",
        "/plain",
        "/qr.svg",
      ].map((subpath) => `/r/${room}${subpath}`),
    ];
    const requests = paths.flatMap((path) =>
      QUERIES.map((query) => ({ method: "GET", path: `${path}?${query}` })),
    );
    expect(await wrongAnswers(requests)).toEqual([]);
  });

  test("odd headers", async () => {
    const room = uniqueRoomName();
    const routes = [
      { method: "GET", path: "/" },
      { method: "OPTIONS", path: `/r/${room}/messages` },
      { method: "GET", path: `/r/${room}` },
      { method: "GET", path: `/r/${room}/messages` },
      { method: "GET", path: `/r/${room}/messages?after=&name=Ana` },
      { method: "GET", path: `/r/${room}/plain` },
      { method: "GET", path: `/r/${room}/guest-cookie` },
      { method: "PUT", path: `/r/${room}/guest-cookie` },
      { method: "GET", path: `/r/${room}/nothing` },
      { method: "GET", path: "/r/a.b" },
      { method: "POST", path: `/r/${room}`, body: "hi" },
      { method: "POST", path: `/r/${room}/plain`, body: "hi" },
      { method: "POST", path: `/r/${room}/ticket` },
      { method: "POST", path: `/r/${room}/commands`, body: "[]" },
      { method: "DELETE", path: `/r/${room}/me` },
    ];
    const requests = routes.flatMap((route) => HEADERS.map((headers) => ({ ...route, headers })));
    expect(await wrongAnswers(requests)).toEqual([]);
  });

  test("odd bodies of odd types, from a terminal", async () => {
    const subpaths = ["", "/plain", "/commands", "/ticket", "/search", "/members", "/typing"];
    const typed = [
      ...BODY_TYPES.flatMap((type) => BODIES.map((body) => ({ type, body }))),
      ...ODD_TYPES.flatMap((type) => ["text=hi", '{"text":"hi"}'].map((body) => ({ type, body }))),
    ];
    const requests = subpaths.flatMap((subpath) => {
      const path = `/r/${uniqueRoomName()}${subpath}`;
      return typed.map(({ type, body }) => ({
        method: "POST",
        path,
        body,
        headers: { ...TERMINAL, "Content-Type": type },
      }));
    });
    expect(await wrongAnswers(requests)).toEqual([]);
  });

  test("odd bodies of a member's commands", async () => {
    const room = uniqueRoomName();
    const { token } = await guestWhoLeft(room, "Ana");
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const commands = [
      ...BODIES,
      ...[
        "publish",
        "edit",
        "delete",
        "restore",
        "react",
        "rename",
        "typing",
        "signal",
        "history",
        "flow",
        "time",
        "revoke",
      ].flatMap((type) =>
        ['"\\ud800"', "1e999", "-1", "null", "[]", '"9007199254740993"'].map(
          (value) =>
            `{"type":"${type}","id":"a","seq":${value},"text":${value},"name":${value},"emoji":${value},"on":${value},"data":${value},"after":${value},"limit":${value},"position":${value}}`,
        ),
      ),
    ];
    const requests = commands.map((body) => ({ method: "POST", path: `/r/${room}/commands`, headers, body }));
    expect(await wrongAnswers(requests)).toEqual([]);
  });
});

test.each([
  "",
  " ",
  ",",
  "majlis.v1, majlis.v1",
  "majlis.v1,, token.",
  "a b",
  "(",
  '"majlis.v1"',
  "token.%00",
  "x".repeat(4_000),
])(
  "[JOIN-2] a socket that offers the subprotocols %j is accepted, whether it is closed or not",
  async (offered) => {
    const answer = await openSocket(`/r/${uniqueRoomName()}/socket?name=%ED%A0%80`, [offered]);
    expect(answer.status).toBe(101);
    answer.webSocket?.accept();
    answer.webSocket?.close();
  },
);
