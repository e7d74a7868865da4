import { effect } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { Writing } from "../../src/ui/conversation/writing.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { MAX_BEHIND, MAX_WAITING, PORTION } from "../../src/ui/models/arrivals.ts";
import { Draft } from "../../src/ui/models/drafts.ts";
import { ReadMark } from "../../src/ui/models/read-mark.ts";
import { forgetRoom, recentRooms, rememberRoom } from "../../src/ui/models/recent-rooms.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, MINUTE, NOON } from "./support/sample.ts";

function open(log = messages(1, 3), isSeen = () => true, storage = memoryStorage()) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const mark = new ReadMark(storage, "salon");
  const conversation = new Conversation({ room, t: translator(en, "en"), timers, mark, isSeen });
  const composing = new Composing({
    room,
    draft: new Draft(storage, "salon"),
    limits: conversation.limits,
    timers,
    writing: conversation.writing,
    onRefused: conversation.problems.show,
  });
  conversation.follow();
  room.join(ana, log);
  const frame = () => timers.pass(FRAME_MS);
  frame();
  const texts = () =>
    conversation.timeline.rows.value.flatMap((row) => (row.kind === "message" ? [row.text] : []));
  const said = () =>
    conversation.announcements.lines.value.map(({ text }) => text.replaceAll(/[\u2068\u2069]/gu, ""));
  return { room, timers, storage, conversation, composing, frame, texts, said };
}

