/** Owners, roles and settings as the SDK shows them (SPEC OWN-3, OWN-5, SET-1). */
import { describe, expect, test } from "vitest";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

async function joined() {
  const world = new FakeWorld();
  const ana = await world.join();
  const { self } = ana;
  if (self === undefined) throw new Error("not joined");
  return { world, ana, self };
}

describe("[OWN-3] claim", () => {
  test("resolves with the identity that has the role", async () => {
    const { world, ana, self } = await joined();
    world.room.intercept = (command) =>
      command.type === "claim"
        ? [{ type: "presence", id: command.id, count: 1, self: { ...self, role: "owner" } }]
        : undefined;
    const [claimed] = await Promise.all([ana.claim("majlis-owner-k"), world.settle()]);
    expect(claimed.role).toBe("owner");
    expect(ana.self?.role).toBe("owner");
    expect(world.room.commandsOf("claim")).toMatchObject([{ key: "majlis-owner-k" }]);
  });

  test("is not answered by its event, which a stream may bring before the answer of the POST", async () => {
    const { world, ana, self } = await joined();
    const member = { id: self.id, name: self.name };
    world.room.intercept = ({ type }) => (type === "claim" ? "drop" : undefined);
    const claiming = ana.claim("majlis-owner-k");
    await world.settle();
    const [{ id } = { id: "" }] = world.room.commandsOf("claim");
    world.room.broadcast({ type: "role", seq: 1, at: 1, from: member, id, member, role: "owner" });
    await world.settle();
    world.room.broadcast({ type: "presence", id, count: 1, self: { ...self, role: "owner" } });
    const [claimed] = await Promise.all([claiming, world.settle()]);
    expect(claimed.role).toBe("owner");
  });

  test("[OWN-5] a role that is taken is shown at once", async () => {
    const { world, ana, self } = await joined();
    const selves = recordEvents(ana, "self");
    const { id, name } = self;
    world.room.intercept = () => [{ type: "presence", count: 1, changed: [{ id, name, role: "moderator" }] }];
    ana.signal(1);
    await world.settle();
    expect(ana.self).toMatchObject({ role: "moderator", token: self.token });
    expect(ana.roster.list).toMatchObject([{ role: "moderator" }]);
    expect(selves).toMatchObject([{ role: "moderator" }]);
  });

  test("[OWN-5] setRole resolves once the role is stored", async () => {
    const { world, ana } = await joined();
    const events = recordEvents(ana, "event");
    await Promise.all([ana.setRole("bo", "moderator"), world.settle()]);
    expect(world.room.commandsOf("role")).toMatchObject([{ member: "bo", role: "moderator", since: 0 }]);
    expect(events).toMatchObject([{ type: "role", role: "moderator" }]);
  });
});

describe("[LOG-8] clear", () => {
  test("resolves once it is stored; the application drops what it held, and starts from nothing", async () => {
    const { world, ana } = await joined();
    world.room.post("one");
    await world.settle();
    const seen: string[] = [];
    ana.on("reset", ({ events, more }) => seen.push(`reset ${events.length} ${more}`));
    ana.on("event", ({ type, seq }) => seen.push(`${type} ${seq}`));
    await Promise.all([ana.clear(), world.settle()]);
    world.room.post("two");
    await world.settle();
    expect(seen).toEqual(["reset 0 false", "clear 2", "message 3"]);
    expect(world.room.commandsOf("clear")).toMatchObject([{ since: 1 }]);
  });

  test("is recovered like any event, and the outbox stays, without replies to what is gone", async () => {
    const { world, ana } = await joined();
    const from = { id: "bo", name: "Bo" };
    const { seq } = world.room.post("one");
    await world.settle();
    const resets = recordEvents(ana, "reset");
    world.cut();
    ana.publish("waiting", { replyTo: seq });
    ana.publish("of later", { replyTo: 9 });
    world.room.log.push({ type: "clear", seq: 2, at: 2, from, id: "c" });
    await world.advance(30_000);
    expect(resets).toEqual([{ events: [], more: false }]);
    const sent = world.room.commandsOf("publish");
    expect(sent).toMatchObject([{ text: "waiting" }, { text: "of later", replyTo: 9 }]);
    expect(sent[0]?.replyTo).toBeUndefined();
    expect(ana.pending).toEqual([]);
  });
});

describe("[SET-1] settings", () => {
  test("are those of the welcome, and then of each event", async () => {
    const { world, ana } = await joined();
    const seen = recordEvents(ana, "settings");
    expect(ana.settings).toEqual({});
    const settings = { topic: "tea", language: "en-GB", slowModeSeconds: 5 };
    await Promise.all([ana.configure(settings), world.settle()]);
    expect(ana.settings).toEqual(settings);
    expect(seen).toEqual([settings]);
  });

  test("of an event that the welcome includes are not taken again", async () => {
    const world = new FakeWorld();
    const from = { id: "bo", name: "Bo" };
    world.room.settings = { topic: "coffee" };
    const ana = await world.join();
    const seen = recordEvents(ana, "settings");
    world.cut();
    world.room.log.push(
      { type: "settings", seq: 1, at: 1, from, id: "1", settings: { topic: "tea" } },
      { type: "settings", seq: 2, at: 2, from, id: "2", settings: { topic: "water" } },
    );
    world.room.settings = { topic: "water" };
    await world.advance(30_000);
    expect(seen).toEqual([{ topic: "water" }]);
    expect(ana.settings).toEqual({ topic: "water" });
  });
});
