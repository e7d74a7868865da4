import { describe, expect, test } from "vitest";
import type { Message } from "../../src/protocol/events/message.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { Replay, type ReplayStep } from "../../src/client/replay.ts";
import { FakeRoom } from "../support/fake-room.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";

const message = (seq: number): Message => ({
  type: "message",
  seq,
  at: 0,
  from: { id: "bo", name: "Bo" },
  id: `b${seq}`,
  text: `${seq}`,
});

const welcome = (position: string, recovered: boolean): Welcome => ({
  ...new FakeRoom().welcome({ id: "m1", name: "Ana" }, recovered),
  position,
});

const page = (seqs: readonly number[], position: string, more = false): Page => ({
  type: "page",
  position,
  events: seqs.map(message),
  more,
});

/** The seqs that a list of steps delivers, and its other steps. */
const summarize = (steps: readonly ReplayStep[]) =>
  steps.map((step) => {
    if (step.do === "deliver") return step.event.seq;
    return step.do === "pull" ? `pull ${step.after}` : step.do;
  });

/** A replay that is joined and has delivered up to `seq`. */
function replayAt(seq: number): Replay {
  const replay = new Replay();
  replay.welcome(welcome(`e.${seq}`, false));
  replay.newestPage(page([], `e.${seq}`));
  return replay;
}

/** A replay that was disconnected at `seq` and welcomed again at `target`. */
function replayResuming(seq: number, target: number): Replay {
  const replay = replayAt(seq);
  replay.lost();
  expect(summarize(replay.welcome(welcome(`e.${target}`, true)))).toEqual([]);
  return replay;
}

describe("live events", () => {
  test("[P-2] are delivered once each", () => {
    const replay = replayAt(3);
    expect(summarize(replay.event(message(4)))).toEqual([4]);
    expect(summarize(replay.event(message(4)))).toEqual([]);
    expect(summarize(replay.event(message(2)))).toEqual([]);
    expect(replay.position).toEqual({ epoch: "e", seq: 4 });
  });

  test("[REC-5] after a gap are delivered once the gap is pulled", () => {
    const replay = replayAt(3);
    expect(summarize(replay.event(message(6)))).toEqual(["pull 3"]);
    expect(summarize(replay.event(message(7)))).toEqual([]);
    expect(summarize(replay.pulled(page([4, 5, 6], "e.6")))).toEqual([4, 5, 6, 7]);
    expect(summarize(replay.event(message(8)))).toEqual([8]);
  });

  test("[REC-5] are pulled again if a page does not close the gap", () => {
    const replay = replayAt(0);
    expect(summarize(replay.event(message(5)))).toEqual(["pull 0"]);
    expect(summarize(replay.pulled(page([1, 2], "e.5", true)))).toEqual([1, 2, "pull 2"]);
    expect(summarize(replay.pulled(page([3, 4], "e.5", true)))).toEqual([3, 4, 5, "pull 5"]);
    expect(summarize(replay.pulled(page([], "e.5")))).toEqual([]);
    expect(summarize(replay.event(message(6)))).toEqual([6]);
  });

  test("are not pulled forever if pages bring nothing", () => {
    const replay = replayAt(0);
    replay.event(message(5));
    expect(summarize(replay.pulled(page([1, 2], "e.5")))).toEqual([1, 2, "pull 2"]);
    expect(summarize(replay.pulled(page([], "e.5")))).toEqual(["rejoin"]);
  });

  test("are buffered up to a limit during a pull; the rest is pulled", () => {
    const replay = replayAt(0);
    replay.event(message(2));
    for (let seq = 3; seq <= 700; seq++) replay.event(message(seq));
    const steps = summarize(replay.pulled(page([1], "e.700")));
    expect(steps.slice(0, 2)).toEqual([1, 2]);
    expect(steps.at(-1)).toBe("pull 501");
    const rest = Array.from({ length: 199 }, (_, index) => 502 + index);
    expect(summarize(replay.pulled(page(rest, "e.700")))).toEqual(rest);
  });

  test("[P-3] start from the newest page if the room no longer stores the missing ones", () => {
    const replay = replayAt(3);
    replay.event(message(9));
    expect(summarize(replay.pulled(page([7, 8, 9], "e.9")))).toEqual(["rejoin"]);
    expect(replay.position).toBeUndefined();
  });

  test("[P-3] start from the newest page if the epoch changed", () => {
    const replay = replayAt(3);
    replay.event(message(5));
    expect(summarize(replay.pulled(page([4, 5], "f.5")))).toEqual(["rejoin"]);
    expect(replay.position).toBeUndefined();
  });

  test("make the client join again if a pull fails, and start from the newest page if it fails twice at one seq", () => {
    const replay = replayAt(3);
    replay.event(message(5));
    expect(summarize(replay.pullFailed())).toEqual(["rejoin"]);
    expect(replay.position).toEqual({ epoch: "e", seq: 3 });
    replay.lost();
    replay.welcome(welcome("e.5", true));
    replay.event(message(5));
    expect(summarize(replay.pullFailed())).toEqual(["rejoin"]);
    expect(replay.position).toBeUndefined();
  });
});