describe("a conversation", () => {
  test("shows a message of yours at once, and keeps its row when it is stored", () => {
    const { room, conversation, composing, frame, texts } = open();
    composing.changed("hello\n");
    expect(composing.submit()).toBe(true);
    frame();
    expect(texts().at(-1)).toBe("hello");
    const key = conversation.timeline.rows.value.at(-1)?.key;
    room.store(4, NOON + MINUTE);
    frame();
    expect(texts()).toHaveLength(4);
    expect(conversation.timeline.rows.value.at(-1)?.key).toBe(key);
    expect(composing.text.value).toBe("");
  });

  test("counts what comes while the reader is elsewhere", () => {
    const { room, conversation, frame } = open();
    conversation.readerIs("read");
    room.hear(message(4));
    room.hear(message(5, { from: ana }));
    frame();
    expect(conversation.unseen.value).toBe(1);
    conversation.readerIs("follow");
    expect(conversation.unseen.value).toBe(0);
  });

  test("reads out what others say live, your own fate, and nothing of old pages", async () => {
    const { room, conversation, composing, timers, said } = open(messages(1, 80));
    await conversation.history.loadOlder();
    expect(said()).toEqual([]);
    for (let seq = 81; seq <= 86; seq++) room.hear(message(seq));
    timers.pass(2_000);
    expect(said().slice(-2)).toEqual([`${badr.name}: message 83`, "3 new messages"]);
    timers.pass(10_000);
    room.hear(message(87, { text: "**Tea** is `ready`" }));
    expect(said().at(-1)).toBe(`${badr.name}: Tea is ready`);
    composing.changed("hello");
    composing.submit();
    room.store(88, NOON);
    expect(said().at(-1)).toBe("Sent");
  });

  test("[REC-2] starts afresh when told to, and keeps what is on its way", () => {
    const { room, composing, frame, texts } = open();
    composing.changed("still waiting");
    composing.submit();
    frame();
    room.tell("reset", { events: [message(1, { text: "a new beginning" })], more: false });
    expect(texts()).toEqual(["a new beginning", "still waiting"]);
  });

  test("fetches earlier messages until there are none", async () => {
    const { conversation, texts } = open(messages(1, 120));
    expect(texts()).toHaveLength(50);
    await conversation.history.loadOlder();
    await conversation.history.loadOlder();
    expect(texts()).toHaveLength(120);
    expect(conversation.timeline.older.value).toBe(false);
  });

  test("says when they could not be fetched, and tries again", async () => {
    const { room, conversation, texts } = open(messages(1, 120));
    room.historyFails = true;
    await conversation.history.loadOlder();
    expect(conversation.history.older.value).toBe("failed");
    room.historyFails = false;
    await conversation.history.loadOlder();
    expect(conversation.history.older.value).toBe("idle");
    expect(texts()).toHaveLength(100);
  });

  test("walks far back and forward again without missing a message", async () => {
    const { room, conversation, frame, texts } = open(messages(1, 600));
    conversation.readerIs("read");
    for (let page = 0; page < 8; page++) await conversation.history.loadOlder();
    expect(texts()).toHaveLength(300);
    room.hear(message(601));
    frame();
    while (conversation.timeline.newer.value) await conversation.history.loadNewer();
    expect(texts().at(-1)).toBe("message 601");
    const seqs = texts().map((text) => Number(text.split(" ")[1]));
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  test("drops a page that was asked for before a reset", async () => {
    const { room, conversation, texts } = open(messages(1, 120));
    const loading = conversation.history.loadOlder();
    room.tell("reset", { events: [message(1)], more: false });
    await loading;
    expect(texts()).toEqual(["message 1"]);
  });

  test("tells of a lost connection after five seconds, and is silent once it is back", () => {
    const { room, conversation, timers, said } = open();
    const now = timers.now();
    room.enter({ name: "reconnecting", since: now, retryAt: now + 8_000 });
    timers.pass(4_000);
    expect(conversation.connection.notice.value).toEqual({ name: "none" });
    timers.pass(1_000);
    expect(conversation.connection.notice.value).toEqual({ name: "reconnecting", seconds: 3 });
    timers.pass(2_000);
    expect(conversation.connection.notice.value).toEqual({ name: "reconnecting", seconds: 1 });
    room.enter({ name: "online", since: timers.now() });
    expect(conversation.connection.notice.value).toEqual({ name: "none" });
    expect(said()).toEqual(["Connection lost. Reconnecting…", "Connected again."]);
  });

  test("keeps a message in the field that cannot be taken at all, and says why", async () => {
    const { room, composing, conversation } = open();
    room.publish = () => ({
      id: "x",
      stored: Promise.reject(Object.assign(new Error("full"), { code: "outbox_full" })),
    });
    composing.changed("one too many");
    composing.submit();
    await new Promise((settled) => setTimeout(settled));
    expect(composing.text.value).toBe("one too many");
    expect(conversation.problems.words.value).toBe("Too many messages are waiting to be sent already.");
  });

  test("shows who writes until they send it", () => {
    const { room, conversation, frame } = open();
    room.tell("typing", { type: "typing", from: badr, on: true });
    frame();
    expect(conversation.writing.names.value).toEqual([badr.name]);
    room.hear(message(4));
    frame();
    expect(conversation.writing.names.value).toEqual([]);
  });
});

test("messages of those who were not writing ask for no frame on behalf of who is", () => {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  let frames = 0;
  const writing = new Writing(room, {
    ...timers,
    frame(act) {
      frames++;
      timers.frame(act);
    },
  });
  for (const each of messages(1, 100)) room.hear(each);
  expect(frames).toBe(0);
  room.tell("typing", { type: "typing", from: badr, on: true });
  timers.pass(FRAME_MS);
  expect(writing.names.value).toEqual([badr.name]);
  room.hear(message(101));
  timers.pass(FRAME_MS);
  expect(writing.names.value).toEqual([]);
  expect(frames).toBe(2);
});

describe("a flood", () => {
  const flood = (room: FakeRoom, from: number, to: number) => {
    for (const each of messages(from, to)) room.hear(each);
  };
  const gap = (conversation: Conversation) =>
    conversation.timeline.rows.value.find((row) => row.kind === "gap")?.count;

  test("is shown once a frame, however much comes in between", () => {
    const { room, conversation, frame, texts } = open();
    let drawn = 0;
    effect(() => {
      void conversation.timeline.rows.value;
      drawn++;
    });
    flood(room, 4, 3 + PORTION);
    expect(drawn).toBe(1);
    frame();
    expect(drawn).toBe(2);
    expect(texts()).toHaveLength(3 + PORTION);
  });

  test("is shown in portions that a slow phone can draw, and whole where the reader can keep up", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 3 + MAX_BEHIND);
    frame();
    expect(texts()).toHaveLength(3 + PORTION);
    timers.pass(10_000);
    expect(texts()).toHaveLength(3 + MAX_BEHIND);
    expect(gap(conversation)).toBeUndefined();
  });

  test("is skipped past to the newest, and says how many went by", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    expect(texts()).toEqual([...messages(1, 3), ...messages(304 - PORTION, 303)].map(({ text }) => text));
    expect(gap(conversation)).toBe(300 - PORTION);
    flood(room, 304, 603);
    timers.pass(2_000);
    expect(texts()).toHaveLength(3 + PORTION);
    expect(texts().at(-1)).toBe("message 603");
    expect(gap(conversation)).toBe(600 - PORTION);
  });

  test("that goes on is skipped as it comes, and shown whole again once it ebbs", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    const second = 1_000;
    for (let seq = 304; seq < 804; seq += 50) {
      flood(room, seq, seq + 49);
      timers.pass(second / 10);
      expect(texts()).toHaveLength(3 + PORTION);
      expect(texts().at(-1)).toBe(`message ${seq + 49}`);
    }
    expect(gap(conversation)).toBe(800 - PORTION);
    timers.pass(second);
    for (const seq of [804, 805, 806]) {
      flood(room, seq, seq);
      timers.pass(second);
    }
    flood(room, 807, 806 + 4 * PORTION);
    timers.pass(second);
    expect(texts()).toHaveLength(3 + PORTION + 3 + 4 * PORTION);
    expect(gap(conversation)).toBe(800 - PORTION);
  });

  test("is kept as far as the page keeps anything, while nobody looks", () => {
    let isSeen = true;
    const { room, conversation, timers, frame, texts } = open(messages(1, 3), () => isSeen);
    flood(room, 4, 303);
    frame();
    isSeen = false;
    flood(room, 304, 304 + MAX_BEHIND - 1);
    timers.pass(1_000);
    expect(texts()).toHaveLength(3 + PORTION + MAX_BEHIND);
    expect(gap(conversation)).toBe(300 - PORTION);
  });

  test("can be read after all", async () => {
    const { room, conversation, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    expect(texts()).toHaveLength(3 + PORTION);
    conversation.timeline.change((log) => log.openGap());
    while (conversation.timeline.older.value) await conversation.history.loadOlder();
    expect(texts().slice(0, 290)).toEqual(messages(1, 290).map(({ text }) => text));
    expect(gap(conversation)).toBeUndefined();
  });

  test("does not carry off what is on its way, nor an edit of what stays", () => {
    const { room, composing, frame, texts } = open();
    composing.changed("mine");
    composing.submit();
    flood(room, 4, 300);
    room.hear({ type: "edit", seq: 301, at: NOON, from: badr, id: "e", target: 2, text: "reworded" });
    flood(room, 302, 350);
    frame();
    expect(texts()[1]).toBe("reworded");
    expect(texts().at(-1)).toBe("mine");
  });

  test("leaves a reader alone who is elsewhere, and counts for them", () => {
    const { room, conversation, frame, texts } = open();
    conversation.readerIs("read");
    flood(room, 4, 403);
    frame();
    expect(texts()).toHaveLength(3);
    expect(conversation.timeline.newer.value).toBe(true);
    expect(conversation.unseen.value).toBe(400);
    expect(gap(conversation)).toBeUndefined();
  });

  test("never waits beyond a bound, even where there are no frames", () => {
    const { room, texts } = open();
    flood(room, 4, 3 + MAX_WAITING);
    expect(texts().at(-1)).toBe(`message ${3 + MAX_WAITING}`);
  });

  test("is read out as numbers for as long as it lasts", () => {
    const { room, timers, said } = open();
    for (let second = 0; second < 10; second++) {
      flood(room, 4 + second * 100, 103 + second * 100);
      timers.pass(1_000);
    }
    expect(said().slice(-4)).toEqual(Array.from({ length: 4 }, () => "200 new messages"));
    timers.pass(5_000);
    room.hear(message(2_000));
    expect(said().at(-1)).toBe(`${badr.name}: message 2000`);
  });
});

