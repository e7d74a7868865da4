import { describe, expect, test } from "vitest";
import { RoomClient } from "../../src/client/room-client.ts";
import { FakeWorld, recordEvents, ROOM_URL } from "../support/fake-world.ts";

function unstartedClient(world: FakeWorld): RoomClient {
  const { environment, storage } = world;
  return new RoomClient({ url: ROOM_URL, name: "Ana", getToken: undefined, storage, environment });
}

describe("a client that is not started", () => {
  test("opens no socket, sets no timer and listens to nothing", async () => {
    const world = new FakeWorld();
    const client = unstartedClient(world);
    await world.settle();
    expect(client.state).toEqual({ name: "idle" });
    expect([world.sockets.length, world.clock.timers, world.networkListeners]).toEqual([0, 0, 0]);
    expect(world.storage.keys()).toEqual([]);
  });

  test("queues messages, and sends them once it is started", async () => {
    const world = new FakeWorld();
    const client = unstartedClient(world);
    const { stored } = client.publish("early");
    client.start();
    await world.settle();
    expect(await stored).toMatchObject({ text: "early", seq: 1 });
  });

  test("can be closed: its messages fail, and it never connects", async () => {
    const world = new FakeWorld();
    const client = unstartedClient(world);
    const states = recordEvents(client, "state");
    const { stored } = client.publish("never sent");
    client.close();
    client.start();
    await world.settle();
    await expect(stored).rejects.toMatchObject({ code: "closed" });
    expect(states.map(({ to }) => to.name)).toEqual(["closed"]);
    expect(world.sockets).toEqual([]);
  });
});

describe("a listener that closes the room", () => {
  test("keeps it closed when it reacts to a rejected token", async () => {
    const world = new FakeWorld();
    world.storage.set(`majlis:token:${ROOM_URL}`, JSON.stringify({ member: "m9", token: "forged" }));
    const client = world.start();
    client.on("failure", () => client.close());
    await world.settle();
    expect(client.state).toMatchObject({ name: "closed", code: 1000 });
    await world.advance(60_000);
    expect(world.http.requests).toHaveLength(1);
    expect(world.sockets).toEqual([]);
    expect(world.clock.timers).toBe(0);
  });

  test.each(["reconnecting", "offline"] as const)("keeps it closed when it reacts to %s", async (name) => {
    const world = new FakeWorld();
    const client = await world.join();
    client.on("state", ({ to }) => {
      if (to.name === name) client.close();
    });
    if (name === "offline") world.setNetwork("offline");
    else world.cut();
    await world.advance(60_000);
    expect(client.state).toMatchObject({ name: "closed", code: 1000 });
    expect(world.sockets).toHaveLength(1);
    expect(world.clock.timers).toBe(0);
  });
});
