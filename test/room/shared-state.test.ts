import { describe, expect, test } from "vitest";
import type { Command, CommandOf } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import { MAX_SUPERSEDED } from "../../src/room/state/pending-sets.ts";
import { TestRoom, type TestGuest } from "../support/test-room.ts";

let sent = 0;

function set(key: string, value: unknown, more: Partial<CommandOf<"state">> = {}): Command {
  return { type: "state", id: `set-${++sent}`, key, value, ...more };
}

function codeOf([event]: readonly RoomEvent[]): string | undefined {
  return event?.type === "error" ? event.code : undefined;
}

/** The shared state as a newcomer is sent it: the value of each key. */
function joinedState(guest: TestGuest): Record<string, unknown> {
  const { state } = guest.last("welcome");
  return Object.fromEntries((state?.entries ?? []).map(({ key, value }) => [key, value]));
}

function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

/** Where a client is that has received everything so far. */
function positionOf(guest: TestGuest): string {
  const { position } = guest.last("welcome");
  const seqs = guest.received.flatMap((event) =>
    "seq" in event && event.type !== "stored" ? event.seq : [],
  );
  return `${position.split(".")[0]}.${Math.max(...seqs, Number(position.split(".")[1]))}`;
}

describe("[STATE-1] the keys of a room", () => {
  test("hold any JSON, which everyone is sent, also those who join later", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const board = { cells: [0, 1, null], next: "red" };
    ana.send(set("board", board));
    const event = { type: "state", seq: 1, key: "board", value: board, from: { name: "Ana" } };
    expect(bo.last("state")).toMatchObject(event);
    expect(ana.last("state")).toMatchObject(event);
    expect(joinedState(room.join("Cy"))).toEqual({ board });
    ana.send(set("board", null, { ifVersion: 1 }));
    expect(bo.last("state")).not.toHaveProperty("value");
    expect(room.join("Di").last("welcome")).not.toHaveProperty("state");
  });

  test("hold no null, also not as a number that JSON has no other word for", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    expect(codeOf(ana.send(set("score", JSON.parse("1e999"))))).toBe("not_found");
    ana.send(set("score", 1));
    ana.send(set("score", JSON.parse("-1e999"), { ifVersion: 1 }));
    expect(ana.last("state")).not.toHaveProperty("value");
    expect(joinedState(room.join("Bo"))).toEqual({});
  });

  test("are 256 of 4 KiB: one more, and one byte more, is refused and stores nothing", () => {
    const room = new TestRoom({ limits: { stateKeys: 3, memberRate: { perSecond: 10, burst: 50 } } });
    const ana = room.join("Ana");
    expect(room.limits).toMatchObject({ stateBytes: 4_096 });
    expect(new TestRoom().limits.stateKeys).toBe(256);
    const largest = "ا".repeat(2_047);
    for (const key of ["a", "b", "~c"]) expect(codeOf(ana.send(set(key, largest)))).toBeUndefined();
    expect(codeOf(ana.send(set("a", `${largest}.`)))).toBe("too_large");
    for (const key of ["d", "~d"]) expect(codeOf(ana.send(set(key, 1)))).toBe("too_many_keys");
    expect(codeOf(ana.send(set("a", "another")))).toBeUndefined();
    expect(codeOf(ana.send(set("b", null)))).toBeUndefined();
    room.pass(1_000);
    expect(codeOf(ana.send(set("d", 1)))).toBeUndefined();
    expect(Object.keys(joinedState(room.join("Bo")))).toEqual(["a", "~c", "d"]);
  });

  test("cost a room that has none nothing: no table, and no byte in its welcome", () => {
    const room = new TestRoom();
    room.join("Ana").publish("hi");
    expect(room.join("Bo").last("welcome")).not.toHaveProperty("state");
    expect(tablesOf(room)).not.toContain("state");
    expect(room.room.stateDueAt).toBeUndefined();
  });

  test("survive an eviction and a crash, with their versions", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.send(set("turn", "red"));
    ana.send(set("turn", "yellow", { ifVersion: 1 }));
    ana.send(set("gone", 1));
    ana.send(set("gone", null, { ifVersion: 3 }));
    for (const lose of [() => room.evict(), () => room.crash()]) {
      lose();
      expect(room.join("Bo").last("welcome").state?.entries).toEqual([
        { key: "turn", value: "yellow", version: 2, from: { id: ana.session.member, name: "Ana" } },
      ]);
    }
  });
});

