/** A member who is forgotten, here or elsewhere (SPEC ID-20, ID-21). */
import { describe, expect, test } from "vitest";
import { FakeWorld, recordEvents, ROOM_URL } from "../support/fake-world.ts";

const TOKEN_KEY = `majlis:token:${ROOM_URL}`;

describe("[ID-21] a client whose token is revoked elsewhere", () => {
  test("joins again as a new guest of the same name, and says so", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const before = ana.self;
    const failures = recordEvents(ana, "failure");
    world.socket.end({ code: 4505, reason: "Revoked.", wasClean: true });
    await world.advance(1_000);
    expect(ana.state.name).toBe("online");
    expect(ana.self?.name).toBe("Ana");
    expect(ana.self?.id).not.toBe(before?.id);
    expect(failures).toMatchObject([{ code: "revoked_token" }]);
    expect(world.storage.get(TOKEN_KEY)).toContain(ana.self?.id);
  });

  test("drops also the token that another tab has renewed since", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const before = ana.self;
    world.storage.set(TOKEN_KEY, JSON.stringify({ member: before?.id, token: "renewed.token" }));
    world.socket.end({ code: 4505, reason: "Revoked.", wasClean: true });
    await world.advance(1_000);
    expect(ana.state.name).toBe("online");
    expect(ana.self?.id).not.toBe(before?.id);
    expect(world.http.requestsOf("ticket").map(({ headers }) => headers.get("Authorization"))).not.toContain(
      "Bearer renewed.token",
    );
  });
});

describe("[ID-20] forget", () => {
  test("leaves for good, deletes token and unsent messages, and revokes the token", async () => {
    const world = new FakeWorld();
    world.enableHttp();
    world.http.answer = ({ method }) =>
      method === "DELETE" ? new Response(null, { status: 204 }) : undefined;
    const ana = await world.join({ name: "Ana" });
    const token = ana.self?.token;
    world.network = "refused";
    world.cut();
    ana.publish("unsent");
    await world.settle();
    expect(world.storage.keys().some((key) => key.includes("outbox"))).toBe(true);
    const forgotten = ana.forget();
    expect(ana.state.name).toBe("closed");
    await world.settle();
    await forgotten;
    expect(world.storage.keys().filter((key) => key.includes(ROOM_URL))).toEqual([]);
    const request = world.http.requests.at(-1);
    expect([request?.method, request?.url.href]).toEqual(["DELETE", `${ROOM_URL}/me`]);
    expect(request?.headers.get("Authorization")).toBe(`Bearer ${token}`);
  });

  test.each([
    ["not_connected", () => new Response("<h1>no</h1>", { status: 502 })],
    ["overloaded", () => Response.json({ code: "overloaded", detail: "Full." }, { status: 503 })],
  ])("rejects with %s where the room does not revoke it, and deletes the rest", async (code, answer) => {
    const world = new FakeWorld();
    world.enableHttp();
    const ana = await world.join({ name: "Ana" });
    world.http.answer = ({ method }) => (method === "DELETE" ? answer() : undefined);
    const forgotten = expect(ana.forget()).rejects.toMatchObject({ code });
    await world.settle();
    await forgotten;
    expect(world.storage.get(TOKEN_KEY)).toBeUndefined();
  });
});
