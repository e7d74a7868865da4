import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import worker from "../../src/worker/index.ts";
import { uniqueRoomName, ORIGIN } from "../support/runtime/guest.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

type WorkerRequest = Request<unknown, IncomingRequestCfProperties>;

function ask(path: string, variables: object, init: RequestInit = {}): Response | Promise<Response> {
  return worker.fetch(
    new Request(`${ORIGIN}${path}`, init) as WorkerRequest,
    { ...env, ...variables },
    createExecutionContext(),
  );
}

test.each([
  [
    { LIMITS: '{"textGrafemes":10}' },
    'LIMITS has no limit "textGrafemes"; src/protocol/limits.ts lists them all.',
  ],
  [{ LIMITS: { retentionRows: "many" } }, 'LIMITS: "retentionRows" must be a positive whole number.'],
  [
    { SOURCE_URL: "javascript:alert(1)" },
    "SOURCE_URL must be an address that begins with https:// or http://.",
  ],
  [{ LOBBY: "a b" }, "LOBBY must be the name of a room: 1 to 64 letters, digits, hyphens or underscores."],
  [
    { POLICY: { looby: "tea" } },
    'POLICY has no field "looby"; it may have origin, embedOrigins, createRooms, defaults, limits, listRooms, lobby.',
  ],
  [
    { POLICY: { limits: { textBytes: "all" } } },
    'POLICY: "limits.textBytes" must be a positive whole number.',
  ],
  [{ POLICY: { lobby: "tea" }, LOBBY: "tea" }, 'LOBBY and "lobby" of POLICY are the same: set one of them.'],
  [
    { POLICY: { createRooms: "operator" } },
    'POLICY: "createRooms" is "operator", for which the secret OPERATOR_KEY must be set.',
  ],
  [
    { OPERATOR_KEY: "too-short-a-canary" },
    "OPERATOR_KEY must be a secret of at least 32 characters: letters, digits or any of -._~+/=.",
  ],
])(
  "[LIM-6] with %j every request is refused with the same sentence, which is logged once",
  async (variables, sentence) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const room = `/r/${uniqueRoomName()}`;
    for (const path of ["/", room, `${room}/messages`, `${room}/events`, "/nothing", "/r/a.b"]) {
      const answer = await ask(path, variables);
      expect([answer.status, answer.headers.get("Content-Type")]).toEqual([503, "application/problem+json"]);
      expect(await answer.json()).toMatchObject({ code: "unavailable", detail: sentence });
      expect(answer.headers.get("Retry-After")).toBe("5");
    }
    const health = await ask("/health", variables);
    expect([health.status, await health.json()]).toMatchObject([500, { detail: sentence }]);
    // Waiting does not help a monitor.
    expect(health.headers.get("Retry-After")).toBeNull();
    for (const path of [room, "/rooms"]) {
      const posted = await ask(path, variables, { method: "POST", body: "hi" });
      expect(posted.status).toBe(503);
    }
    expect(log.mock.calls).toEqual([[sentence]]);
  },
);

test("the refusals have the security headers of every answer", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  for (const path of ["/health", "/", `/r/${uniqueRoomName()}`, `/r/${uniqueRoomName()}/embed`]) {
    const { headers } = await ask(path, { LIMITS: "{" }, { headers: { Accept: "text/html" } });
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
    });
  }
});

test("[JOIN-3] [JOIN-7] [LIM-6] with wrong variables a socket is closed as unavailable, with the sentence and when to try again", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await ask(
    `/r/${uniqueRoomName()}/socket`,
    { LIMITS: "{" },
    {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" },
    },
  );
  const { webSocket } = answer;
  const frames: unknown[] = [];
  webSocket?.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data))));
  const closed = new Promise<CloseEvent>((resolve) => webSocket?.addEventListener("close", resolve));
  webSocket?.accept();
  const message = 'LIMITS must be one JSON object, such as {"retentionRows":20000}.';
  expect(await closed).toMatchObject({ code: 4004, reason: message });
  expect(frames).toEqual([{ type: "error", code: "unavailable", message, retryAfterMs: 5_000 }]);
});

test("variables that are right, or empty, refuse nothing", async () => {
  for (const variables of [
    {},
    { LIMITS: "", LOBBY: "", POLICY: "", SOURCE_URL: "" },
    { LIMITS: { textGraphemes: 10 }, LOBBY: "tea", POLICY: {} },
    { POLICY: { createRooms: "operator", lobby: "tea" }, OPERATOR_KEY: "k".repeat(32) },
  ])
    expect((await ask("/health", variables)).status).toBe(200);
});