describe("[STATE-2] a change with a version", () => {
  test("happens once: the second sender is sent what the key holds", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("seat", "Ana", { ifVersion: 0 }));
    expect(bo.send(set("seat", "Bo", { ifVersion: 0 }))).toEqual([
      expect.objectContaining({ code: "version_mismatch", current: { version: 1, value: "Ana" } }),
    ]);
    expect(codeOf(bo.send(set("seat", "Bo", { ifVersion: 1 })))).toBeUndefined();
    expect(bo.send(set("other", "Bo", { ifVersion: 1 }))).toEqual([
      expect.objectContaining({ code: "version_mismatch", current: { version: 0 } }),
    ]);
    expect(joinedState(room.join("Cy"))).toEqual({ seat: "Bo" });
  });

  test("is stored before it is answered, however often the key changes", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (let version = 0; version < 5; version++) ana.send(set("count", version, { ifVersion: version }));
    room.crash();
    expect(joinedState(room.join("Bo"))).toEqual({ count: 4 });
  });

  test("comes after what still waits for the same key", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("turn", 1));
    ana.send(set("turn", 2));
    expect(codeOf(bo.send(set("turn", "stale", { ifVersion: 1 })))).toBe("version_mismatch");
    expect(joinedState(room.join("Cy"))).toEqual({ turn: 2 });
  });

  test("has a version that no earlier value of the key had, also after it was deleted", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (const key of ["kept", "~gone"]) {
      ana.send(set(key, "first"));
      const before = versionOf(room, key);
      ana.send(set(key, null, { ifVersion: before }));
      ana.send(set(key, "second", { ifVersion: 0 }));
      expect(versionOf(room, key)).toBeGreaterThan(before);
    }
  });

  test("is executed once, though its client sends it again", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const move = set("board", "x", { ifVersion: 0, since: 0 });
    ana.send(move);
    expect(ana.send(move)).toEqual([{ type: "stored", id: (move as { id: string }).id, seq: 1 }]);
    expect(ana.all("state")).toHaveLength(1);
  });

  test("of a key that is not set cannot be a deletion", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (const key of ["none", "~none"]) expect(codeOf(ana.send(set(key, null)))).toBe("not_found");
    expect(ana.all("state")).toEqual([]);
  });
});

