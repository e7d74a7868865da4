import { describe, expect, test } from "vitest";
import { FakeWorld, heardBy } from "../support/fake-world.ts";

describe("joining", () => {
  test("[JOIN-1] [JOIN-2] joins at the room's socket as a new guest under the given name", async () => {
    const world = new FakeWorld();
    world.room.hears("welcome in");
    const ana = world.start({ url: "https://chat.example/r/tea/?from=mail#here", name: "Ana" });
    expect(ana.state.name).toBe("connecting");
    const reset = heardBy(ana, "reset");
    await world.settle();
    expect(world.socket.url).toBe("wss://chat.example/r/tea/socket?name=Ana");
    expect(world.socket.protocols).toEqual(["majlis.v1"]);
    expect(ana.state.name).toBe("online");
    expect(ana.self?.name).toBe("Ana");
    expect(reset[0]?.events.map(({ id }) => id)).toEqual(["bo-0"]);
  });

  test("speaks", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const { id, stored } = ana.publish("hello");
    expect(ana.pending).toMatchObject([{ id, text: "hello", status: { name: "sent" } }]);
    await world.settle();
    expect(await stored).toMatchObject({ seq: 1, text: "hello", from: { name: "Ana" } });
    expect(ana.pending).toEqual([]);
  });

  test("comes back", async () => {
    const world = new FakeWorld();
    const ana = await world.join({ name: "Ana" });
    const events = heardBy(ana, "event");
    world.cut();
    world.room.hears("while away");
    expect(ana.state.name).toBe("reconnecting");
    await world.pass(250);
    expect(ana.state.name).toBe("online");
    expect(events).toHaveLength(1);
    ana.close();
    expect(world.clock.timers).toBe(0);
  });
});