describe("what is being written", () => {
  test("is kept as a draft, and gone once sent", () => {
    const { composing, timers, storage } = open();
    composing.changed("half a thou");
    timers.pass(400);
    expect(new Draft(storage, "salon").text).toBe("half a thou");
    composing.changed("half a thought");
    composing.submit();
    expect(new Draft(storage, "salon").text).toBe("");
  });

  test("waits while a message is reworded", () => {
    const { room, composing, conversation } = open([message(1, { from: ana })]);
    composing.changed("a new one");
    const last = conversation.timeline.lastOwn;
    if (last === undefined) throw new Error("nothing to reword");
    composing.edit(last);
    expect(composing.text.value).toBe("message 1");
    composing.changed("message one");
    composing.submit();
    expect(room.asked).toContain("edit 1 message one");
    expect(composing.text.value).toBe("a new one");
  });

  test("is not sent when empty", () => {
    const { composing, room } = open();
    composing.changed("  \n");
    expect(composing.submit()).toBe(false);
    expect(room.asked.some((asked) => asked.startsWith("publish"))).toBe(false);
  });
});

test("recent rooms are the newest eight, and can be forgotten", () => {
  const storage = memoryStorage();
  for (let room = 1; room <= 10; room++) rememberRoom(storage, `room${room}`);
  rememberRoom(storage, "room5");
  expect(recentRooms(storage).slice(0, 3)).toEqual(["room5", "room10", "room9"]);
  expect(recentRooms(storage)).toHaveLength(8);
  forgetRoom(storage, "room5");
  expect(recentRooms(storage)).not.toContain("room5");
  storage.set("majlis:recent-rooms", "{broken");
  expect(recentRooms(storage)).toEqual([]);
});