describe("[STATE-3] a kept key", () => {
  test("is stored once a second: what comes sooner waits, and the last value counts", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("slider", 0));
    const sets = [1, 2, 3].map((value) => set("slider", value) as CommandOf<"state">);
    for (const command of sets) expect(ana.send(command)).toEqual([]);
    expect(bo.all("state").map(({ value }) => value)).toEqual([0]);
    room.pass(999);
    expect(bo.all("state")).toHaveLength(1);
    room.pass(1);
    expect(bo.all("state").map(({ value, seq }) => [value, seq])).toEqual([
      [0, 1],
      [3, 2],
    ]);
    expect(ana.last("state").id).toBe(sets[2]?.id);
    expect(ana.all("stored")).toEqual(sets.slice(0, 2).map(({ id }) => ({ type: "stored", id, seq: 2 })));
  });

  test.each([
    ["its timer is late", 300],
    ["the clock has stepped back", -60_000],
  ])("has the last value also where %s when it comes", (_what, ms) => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    for (const value of [0, 1]) ana.send(set("slider", value));
    room.now += 1_000 + ms;
    ana.send(set("slider", 2));
    room.pass(120_000);
    expect(bo.all("state").map(({ value }) => value)).toEqual([0, 2]);
    expect(joinedState(room.join("Cy"))).toEqual({ slider: 2 });
  });

  test.each([
    ["socket", true],
    ["stream", false],
  ])("is answered on the %s that has taken the place of the one on which it was set", (_kind, isSocket) => {
    const room = new TestRoom();
    const client = { session: "tab", generation: 0, isSocket };
    const ana = room.join("Ana", { client });
    const sets = [0, 1, 2].map((value) => set("slider", value) as CommandOf<"state">);
    for (const command of sets) ana.send(command);
    const next = { ...client, generation: 1 };
    const again = room.join(undefined, { token: tokenOf(ana), client: next });
    room.pass(1_000);
    expect(again.all("stored")).toEqual([{ type: "stored", id: sets[1]?.id, seq: 2 }]);
    expect(again.last("state")).toMatchObject({ id: sets[2]?.id, value: 2 });
  });

  test("that is void by then is refused on the connection that its client has by then", () => {
    const room = new TestRoom();
    const client = { session: "tab", generation: 0, isSocket: true };
    const ana = room.join("Ana", { client });
    ana.send(set("slider", 0));
    ana.send(set("slider", null));
    room.pass(1_000);
    const sets = [set("slider", 1), set("slider", null)] as CommandOf<"state">[];
    for (const command of sets) ana.send(command);
    const next = { ...client, generation: 1 };
    const again = room.join(undefined, { token: tokenOf(ana), client: next });
    room.pass(1_000);
    const refusals = sets.map(({ id }) => expect.objectContaining({ id, code: "not_found" }) as unknown);
    expect(again.all("error")).toEqual(refusals);
  });

  test("is sent to no member before it is stored, so that no crash takes back what was seen", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("slider", 0));
    ana.send(set("slider", 1));
    expect(joinedState(room.join("Cy"))).toEqual({ slider: 0 });
    room.crash();
    expect(bo.all("state").map(({ value }) => value)).toEqual([0]);
    expect(joinedState(room.join("Di"))).toEqual({ slider: 0 });
  });

  test("that several members change waits for the last of them, and each is answered", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("slider", 0));
    ana.send(set("slider", "Ana"));
    bo.send(set("slider", "Bo"));
    room.leave(ana);
    room.pass(1_000);
    expect(bo.last("state")).toMatchObject({ value: "Bo", from: { name: "Bo" } });
    expect(bo.all("stored")).toEqual([]);
    expect(joinedState(room.join("Cy"))).toEqual({ slider: "Bo" });
  });

  test("[FLOW-7] is stored at once while 1,024 sets wait for an answer, and each of them gets one", () => {
    const unlimited = { perSecond: 10_000, burst: 10_000 };
    const rates = { memberRate: unlimited, addressRate: unlimited, roomRate: unlimited };
    const room = new TestRoom({ limits: rates });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("slider", 0));
    for (let value = 1; value <= MAX_SUPERSEDED + 1; value++) ana.send(set("slider", value));
    expect(bo.all("state")).toHaveLength(1);
    ana.send(set("slider", "last"));
    expect(bo.all("state").map(({ value }) => value)).toEqual([0, MAX_SUPERSEDED + 1, "last"]);
    expect(ana.all("stored")).toHaveLength(MAX_SUPERSEDED);
    ana.send(set("slider", "later"));
    expect(bo.last("state").value).toBe("last");
  });

  test("that was deleted while another deletion waits is not deleted twice", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("slider", 0));
    ana.send(set("slider", null));
    bo.send(set("slider", null));
    room.pass(1_000);
    expect(ana.all("state")).toHaveLength(2);
    ana.send(set("slider", 1));
    ana.send(set("slider", null));
    room.pass(1_000);
    expect(joinedState(room.join("Cy"))).toEqual({});
  });

  test("waits also over HTTP, and each request is answered once: the last by its event, the others with its seq", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const [asAna, asBo] = [tokenOf(ana), tokenOf(bo)];
    room.leave(ana);
    expect(room.sendOverHttp(asAna, set("slider", 0))).toMatchObject([{ type: "state", seq: 1 }]);
    const sets = [1, 2, 3].map((value) => set("slider", value) as CommandOf<"state">);
    const [first, second, third] = sets;
    for (const [index, command] of sets.entries()) {
      const request = `r${index}`;
      expect(room.sendOverHttp(index === 1 ? asBo : asAna, command, { request })).toEqual([]);
    }
    room.pass(999);
    expect([...room.answered]).toEqual([]);
    room.pass(1);
    expect(bo.all("state").map(({ value, from }) => [value, from.name])).toEqual([
      [0, "Ana"],
      [3, "Ana"],
    ]);
    expect(Object.fromEntries(room.answered)).toMatchObject({
      r0: [{ type: "stored", id: first?.id, seq: 2 }],
      r1: [{ type: "stored", id: second?.id, seq: 2 }],
      r2: [{ type: "state", id: third?.id, seq: 2, value: 3 }],
    });
    expect([...room.answered.values()].flat()).toHaveLength(3);
  });

  test("is not set twice by a repeat of what waits, and the value that took its place stays (SPEC PUB-3)", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const move = set("slider", "Ana");
    ana.send(set("slider", 0));
    room.sendOverHttp(tokenOf(ana), move, { request: "first" });
    bo.send(set("slider", "Bo"));
    room.sendOverHttp(tokenOf(ana), move, { request: "repeat" });
    room.pass(1_000);
    expect(bo.all("state").map(({ value }) => value)).toEqual([0, "Bo"]);
    for (const request of ["first", "repeat"])
      expect(room.answered.get(request)).toMatchObject([{ type: "stored", seq: 2 }]);
    // An id is that of one member's command.
    const next = set("slider", "Ana");
    ana.send(next);
    bo.send({ ...next, value: "Bo again" } as Command);
    room.pass(1_000);
    expect(bo.last("state").value).toBe("Bo again");
  });

  test("has one version for a set and its repeats, also where one of them cannot wait", () => {
    const unlimited = { perSecond: 10_000, burst: 10_000 };
    const rates = { memberRate: unlimited, addressRate: unlimited, roomRate: unlimited };
    const room = new TestRoom({ limits: rates });
    const ana = room.join("Ana");
    ana.send(set("slider", 0));
    const move = set("slider", "Ana");
    for (let count = 0; count <= MAX_SUPERSEDED; count++) expect(ana.send(move)).toEqual([]);
    const events = ana.send(move);
    expect(events.filter(({ type }) => type === "state")).toMatchObject([{ seq: 2, value: "Ana" }]);
    expect(events.filter(({ type }) => type === "stored")).toHaveLength(MAX_SUPERSEDED + 1);
    expect(room.sendOverHttp(tokenOf(ana), move)).toMatchObject([{ type: "stored", seq: 2 }]);
  });

  test("that a request compares comes after what waits, and what is void by then is refused", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    const token = tokenOf(ana);
    ana.send(set("slider", 0));
    room.sendOverHttp(token, set("slider", 1), { request: "set" });
    expect(codeOf(room.sendOverHttp(token, set("slider", 2, { ifVersion: 1 })))).toBe("version_mismatch");
    expect(room.answered.get("set")).toMatchObject([{ type: "state", seq: 2, value: 1 }]);
    room.sendOverHttp(token, set("slider", null), { request: "delete" });
    room.pass(1_000);
    room.sendOverHttp(token, set("slider", 3), { request: "set again" });
    room.sendOverHttp(token, set("slider", null), { request: "void" });
    room.pass(1_000);
    expect(room.answered.get("delete")).toMatchObject([{ type: "state", seq: 3 }]);
    for (const request of ["set again", "void"])
      expect(room.answered.get(request)).toMatchObject([{ type: "error", code: "not_found" }]);
  });

  test("is stored at once when a moderator acts", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("a", 0));
    ana.send(set("a", 2));
    room.sendOverHttp(ownerKey, { type: "moderate", id: "m", act: "mute", member: ana.session.member });
    expect(bo.received.slice(-2)).toMatchObject([
      { type: "state", value: 2 },
      { type: "moderation", act: "mute" },
    ]);
    expect(codeOf(ana.send(set("a", 3)))).toBe("muted");
  });

  test("is a durable event with a seq, beside the messages of its time", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.send(set("board", ["x"]));
    ana.publish("your turn");
    ana.send(set("board", ["x", "o"], { ifVersion: 1 }));
    const [page] = ana.send({ type: "history", id: "h", after: 0 });
    expect(page).toMatchObject({
      events: [
        { type: "state", seq: 1, key: "board", value: ["x"], from: { name: "Ana" } },
        { type: "message", seq: 2, text: "your turn" },
        { type: "state", seq: 3, key: "board", value: ["x", "o"] },
      ],
    });
    const [messages] = ana.send({ type: "history", id: "h" });
    expect(messages).toMatchObject({ events: [{ seq: 2 }], more: false });
  });
});

