/** An application whose tokens expire while it is connected (SPEC VOUCH-10). */
import { describe, expect, test } from "vitest";
import { renewTokens } from "../../src/client/token-renewal.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

const MINUTE_MS = 60_000;

/** A site whose token function makes tokens that count for `validForMs`; `calls` is how often it was asked. */
function site(world: FakeWorld, validForMs: number) {
  const state = { calls: 0, isDown: false, validForMs };
  const getToken = async () => {
    state.calls += 1;
    if (state.isDown) throw new Error("the site is down");
    return world.room.siteTokenFor("u1", "Sara", state.validForMs);
  };
  return { state, getToken };
}

const renewals = (world: FakeWorld) => world.room.commandsOf("authenticate").map(({ token }) => token);

describe("[VOUCH-10] a token of a site", () => {
  test("is renewed a minute before it expires, by authenticate with the next one, again and again", async () => {
    const world = new FakeWorld();
    const { state, getToken } = site(world, 10 * MINUTE_MS);
    const sara = await world.join({ getToken });
    expect(sara.self).toMatchObject({ name: "Sara", vouched: true });
    await world.advance(8 * MINUTE_MS);
    expect(renewals(world)).toEqual([]);
    await world.advance(MINUTE_MS);
    expect(renewals(world)).toHaveLength(1);
    expect(sara.self?.token).toBe(renewals(world)[0]);
    await world.advance(9 * MINUTE_MS);
    expect(new Set(renewals(world)).size).toBe(2);
    expect([state.calls, world.sockets.length, sara.state.name]).toEqual([3, 1, "online"]);
  });

  test("of a client that had joined before is renewed too", async () => {
    const world = new FakeWorld();
    const { getToken } = site(world, 10 * MINUTE_MS);
    const sara = await world.join({ getToken });
    const { self } = sara;
    if (self === undefined) throw new Error("not joined");
    const renewed: string[] = [];
    // Its own renewal began before; this one is notified of nothing that came before either.
    const joined = {
      state: sara.state,
      self,
      on: () => () => undefined,
      authenticate: async (token: string) => {
        renewed.push(token);
        return self;
      },
    };
    renewTokens(joined, () => "next", world.environment);
    await world.advance(8 * MINUTE_MS);
    expect(renewed).toEqual([]);
    await world.advance(MINUTE_MS);
    expect(renewed).toContain("next");
  });

  test("of a short time is renewed after half of it", async () => {
    const world = new FakeWorld();
    const { getToken } = site(world, 40_000);
    await world.join({ getToken });
    await world.advance(18_000);
    expect(renewals(world)).toEqual([]);
    await world.advance(2_000);
    expect(renewals(world)).toHaveLength(1);
  });

  test("that the site does not give is asked for every 10 s, and renews when it does", async () => {
    const world = new FakeWorld();
    const { state, getToken } = site(world, 2 * MINUTE_MS);
    const sara = await world.join({ getToken });
    const failures = recordEvents(sara, "failure");
    state.isDown = true;
    await world.advance(MINUTE_MS + 25_000);
    expect(state.calls).toBe(4);
    state.isDown = false;
    await world.advance(10_000);
    expect(renewals(world)).toHaveLength(1);
    await world.advance(40_000);
    expect(renewals(world)).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  test("that has expired is renewed when the site gives one again; the room's notice is a failure and a role", async () => {
    const world = new FakeWorld();
    const { state, getToken } = site(world, 2 * MINUTE_MS);
    const sara = await world.join({ getToken });
    const failures = recordEvents(sara, "failure");
    const selves = recordEvents(sara, "self");
    state.isDown = true;
    await world.advance(3 * MINUTE_MS);
    const self = {
      id: "u1",
      name: "Sara",
      role: "reader",
      vouched: true,
      token: "",
      expiresInMs: 0,
    } as const;
    world.room.broadcast(
      { type: "error", code: "sign_in_expired", message: "Your sign-in has expired." },
      { type: "presence", count: 1, self },
    );
    await world.settle();
    expect(failures).toMatchObject([{ code: "sign_in_expired" }]);
    expect(selves.at(-1)).toMatchObject({ role: "reader" });
    state.isDown = false;
    await world.advance(10_000);
    expect(selves.at(-1)).toMatchObject({ role: "member", token: renewals(world)[0] });
  });

  test("whose key was removed is renewed within 10 s, by each client at a time of its own", async () => {
    const world = new FakeWorld();
    const { getToken } = site(world, 60 * MINUTE_MS);
    await world.join({ getToken });
    const expired = {
      id: "u1",
      name: "Sara",
      role: "reader",
      vouched: true,
      token: "",
      expiresInMs: 0,
    } as const;
    world.room.broadcast({ type: "presence", count: 1, self: expired });
    await world.settle();
    await world.advance(999);
    expect(renewals(world)).toEqual([]);
    await world.advance(9_001);
    expect(renewals(world)).toHaveLength(1);
  });

  test("is not asked for while there is no connection: the next join brings one", async () => {
    const world = new FakeWorld();
    const { state, getToken } = site(world, 2 * MINUTE_MS);
    await world.join({ getToken });
    world.network = "refused";
    world.cut();
    const before = state.calls;
    await world.advance(500);
    world.network = "up";
    await world.advance(MINUTE_MS / 2);
    expect(renewals(world)).toEqual([]);
    expect(state.calls).toBeGreaterThan(before);
  });

  test("stays that of the session: nothing of it is stored, and the room's guests are not renewed", async () => {
    const world = new FakeWorld();
    const { getToken } = site(world, 2 * MINUTE_MS);
    await world.join({ getToken });
    const guest = await world.join({ name: "Bo", storage: world.storage });
    await world.advance(MINUTE_MS);
    expect(renewals(world)).toHaveLength(1);
    expect(world.storage.get(`majlis:token:http://chat.example/r/tea`)).toContain(guest.self?.id);
  });

  test("is sent over HTTP from its renewal on, by every request", async () => {
    const world = new FakeWorld();
    world.enableHttp();
    world.network = "refused";
    const { getToken } = site(world, 2 * MINUTE_MS);
    const sara = world.start({ getToken });
    await world.advance(10_000);
    expect(sara.transport).toBe("events");
    await world.advance(2 * MINUTE_MS);
    const [renewed] = renewals(world);
    sara.publish("hi");
    await world.advance(1_000);
    const { headers } = world.http.requestsOf("commands").at(-1) ?? {};
    expect(renewed).toBeDefined();
    expect(headers?.get("Authorization")).toBe(`Bearer ${renewals(world).at(-1)}`);
  });

  test("with which a guest authenticates is that of the session, and is not kept for the next visit", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const guest = world.storage.get(`majlis:token:http://chat.example/r/tea`);
    const token = world.room.siteTokenFor("u1", "Sara", MINUTE_MS);
    const authenticated = ana.authenticate(token);
    await world.settle();
    expect(await authenticated).toMatchObject({ id: "u1", name: "Sara", token });
    expect(ana.self).toMatchObject({ id: "u1", token });
    expect(world.storage.get(`majlis:token:http://chat.example/r/tea`)).toBe(guest);
  });
});
