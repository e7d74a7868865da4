/** How far others have read, and what is reported to them (SPEC EPH-3). */
import { effect, signal } from "@preact/signals";
import { beforeAll, describe, expect, test } from "vitest";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { ReadMarkTracker } from "../../src/ui/conversation/read-mark-tracker.ts";
import { ReadReporter } from "../../src/ui/conversation/read-reporter.ts";
import { UserSettings } from "../../src/ui/conversation/user-settings.ts";
import { loadFormatting } from "../../src/ui/formatting.ts";
import { readersByRow, type ReadMarks } from "../../src/ui/models/read-marks.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import { buildRows } from "../../src/ui/models/rows.ts";
import { parseDisplay } from "../../src/protocol/display-settings.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, NOON } from "./support/sample.ts";

const cem = { id: "c3", name: "Cem" };
const guest = (author: { readonly id: string; readonly name: string }) => ({
  ...author,
  role: "guest" as const,
});

function open(isShown = signal(true)) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const conversation = new Conversation({
    room,
    ...IN_ENGLISH,
    timers,
    readMarker: new ReadMarker(memoryStorage(), "sample-room"),
    isPageVisible: () => true,
    isPageActive: () => true,
  });
  conversation.start();
  const tracker = new ReadMarkTracker(room, timers);
  tracker.start();
  new ReadReporter({ conversation, timers, isShown }).start();
  const join = (count: number, log = messages(1, 3)) => {
    room.join(ana, log);
    setCount(count);
  };
  const setCount = (count: number) => {
    room.roster = { count, list: [ana, ...[badr, cem].slice(0, count - 1).map(guest)] };
    room.emit("presence", { type: "presence", count });
  };
  const current = () => {
    timers.advance(FRAME_MS);
    return tracker.marks.value;
  };
  const marks = () => [...current().values()].map(({ name, seq }) => `${name} ${seq}`);
  const reports = () => room.calls.filter((call) => call.startsWith("read "));
  return { room, timers, conversation, tracker, join, setCount, current, marks, reports };
}

beforeAll(loadFormatting);

describe("[EPH-3] marks of others", () => {
  test("come from the welcome, from what they report, and from what they write while they are here", () => {
    const { room, join, setCount, marks } = open();
    join(3);
    expect(marks()).toEqual([]);
    room.emit("read", { type: "read", from: badr, seq: 2 });
    room.emit("read", { type: "read", from: badr, seq: 1 });
    room.receive(message(4, { from: cem }));
    room.receive(message(5, { from: { id: "bot", name: "Bot", via: "http" } }));
    room.receive(message(6, { from: { id: ana.id, name: ana.name } }));
    expect(marks()).toEqual([`${badr.name} 2`, "Cem 4"]);
    room.emit("read", { type: "read", from: cem, seq: 0 });
    expect(marks()).toEqual([`${badr.name} 2`]);
    setCount(1);
    room.emit("presence", { type: "presence", count: 1, left: [badr] });
    expect(marks()).toEqual([]);
  });

  test("come from what was read between two polls", () => {
    const { room, join, marks } = open();
    join(2);
    room.emit("presence", { type: "presence", count: 2, changed: [{ ...guest(badr), read: 2 }] });
    expect(marks()).toEqual([`${badr.name} 2`]);
  });

  test("have the present name", () => {
    const { room, join, current } = open();
    join(2);
    room.emit("read", { type: "read", from: badr, seq: 2 });
    room.emit("presence", { type: "presence", count: 2, changed: [{ ...guest(badr), name: "Bader" }] });
    expect([...current().values()]).toEqual([{ id: badr.id, name: "Bader", seq: 2 }]);
  });

  test("start with those of the welcome, and without those of before a reconnect", () => {
    const room = new FakeRoom();
    room.self = ana;
    room.roster = {
      count: 2,
      list: [
        { ...guest(ana), read: 3 },
        { ...guest(badr), read: 2 },
      ],
    };
    const timers = new FakeTimers();
    const tracker = new ReadMarkTracker(room, timers);
    tracker.start();
    timers.advance(FRAME_MS);
    expect([...tracker.marks.value.keys()]).toEqual([badr.id]);
    room.join(ana);
    timers.advance(FRAME_MS);
    expect(tracker.marks.value.size).toBe(0);
  });
});

test("however many report, write and leave, the marks change once a frame, and the rows with them", () => {
  const { room, timers, tracker, join } = open();
  join(3);
  const count = countChanges(timers, () => tracker.marks.value);
  for (let seq = 10; seq < 60; seq++) {
    room.emit("read", { type: "read", from: badr, seq });
    room.emit("read", { type: "read", from: badr, seq: 0 });
    room.receive(message(seq, { from: cem }));
  }
  expect(count()).toBe(1);
  const left = Array.from({ length: 50 }, (_, index) => ({ id: `gone${index}`, name: "Gone" }));
  room.emit("presence", { type: "presence", count: 3, left });
  expect(count()).toBe(1);
});