describe("[STATE-4] a client that joins", () => {
  test("and has recovered is sent the missed changes, and no kept key again", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("a", 1));
    ana.send(set("~b", 1));
    const [position, token] = [positionOf(bo), tokenOf(bo)];
    room.leave(bo);
    ana.send(set("a", 2, { ifVersion: 1 }));
    const back = room.join(undefined, { token, position });
    expect(back.last("welcome")).toMatchObject({ recovered: true });
    expect(joinedState(back)).toEqual({ "~b": 1 });
    expect(back.all("state").map(({ value }) => value)).toEqual([2]);
    const anew = room.join(undefined, { token });
    expect(joinedState(anew)).toEqual({ a: 2, "~b": 1 });
  });

  test("requests a large state in pages, each in the order of the keys", () => {
    const room = new TestRoom({ limits: { stateJoinBytes: 300, recoveryBytes: 250 } });
    const ana = room.join("Ana");
    const keys = ["c", "a", "~d", "b"];
    for (const key of keys) ana.send(set(key, key.repeat(60)));
    const bo = room.join("Bo");
    expect(bo.last("welcome").state).toEqual({ entries: [], more: true });
    const seen: string[] = [];
    for (let after = "", more = true; more;) {
      const [page] = bo.send({ type: "map", id: "m", after });
      if (page?.type !== "map") throw new Error("no page");
      seen.push(...page.entries.map(({ key }) => key));
      ({ more } = page);
      after = seen.at(-1) ?? "";
      expect(page.entries.length).toBeLessThan(keys.length);
    }
    expect(seen).toEqual(["a", "b", "c", "~d"]);
  });

  test("counts as several reads where the page is large", () => {
    const room = new TestRoom({ limits: { memberReadRate: { perSecond: 1, burst: 4 } } });
    const [ana, bo] = room.joinAll("Ana", "Bo");
    for (let key = 0; key < 16; key++) ana.send(set(`k${key}`, "x".repeat(4_000)));
    expect(bo.send({ type: "map", id: "first" })).toMatchObject([{ type: "map" }]);
    expect(codeOf(bo.send({ type: "map", id: "second" }))).toBe("rate_limited");
  });

  test("gets it in welcome again once it is small enough, also after the room has slept or was cleared", () => {
    const room = new TestRoom({ limits: { stateJoinBytes: 1_000 } });
    const ownerKey = room.own();
    const ana = room.join("Ana");
    const stateOf = (name: string) => room.join(name).last("welcome").state;
    for (const key of ["a", "b"]) ana.send(set(key, "x".repeat(600), { ifVersion: 0 }));
    expect(stateOf("Bo")).toEqual({ entries: [], more: true });
    room.evict();
    expect(stateOf("Cy")).toEqual({ entries: [], more: true });
    ana.send(set("a", "short", { ifVersion: versionOf(room, "a") }));
    expect(stateOf("Di")?.entries).toHaveLength(2);
    room.sendOverHttp(ownerKey, { type: "clear", id: "c" });
    expect(stateOf("El")).toBeUndefined();
    ana.send(set("b", "x".repeat(600), { ifVersion: 0 }));
    expect(stateOf("Flo")?.entries).toHaveLength(1);
  });

  test("invisibly is sent it too", () => {
    const room = new TestRoom();
    room.join("Ana").send(set("a", 1));
    expect(joinedState(room.joinInvisible())).toEqual({ a: 1 });
  });
});