describe("a recovery", () => {
  test("[REC-1] [REC-6] is caught up at once if nothing was missed", () => {
    const replay = replayAt(3);
    replay.lost();
    expect(summarize(replay.welcome(welcome("e.3", true)))).toEqual(["caught_up"]);
  });

  test("[REC-1] [REC-6] is caught up once it reached the welcome's seq", () => {
    const replay = replayResuming(3, 5);
    expect(summarize(replay.event(message(4)))).toEqual([4]);
    expect(summarize(replay.event(message(5)))).toEqual([5, "caught_up"]);
    expect(summarize(replay.event(message(6)))).toEqual([6]);
  });

  test("[REC-3] pulls after `more`, and buffers live events until it is contiguous", () => {
    const replay = replayResuming(0, 5);
    replay.event(message(1));
    expect(summarize(replay.more())).toEqual(["pull 1"]);
    expect(summarize(replay.event(message(6)))).toEqual([]);
    expect(summarize(replay.pulled(page([2, 3], "e.6", true)))).toEqual([2, 3, "pull 3"]);
    expect(summarize(replay.more())).toEqual([]);
    expect(summarize(replay.pulled(page([4, 5], "e.6", true)))).toEqual([4, 5, 6, "caught_up", "pull 6"]);
  });

  test("[REC-2] [REC-6] [HIST-4] starts from the newest page if the room cannot recover, and delivers the events since", () => {
    const replay = replayAt(3);
    replay.lost();
    expect(summarize(replay.welcome(welcome("f.8", false)))).toEqual([]);
    expect(summarize(replay.event(message(9)))).toEqual([]);
    expect(summarize(replay.newestPage(page([6, 8], "f.8")))).toEqual(["reset", 9, "caught_up"]);
    expect(replay.position).toEqual({ epoch: "f", seq: 9 });
    expect(summarize(replay.newestPage(page([], "f.8")))).toEqual([]);
  });

  test.each([
    ["another epoch", "f.3"],
    ["a place before its own", "e.2"],
    ["no position", "somewhere"],
  ])("is refused at %s", (_, position) => {
    const replay = replayAt(3);
    replay.lost();
    expect(summarize(replay.welcome(welcome(position, true)))).toEqual(["rejoin"]);
    expect(replay.position).toBeUndefined();
  });

  test("ignores events between two links", () => {
    const replay = replayAt(3);
    replay.lost();
    expect(replay.event(message(4))).toEqual([]);
    expect(replay.more()).toEqual([]);
    expect(replay.pulled(page([4], "e.4"))).toEqual([]);
    expect(replay.position).toEqual({ epoch: "e", seq: 3 });
  });
});

describe("a client in a room", () => {
  test("[REC-3] [REC-6] pulls a long absence page by page, and is online at its end", async () => {
    const world = new FakeWorld();
    world.room.pushedEvents = 10;
    world.room.limits = { ...world.room.limits, historyPage: 7 };
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    world.cut();
    for (let count = 1; count <= 100; count++) world.room.post(`${count}`);
    const seenWhenOnline: number[] = [];
    ana.on("state", ({ to }) => to.name === "online" && seenWhenOnline.push(events.length));
    await world.advance(1_000);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(seenWhenOnline).toEqual([100]);
    expect(world.room.commandsOf("history")[0]).toMatchObject({ after: 10, limit: 7 });
  });

  test("[REC-2] emits a reset when the epoch changed", async () => {
    const world = new FakeWorld();
    world.room.post("old");
    const ana = await world.join();
    world.cut();
    world.room.resetLog();
    world.room.post("new");
    const resets = recordEvents(ana, "reset");
    await world.advance(1_000);
    expect(resets).toMatchObject([{ events: [{ text: "new" }], more: false }]);
    world.cut();
    await world.advance(1_000);
    expect(world.socket.query.get("position")).toBe("e1x.1");
  });

  test("[P-3] starts from the newest page if the room never answers a pull", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    const resets = recordEvents(ana, "reset");
    world.room.intercept = ({ type }) => (type === "history" ? "drop" : undefined);
    world.room.post("lost");
    world.socket.toClient.splice(0);
    world.room.post("heard");
    await world.advance(1_000);
    expect(ana.state.name).toBe("online");
    world.room.pushedEvents = 0;
    await world.advance(30_000);
    expect(resets).toMatchObject([{ events: [{ text: "lost" }, { text: "heard" }] }]);
  });

  test("[FLOW-1] [FLOW-4] answers a flow request with its position", async () => {
    const world = new FakeWorld();
    await world.join();
    world.room.post("one");
    world.room.broadcast({ type: "flow", id: "f1" });
    await world.settle();
    expect(world.room.commandsOf("flow")).toEqual([{ type: "flow", id: "f1", position: "e1.1" }]);
  });

  test("[EVT-2] ignores unknown events and malformed frames", async () => {
    const world = new FakeWorld();
    const ana = await world.join();
    for (const frame of ['{"type":"dance"}', "[]", "null", "{", '{"type":"message"}'])
      world.socket.receive(frame);
    expect(ana.state.name).toBe("online");
  });
});
