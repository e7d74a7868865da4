import { describe, expect, test } from "vitest";
import { PING_FRAME } from "../../src/protocol/heartbeat.ts";
import { FakeWorld } from "../support/fake-world.ts";

const pings = (world: FakeWorld) => world.socket.sent.filter((frame) => frame === PING_FRAME).length;

describe("[LIVE-1] the heartbeat", () => {
  test("pings every 25 s while nothing is received", async () => {
    const world = new FakeWorld();
    await world.join();
    await world.advance(24_999);
    expect(pings(world)).toBe(0);
    await world.advance(1);
    expect(pings(world)).toBe(1);
    await world.advance(75_000);
    expect(pings(world)).toBe(4);
    expect(world.sockets).toHaveLength(1);
  });

  test.each([
    [0, 22_500],
    [0.999_999, 27_500],
  ])("has jitter: random %f makes %i ms", async (chance, ms) => {
    const world = new FakeWorld();
    world.random = () => chance;
    await world.join();
    await world.advance(ms - 1);
    expect(pings(world)).toBe(0);
    await world.advance(1);
    expect(pings(world)).toBe(1);
  });

  test("[LIVE-2] continues in a busy room, which has no other sign of life from a reader", async () => {
    const world = new FakeWorld();
    await world.join();
    for (let heard = 0; heard < 50; heard++) {
      await world.advance(3_000);
      world.room.post("hello");
      await world.settle();
    }
    expect(pings(world)).toBe(6);
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIVE-6] tolerates one lost pong", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    await world.clock.advance(25_000, async () => {});
    world.socket.toRoom.length = 0;
    await world.advance(5_000);
    expect(pings(world)).toBe(2);
    await world.advance(20_000);
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(1);
  });

  test("[LIVE-6] gives up a half-open connection 10 s after the first ping, and recovers the missed events", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.isSilent = true;
    world.room.post("unheard");
    await world.advance(34_999);
    expect(ana.state.name).toBe("online");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
    const events: string[] = [];
    ana.on("event", (event) => event.type === "message" && events.push(event.text));
    await world.advance(500);
    expect(events).toEqual(["unheard"]);
  });
});

describe("a page that is shown again", () => {
  test("detects a dead connection within 3 s", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.isSilent = true;
    ana.wake();
    expect(pings(world)).toBe(1);
    await world.advance(2_000);
    ana.wake();
    await world.advance(999);
    expect(ana.state.name).toBe("online");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
  });

  test("keeps a connection that answers", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    ana.wake();
    await world.advance(5_000);
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(1);
  });
});

describe("a machine that slept", () => {
  test("probes before it gives its connection up", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    await world.clock.advance(25_000, async () => {});
    world.clock.sleep(3_600_000);
    await world.advance(0);
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(1);
  });

  test("detects a dead connection 3 s after it wakes", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    await world.clock.advance(25_000, async () => {});
    world.socket.isSilent = true;
    world.clock.sleep(3_600_000);
    await world.advance(2_999);
    expect(ana.state.name).toBe("online");
    await world.advance(1);
    expect(ana.state.name).toBe("reconnecting");
  });

  test("whose timers are always late still detects a dead connection", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.isSilent = true;
    for (let minute = 0; minute < 4; minute++) {
      world.clock.sleep(60_000);
      await world.advance(0);
    }
    expect(world.sockets.length > 1 || ana.state.name !== "online").toBe(true);
  });

  test("restarts the timeout of sent messages before it drops the connection", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    world.room.intercept = (command) => (command.type === "publish" ? "drop" : undefined);
    ana.publish("hello");
    await world.settle();
    world.clock.sleep(600_000);
    await world.advance(9_000);
    expect(world.sockets).toHaveLength(1);
    await world.advance(2_000);
    expect(world.sockets).toHaveLength(2);
  });

  test("with a clock set back by a day still pings", async () => {
    const world = new FakeWorld();
    await world.join();
    await world.advance(10_000);
    world.clock.set(world.clock.now - 86_400_000);
    await world.advance(26_000);
    expect(pings(world)).toBe(1);
  });
});