test("[STATE-7] over HTTP the state is read in the same pages", () => {
  const room = new TestRoom({ limits: { recoveryBytes: 400 } });
  const ana = room.join("Ana");
  for (const key of ["c", "a", "~d", "b"]) ana.send(set(key, key.repeat(60)));
  const first = room.read.state("");
  expect(first).toMatchObject({ position: room.read.view().position, more: true });
  const last = room.read.state(first.entries.at(-1)?.key ?? "");
  expect(last.more).toBe(false);
  expect([...first.entries, ...last.entries].map(({ key }) => key)).toEqual(["a", "b", "c", "~d"]);
});

describe("[STATE-5] an ephemeral key", () => {
  test("is no durable event: it is answered by its delta, and the others receive the same", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const command = set("~pointer", { x: 1 });
    const [answer] = ana.send(command);
    expect(answer).toMatchObject({ type: "delta", id: (command as { id: string }).id });
    expect(bo.last("delta")).toMatchObject({
      entries: [{ key: "~pointer", value: { x: 1 }, from: { name: "Ana" } }],
    });
    expect(bo.last("delta")).not.toHaveProperty("id");
    expect(room.read.view().position).toMatch(/\.0$/);
  });

  test("goes with its member's last session, after 15 s in which they could come back", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const again = room.join(undefined, { token: tokenOf(ana) });
    ana.send(set("~ready", true));
    room.leave(ana);
    room.pass(60_000);
    expect(joinedState(room.join("Cy"))).toEqual({ "~ready": true });
    room.leave(again);
    room.pass(14_999);
    expect(joinedState(room.join("Di"))).toEqual({ "~ready": true });
    room.pass(1);
    expect(bo.last("delta").entries).toMatchObject([{ key: "~ready", from: { name: "Ana" } }]);
    expect(bo.last("delta").entries[0]).not.toHaveProperty("value");
    expect(joinedState(room.join("El"))).toEqual({});
  });

  test("stays with a member who changes from a socket to a stream, and who is cut off and returns", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const token = tokenOf(ana);
    ana.send(set("~ready", true));
    room.leave(ana);
    room.pass(10_000);
    const stream = room.join(undefined, { token, stream: "s" });
    room.pass(60_000);
    expect(bo.all("delta")).toHaveLength(1);
    room.leave(stream);
    room.pass(15_000);
    expect(bo.all("delta")).toHaveLength(2);
  });

  test("survives hibernation while its member is here, and a crash only if they come back", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const token = tokenOf(ana);
    ana.send(set("~ana", 1));
    bo.send(set("~bo", 2));
    room.evict();
    room.pass(60_000);
    expect(joinedState(room.join("Cy"))).toEqual({ "~ana": 1, "~bo": 2 });
    room.crash();
    room.join(undefined, { token });
    room.pass(15_000);
    expect(joinedState(room.join("Di"))).toEqual({ "~ana": 1 });
    room.crash();
    room.pass(15_000);
    room.evict();
    expect(joinedState(room.join("El"))).toEqual({});
  });

  test("goes in time also in a room that sleeps and wakes meanwhile, and stays if its member has come back", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const token = tokenOf(ana);
    bo.send(set("~bo", 1));
    ana.send(set("~ana", 1));
    room.leave(ana);
    room.pass(10_000);
    room.evict();
    const again = room.join(undefined, { token });
    room.evict();
    room.leave(again);
    room.pass(14_000);
    room.evict();
    expect(joinedState(room.join("Cy"))).toEqual({ "~bo": 1, "~ana": 1 });
    room.pass(1_000);
    expect(joinedState(room.join("Di"))).toEqual({ "~bo": 1 });
  });

  test("is stored once a second, so that a fast one costs no row a change", () => {
    const room = new TestRoom({ limits: { memberRate: { perSecond: 100, burst: 100 } } });
    const ana = room.join("Ana");
    ana.send(set("~x", 0));
    const before = changesOf(room);
    for (let x = 1; x <= 50; x++) ana.send(set("~x", x));
    expect(changesOf(room) - before).toBe(0);
    room.pass(1_000);
    expect(changesOf(room) - before).toBe(1);
    room.crash();
    room.join(undefined, { token: tokenOf(ana) });
    expect(joinedState(room.join("Bo"))).toEqual({ "~x": 50 });
  });

  test("costs its member's comings and goings a row, however many keys they have", () => {
    const room = new TestRoom({ limits: { memberRate: { perSecond: 1_000, burst: 1_000 } } });
    const [bo, ana] = room.joinAll("Bo", "Ana");
    const token = tokenOf(ana);
    for (let key = 0; key < 100; key++) ana.send(set(`~${key}`, key));
    room.pass(60_000);
    const before = changesOf(room);
    let session = ana;
    for (let round = 0; round < 10; round++) {
      room.leave(session);
      bo.send(set("~bo", round));
      session = room.join(undefined, { token });
      bo.send(set("~bo", -round));
    }
    expect(changesOf(room) - before).toBeLessThanOrEqual(50);
    room.leave(session);
    room.pass(10_000);
    room.evict();
    room.pass(5_000);
    expect(joinedState(room.join("Cy"))).toEqual({ "~bo": -9 });
  });

  test("goes in time where another takes over the key that is stored with the time", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    for (const key of ["~1", "~2", "~3"]) ana.send(set(key, "ana"));
    room.leave(ana);
    bo.send(set("~1", "bo"));
    bo.send(set("~2", null));
    room.pass(10_000);
    room.evict();
    room.pass(5_000);
    expect(joinedState(room.join("Cy"))).toEqual({ "~1": "bo" });
  });

  test("belongs to the member who set it last", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("~lamp", "on"));
    bo.send(set("~lamp", "off"));
    room.leave(ana);
    room.pass(15_000);
    expect(joinedState(room.join("Cy"))).toEqual({ "~lamp": "off" });
  });

  test("is not of a member whose session became another's", () => {
    const room = new TestRoom();
    const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
    ana.send(set("~ana", 1));
    ana.send({ type: "authenticate", id: "a", token: tokenOf(bo) });
    room.evict();
    room.pass(15_000);
    expect(cy.last("delta").entries).toMatchObject([{ key: "~ana" }]);
  });
});