/** Counts how often what `read` reads has changed, at the end of a frame. */
function countChanges(timers: FakeTimers, read: () => unknown): () => number {
  timers.advance(FRAME_MS);
  let changes = -1;
  effect(() => {
    read();
    changes++;
  });
  return () => {
    timers.advance(FRAME_MS);
    return changes;
  };
}

describe("the message below which a mark stands", () => {
  const rows = buildRows(
    { messages: [...messages(1, 2), message(5), message(8, { from: cem })], pending: [], self: ana },
    [],
  );
  const places = (seq: number, reachesEnd = true, reader: { id: string; name: string } = ana) => {
    const marks: ReadMarks = new Map([[reader.id, { ...reader, seq }]]);
    return [...readersByRow(rows, marks, reachesEnd).keys()];
  };
  const keyOf = (seq: number) => rows.find((row) => row.kind === "message" && row.seq === seq)?.key;

  test("is the last one that was read, whatever else has a seq behind it", () => {
    expect(places(5)).toEqual([keyOf(5)]);
    expect(places(7)).toEqual([keyOf(5)]);
    expect(places(9)).toEqual([keyOf(8)]);
  });

  test("is none where the window begins later or ends before, nor one's own", () => {
    expect(places(0)).toEqual([]);
    expect(places(8, false)).toEqual([keyOf(8)]);
    expect(places(9, false)).toEqual([]);
    expect(places(9, true, cem)).toEqual([]);
  });
});

describe("[EPH-3] what one has read", () => {
  test("is reported once for all that is read within a second, and at most every 2 s", () => {
    const { room, timers, join, reports } = open();
    join(2);
    timers.advance(900);
    expect(reports()).toEqual([]);
    room.receive(message(4));
    timers.advance(200);
    expect(reports()).toEqual(["read 4"]);
    for (let seq = 5; seq <= 45; seq++) {
      room.receive(message(seq));
      timers.advance(250);
    }
    expect(reports().length).toBeGreaterThan(3);
    expect(reports().length).toBeLessThanOrEqual(1 + (41 * 0.25) / 2);
    timers.advance(60_000);
    expect(reports().at(-1)).toBe("read 45");
    const { length } = reports();
    timers.advance(60_000);
    expect(reports()).toHaveLength(length);
  });

  test("is not reported to oneself alone, nor in a larger room, until that changes", () => {
    const { timers, join, setCount, reports } = open();
    join(1);
    timers.advance(10_000);
    setCount(11);
    timers.advance(10_000);
    expect(reports()).toEqual([]);
    setCount(10);
    timers.advance(10_000);
    expect(reports()).toEqual(["read 3"]);
  });

  test("is not reported by a member who may only read", () => {
    const { room, timers, join, reports } = open();
    join(2);
    room.self = { ...ana, role: "reader" };
    timers.advance(10_000);
    expect(reports()).toEqual([]);
  });

  test("is not reported of one's own message", () => {
    const { room, timers, join, reports } = open();
    join(2, [message(1, { from: { id: ana.id, name: ana.name } })]);
    timers.advance(10_000);
    expect(reports()).toEqual([]);
    room.receive(message(2));
    timers.advance(10_000);
    expect(reports()).toEqual(["read 2"]);
  });

  test("is reported again after a reconnect: the room knows nothing of the new connection", () => {
    const { room, timers, join, reports } = open();
    join(2);
    timers.advance(5_000);
    room.setState({ name: "reconnecting", since: timers.now(), retryAt: timers.now() });
    join(2);
    timers.advance(5_000);
    expect(reports()).toEqual(["read 3", "read 3"]);
  });

  test("is taken back when the user does not want to show it, and shown again when they do", () => {
    const isShown = signal(true);
    const { room, timers, join, reports } = open(isShown);
    join(2);
    timers.advance(5_000);
    isShown.value = false;
    room.receive(message(4));
    timers.advance(5_000);
    expect(reports()).toEqual(["read 3", "read 0"]);
    isShown.value = true;
    timers.advance(5_000);
    expect(reports().at(-1)).toBe("read 4");
  });

  test("is shown unless the user has switched it off, in all tabs", () => {
    const storage = memoryStorage();
    const settings = () =>
      new UserSettings({
        storage,
        room: "tea",
        theme: "auto",
        display: parseDisplay(""),
        timers: new FakeTimers(),
      });
    expect(settings().showsRead.value).toBe(true);
    const [one, other] = [settings(), settings()];
    one.setShowsRead(false);
    other.load();
    expect([one.showsRead.value, other.showsRead.value, settings().showsRead.value]).toEqual([
      false,
      false,
      false,
    ]);
    one.setShowsRead(true);
    expect(storage.keys()).toEqual([]);
  });
});

test("a mark of a message that is not yet here waits for it", () => {
  const { room, join, tracker, conversation, timers } = open();
  join(2);
  room.emit("read", { type: "read", from: badr, seq: 4 });
  room.receive(message(4, { from: { id: ana.id, name: ana.name }, at: NOON }));
  timers.advance(100);
  const readers = readersByRow(conversation.timeline.rows.value, tracker.marks.value, true);
  expect([...readers.values()]).toEqual([[{ id: badr.id, name: badr.name, seq: 4 }]]);
});
