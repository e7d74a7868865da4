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
  [{ LOBBY: "a b" }, "LOBBY must be the name of a room: 1 to 64 letters, digits, hyphens or underscores."],
])(
  "[LIM-6] with %j every request is refused with the same sentence, which is logged once",
  async (variables, sentence) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const room = `/r/${uniqueRoomName()}`;
    for (const path of ["/health", "/", room, `${room}/messages`, `${room}/events`]) {
      const answer = await ask(path, variables);
      expect([answer.status, answer.headers.get("Content-Type")]).toEqual([503, "application/problem+json"]);
      expect(await answer.json()).toMatchObject({ code: "unavailable", detail: sentence });
    }
    const posted = await ask(room, variables, { method: "POST", body: "hi" });
    expect(posted.status).toBe(503);
    expect(log.mock.calls).toEqual([[sentence]]);
  },
);

test("[JOIN-3] with wrong variables a socket is closed as unavailable, which clients try again", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await ask(
    `/r/${uniqueRoomName()}/socket`,
    { LIMITS: "{" },
    {
      headers: { Upgrade: "websocket", "Sec-WebSocket-Protocol": "majlis.v1" },
    },
  );
  const { webSocket } = answer;
  const closed = new Promise<CloseEvent>((resolve) => webSocket?.addEventListener("close", resolve));
  webSocket?.accept();
  expect((await closed).code).toBe(4004);
});

test("variables that are right, or empty, refuse nothing", async () => {
  for (const variables of [{}, { LIMITS: "", LOBBY: "" }, { LIMITS: { textGraphemes: 10 }, LOBBY: "tea" }])
    expect((await ask("/health", variables)).status).toBe(200);
});