describe("[STATE-6] who may write", () => {
  const rules: RoomSettings = {
    state: [
      { prefix: "", role: "moderator" },
      { prefix: "vote:", role: "guest" },
      { prefix: "vote:closed", role: "owner" },
    ],
  };

  test("is up to the rule with the longest prefix", () => {
    const room = new TestRoom();
    room.own(rules);
    const ana = room.join("Ana");
    expect(codeOf(ana.send(set("vote:ana", 1)))).toBeUndefined();
    for (const key of ["board", "~pointer", "vote:closed", "vote:closed:1"])
      expect(codeOf(ana.send(set(key, 1)))).toBe("forbidden");
    expect(joinedState(room.join("Bo"))).toEqual({ "vote:ana": 1 });
  });

  test("is everyone in a room without rules, as far as they may write at all", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const ana = room.join("Ana");
    expect(codeOf(ana.send(set("a", 1)))).toBeUndefined();
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: { write: "members" } });
    expect(codeOf(ana.send(set("a", 2)))).toBe("read_only");
    room.sendOverHttp(ownerKey, {
      type: "configure",
      id: "d",
      settings: { write: "everyone", slowModeSeconds: 60 },
    });
    ana.publish("hi");
    expect(codeOf(ana.send(set("a", 3)))).toBeUndefined();
  });

  test("is a setting of at most 20 prefixes, for owners", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const ana = room.join("Ana");
    expect(codeOf(ana.send({ type: "configure", id: "c", settings: rules }))).toBe("forbidden");
    room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: rules });
    expect(ana.last("settings").settings).toEqual(rules);
  });
});

