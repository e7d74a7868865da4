/** The key that an application joins with, where its request fails (SPEC PRIV-4). */
import { describe, expect, test } from "vitest";
import { admission } from "../../src/client/admission.ts";
import type { RoomClientEvents } from "../../src/client/api.ts";
import { Emitter } from "../../src/client/emitter.ts";
import { TicketRefusal } from "../../src/client/request-ticket.ts";
import { FakeWorld } from "../support/fake-world.ts";

const GRANT = {
  ticket: "t",
  at: 1,
  self: { id: "bo", name: "Bo", role: "member", token: "x", ticketKey: "k" },
};
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ code, detail: code }, { status, headers });

function open(answers: (() => Response | Promise<Response>)[]) {
  const requests: [string, unknown][] = [];
  const { environment } = new FakeWorld();
  const failures: string[] = [];
  const events = new Emitter<RoomClientEvents>();
  events.on("failure", ({ code }) => failures.push(code));
  const admit = admission({
    room: new URL("https://rooms.example/r/board"),
    key: "majlis-link-k",
    platform: {
      ...environment,
      fetch: (url, { body }) => {
        requests.push([new URL(url).pathname, JSON.parse(String(body))]);
        return Promise.resolve().then(answers.shift());
      },
    },
  });
  const join = (token?: string) => admit({ token, name: "Bo" }, events);
  return { join, requests, failures };
}

const closureOf = async (joining: Promise<unknown>) => {
  const refusal: unknown = await joining.catch((error: unknown) => error);
  return refusal instanceof TicketRefusal ? refusal.closure : refusal;
};

describe("[PRIV-4] a key", () => {
  test("is used once, by a new guest", async () => {
    const { join, requests } = open([() => Response.json(GRANT)]);
    expect(await join()).toEqual(GRANT);
    expect(await join("x")).toBeUndefined();
    expect(requests).toEqual([["/r/board/ticket", { name: "Bo", key: "majlis-link-k" }]]);
  });

  test("is claimed for a token", async () => {
    const { join, requests, failures } = open([() => Response.json([{ type: "presence", count: 1 }])]);
    expect(await join("x")).toBeUndefined();
    expect(requests).toMatchObject([["/r/board/commands", { type: "claim", key: "majlis-link-k" }]]);
    expect(failures).toEqual([]);
  });

  test("is kept while the room cannot be reached, or is too busy", async () => {
    const { join, requests, failures } = open([
      () => Promise.reject(new TypeError("no network")),
      () => new Response("<html>a proxy</html>", { status: 502 }),
      () => problem(429, "rate_limited", { "Retry-After": "7" }),
      () => Response.json(GRANT),
    ]);
    expect(await closureOf(join())).toMatchObject({ code: 1006 });
    expect(await closureOf(join())).toMatchObject({ code: 1006 });
    expect(await closureOf(join())).toMatchObject({ code: 1006, retryAfterMs: 7_000 });
    expect(await join()).toEqual(GRANT);
    expect([requests.length, failures]).toEqual([4, []]);
  });

  test("that is refused is reported, and not used again", async () => {
    const { join, requests, failures } = open([
      () => Response.json([{ type: "error", code: "link_expired", message: "Expired." }]),
    ]);
    expect(await join("x")).toBeUndefined();
    expect(await join("x")).toBeUndefined();
    expect([requests.length, failures]).toEqual([1, ["link_expired"]]);
  });

  test("stays for the next token where the room refuses this one, or its member", async () => {
    const { join, failures } = open([
      () => problem(401, "invalid_token"),
      () => problem(403, "banned"),
      () => problem(403, "members_only"),
      () => Response.json(GRANT),
    ]);
    expect(await closureOf(join("old"))).toMatchObject({ code: 4503, isClean: true });
    expect(await closureOf(join("x"))).toMatchObject({ code: 4506 });
    expect(await closureOf(join())).toMatchObject({ code: 4508 });
    expect(await join()).toEqual(GRANT);
    expect(failures).toEqual([]);
  });
});