describe("[STATE-8] what becomes of the state", () => {
  test("a clear deletes all keys, also those that wait, and what is set later is there", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.send(set("a", "secret"));
    ana.send(set("a", "waiting"));
    ana.send(set("~b", "secret"));
    room.sendOverHttp(ownerKey, { type: "clear", id: "c" });
    room.pass(60_000);
    expect(bo.received.at(-1)).toMatchObject({ type: "clear" });
    room.crash();
    expect(joinedState(room.join("Cy"))).toEqual({});
    ana.send(set("a", "new"));
  });

  test("a key stays though its event is no longer kept, and its version with it", () => {
    const room = new TestRoom({ limits: { retentionRows: 2 } });
    const ana = room.join("Ana");
    ana.send(set("board", "x"));
    for (let i = 0; i < 5; i++) ana.publish(`message ${i}`);
    room.runAlarm();
    room.crash();
    const bo = room.join("Bo");
    expect(joinedState(bo)).toEqual({ board: "x" });
    expect(codeOf(bo.send(set("board", "o", { ifVersion: 1 })))).toBeUndefined();
  });

  test("a value that was replaced or deleted is nowhere in the table of keys", () => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    for (const value of ["secret", "secret ".repeat(200), "secret"]) {
      ana.send(set("a", value, { ifVersion: versionOf(room, "a") }));
    }
    ana.send(set("a", "shown", { ifVersion: 3 }));
    ana.send(set("b", "secret"));
    ana.send(set("b", null, { ifVersion: 5 }));
    const rows = room.database.prepare("SELECT data FROM state WHERE id > 0").all();
    expect(JSON.stringify(rows)).not.toContain("secret");
    expect(JSON.stringify(rows)).toContain("shown");
  });
});

function tablesOf(room: TestRoom): string[] {
  const rows = room.database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return rows.map(({ name }) => String(name));
}

function changesOf(room: TestRoom): number {
  return Number(room.database.prepare("SELECT total_changes() AS changes").get()?.["changes"]);
}

function versionOf(room: TestRoom, key: string): number {
  return room.read.key(key)?.version ?? 0;
}
