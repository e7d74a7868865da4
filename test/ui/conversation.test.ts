import { effect, signal } from "@preact/signals";
import { beforeAll, describe, expect, test } from "vitest";
import { CLOSE_CODES } from "../../src/protocol/close-advice.ts";
import type { PageConfig } from "../../src/ui/browser/page-config.ts";
import { loadFormatting } from "../../src/ui/formatting.ts";
import { followRefusal } from "../../src/ui/conversation/after-refusal.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { EventAnnouncer } from "../../src/ui/conversation/event-announcer.ts";
import { TypingTracker } from "../../src/ui/conversation/typing-tracker.ts";
import { en } from "../../src/locales/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { MAX_BACKLOG, MAX_BUFFERED, BATCH_SIZE } from "../../src/ui/models/event-buffer.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import { forgetRoom, recentRooms, rememberRoom } from "../../src/ui/models/recent-rooms.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, MINUTE, NOON } from "./support/sample.ts";

function open(log = messages(1, 3), isPageVisible = () => true, storage = memoryStorage()) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const readMarker = new ReadMarker(storage, "sample-room");
  const { t } = IN_ENGLISH;
  const conversation = new Conversation({
    room,
    ...IN_ENGLISH,
    timers,
    readMarker,
    isPageVisible,
    isPageActive: isPageVisible,
  });
  const composing = new Composing({
    room,
    draft: new DraftStore(storage, "sample-room"),
    limits: conversation.limits,
    timers,
    typing: conversation.typing,
    mentionsOf: () => undefined,
    onError: conversation.problems.show,
    onProgress: conversation.problems.clear,
  });
  conversation.start();
  new TypingTracker(room, conversation.typing.names, timers).start();
  const isEditing = () => composing.mode.peek().name === "edit";
  new EventAnnouncer({ conversation, t, timers, isPageVisible, isHidden: () => false, isEditing }).start();
  room.join(ana, log);
  const frame = () => timers.advance(FRAME_MS);
  frame();
  const texts = () =>
    conversation.timeline.rows.value.flatMap((row) => (row.kind === "message" ? [row.text] : []));
  const announced = () =>
    conversation.announcements.lines.value.map(({ text }) => text.replaceAll(/[\u2068\u2069]/gu, ""));
  return { room, timers, storage, conversation, composing, frame, texts, announced };
}

beforeAll(loadFormatting);

describe("a conversation", () => {
  test("shows an own message optimistically, and keeps its row when it is stored", () => {
    const { room, conversation, composing, frame, texts } = open();
    composing.onInput("hello\n");
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

  test("[PRIV-3] shows nothing of a room that closed as it is private, neither what waited to be drawn, nor a late preview", () => {
    const { room, conversation, composing, storage, frame, texts } = open();
    const page = { room: "sample-room", url: room.url } as PageConfig;
    followRefusal({ conversation, composing, storage, page, dialog: signal(), panel: signal() });
    room.receive(message(4));
    room.setState({ name: "closed", code: CLOSE_CODES.members_only, reason: "", fatal: true });
    frame();
    conversation.preview({ position: "e.4", events: messages(1, 4), more: false });
    expect([texts(), conversation.roster.value.count]).toEqual([[], 0]);
  });

  test("counts messages that arrive while the reader is further up", () => {
    const { room, conversation, frame } = open();
    conversation.setReader("read");
    room.receive(message(4));
    room.receive(message(5, { from: ana }));
    frame();
    expect(conversation.newBelow.value).toBe(1);
    conversation.setReader("follow");
    expect(conversation.newBelow.value).toBe(0);
  });

  test("announces live messages of others and the state of own ones, but no history", async () => {
    const { room, conversation, composing, timers, announced } = open(messages(1, 80));
    await conversation.history.loadOlder();
    expect(announced()).toEqual([]);
    for (let seq = 81; seq <= 86; seq++) room.receive(message(seq));
    timers.advance(2_000);
    expect(announced().slice(-2)).toEqual([`${badr.name}: message 83`, "3 new messages"]);
    timers.advance(10_000);
    room.receive(message(87, { text: "**Tea** is `ready`" }));
    expect(announced().at(-1)).toBe(`${badr.name}: Tea is ready`);
    composing.onInput("hello");
    composing.submit();
    room.store(88, NOON);
    expect(announced().at(-1)).toBe(en.lazy.announceSent);
  });

  test("announces the start of a long message, without piles of marks", () => {
    const { room, announced } = open();
    room.receive(message(1, { text: `z${"\u0345\u0327".repeat(40)} ${"word ".repeat(3_000)}` }));
    const text = announced().at(-1) ?? "";
    expect(text.length).toBeLessThan(1_100);
    expect(text).toMatch(/^[^:]+: z[\u0345\u0327]{16} word word .*…$/u);
  });

  test("announces a failed message once, and as not sent only if that is certain", () => {
    const { room, announced } = open();
    const failed = (code: string) => ({ name: "failed", code, message: code }) as const;
    const refused = { id: "a", text: "**Tea**", at: NOON, status: failed("forbidden") };
    room.setPending([refused]);
    room.setPending([refused, { id: "b", text: "Milk", at: NOON, status: failed("outcome_unknown") }]);
    expect(announced()).toEqual(["Not sent: Tea", en.lazy.errorUnknown]);
  });

  test("announces that messages wait without a network, and of an edit that it does not", () => {
    const { room, timers, composing, announced } = open();
    const offline = () => {
      room.setState({ name: "online", since: timers.now() });
      room.setState({ name: "offline", since: timers.now(), retryAt: timers.now() + 60_000 });
      timers.advance(5_000);
      return announced().at(-1);
    };
    expect(offline()).toBe(en.lazy.offline);
    composing.edit({ seq: 1, text: "tea", mentions: undefined });
    expect(offline()).toBe(en.lazy.offlineEditing);
  });

  test("announces a problem that was there before the announcer was loaded", () => {
    const { room, conversation, timers, announced } = open();
    const failed = { name: "failed", code: "forbidden", message: "forbidden" } as const;
    room.setPending([{ id: "a", text: "Tea", at: NOON, status: failed }]);
    room.setState({ name: "reconnecting", since: timers.now(), retryAt: timers.now() + 60_000 });
    timers.advance(5_000);
    const before = announced().length;
    const t = translator({ ...en.room, ...en.lazy }, "en");
    new EventAnnouncer({
      conversation,
      t,
      timers,
      isPageVisible: () => true,
      isEditing: () => false,
      isHidden: () => false,
    }).start();
    expect(announced().slice(before)).toEqual(["Not sent: Tea", en.lazy.reconnecting]);
  });

  test("tags members with the same name, in any spelling", () => {
    const { room, conversation, frame } = open();
    room.roster = { count: 2, list: [ana, { ...badr, id: "m-00x9q", name: "anà", role: "guest" }] };
    room.emit("presence", { type: "presence", count: 2 });
    frame();
    expect(conversation.nameTags.value.get("m-00x9q")).toBe("x9q");
  });

  test("[REC-2] is replaced by a reset, which keeps pending messages", () => {
    const { room, composing, frame, texts } = open();
    composing.onInput("still waiting");
    composing.submit();
    frame();
    room.emit("reset", { events: [message(1, { text: "a new beginning" })], more: false });
    expect(texts()).toEqual(["a new beginning", "still waiting"]);
  });

  test("fetches older pages until there are none", async () => {
    const { conversation, texts } = open(messages(1, 120));
    expect(texts()).toHaveLength(50);
    await conversation.history.loadOlder();
    await conversation.history.loadOlder();
    expect(texts()).toHaveLength(120);
    expect(conversation.timeline.older.value).toBe(false);
  });

  test("[HIST-5] fetches messages that are below more events than the newest page looks through", async () => {
    const { room, conversation, texts } = open(messages(1, 3));
    room.emit("reset", { events: [], more: true });
    expect(conversation.timeline.isEmpty.value).toBe(false);
    await conversation.history.loadOlder();
    expect(texts()).toEqual(["message 1", "message 2", "message 3"]);
    room.emit("reset", { events: [], more: false });
    expect(conversation.timeline.isEmpty.value).toBe(true);
  });

  test("reports a page that could not be fetched, and retries", async () => {
    const { room, conversation, texts } = open(messages(1, 120));
    room.historyFails = true;
    await conversation.history.loadOlder();
    expect(conversation.history.older.value).toBe("failed");
    room.historyFails = false;
    await conversation.history.loadOlder();
    expect(conversation.history.older.value).toBe("idle");
    expect(texts()).toHaveLength(100);
  });

  test("pages far back and forward again without missing a message", async () => {
    const { room, conversation, frame, texts } = open(messages(1, 600));
    conversation.setReader("read");
    for (let page = 0; page < 8; page++) await conversation.history.loadOlder();
    expect(texts()).toHaveLength(300);
    room.receive(message(601));
    frame();
    while (conversation.timeline.newer.value) await conversation.history.loadNewer();
    expect(texts().at(-1)).toBe("message 601");
    const seqs = texts().map((text) => Number(text.split(" ")[1]));
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  test("discards a page that was requested before a reset", async () => {
    const { room, conversation, texts } = open(messages(1, 120));
    const loading = conversation.history.loadOlder();
    room.emit("reset", { events: [message(1)], more: false });
    await loading;
    expect(texts()).toEqual(["message 1"]);
  });

  test("shows a notice five seconds after the connection is lost, until it is back", () => {
    const { room, conversation, timers, announced } = open();
    const now = timers.now();
    room.setState({ name: "reconnecting", since: now, retryAt: now + 8_000 });
    timers.advance(4_000);
    expect(conversation.connection.notice.value).toEqual({ name: "none" });
    timers.advance(1_000);
    expect(conversation.connection.notice.value).toEqual({ name: "reconnecting", seconds: 3 });
    timers.advance(2_000);
    expect(conversation.connection.notice.value).toEqual({ name: "reconnecting", seconds: 1 });
    room.setState({ name: "online", since: timers.now() });
    expect(conversation.connection.notice.value).toEqual({ name: "none" });
    expect(announced()).toEqual([en.lazy.reconnecting, en.lazy.announceOnline]);
  });

  test("keeps a message in the composer that the outbox refuses, and shows the error", async () => {
    const { room, composing, conversation } = open();
    room.publish = () => ({
      id: "x",
      stored: Promise.reject(Object.assign(new Error("full"), { code: "outbox_full" })),
    });
    composing.onInput("one too many");
    composing.submit();
    await new Promise((settled) => setTimeout(settled));
    expect(composing.text.value).toBe("one too many");
    expect(conversation.problems.message.value).toBe(en.lazy.errorFull);
  });

  test("reports that you type while there is more than white space in the composer", () => {
    const { room, conversation } = open();
    for (const text of ["h", "hi", " ", ""]) conversation.typing.onInput(text);
    expect(room.calls.filter((call) => call.startsWith("typing"))).toEqual([
      "typing true",
      "typing true",
      "typing false",
      "typing false",
    ]);
  });

  test("shows who is typing until their message arrives", () => {
    const { room, conversation, frame } = open();
    room.emit("typing", { type: "typing", from: badr, on: true });
    frame();
    expect(conversation.typing.names.value).toEqual([badr.name]);
    room.receive(message(4));
    frame();
    expect(conversation.typing.names.value).toEqual([]);
  });
});

test("messages of members who were not typing schedule no frame for the typing indicator", () => {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  let frames = 0;
  const names = signal<readonly string[]>([]);
  const tracker = new TypingTracker(room, names, {
    ...timers,
    frame(act) {
      frames++;
      timers.frame(act);
    },
  });
  tracker.start();
  for (const each of messages(1, 100)) room.receive(each);
  expect(frames).toBe(0);
  room.emit("typing", { type: "typing", from: badr, on: true });
  timers.advance(FRAME_MS);
  expect(names.value).toEqual([badr.name]);
  room.receive(message(101));
  timers.advance(FRAME_MS);
  expect(names.value).toEqual([]);
  expect(frames).toBe(2);
});

describe("a flood", () => {
  const flood = (room: FakeRoom, from: number, to: number) => {
    for (const each of messages(from, to)) room.receive(each);
  };
  const gap = (conversation: Conversation) =>
    conversation.timeline.rows.value.find((row) => row.kind === "gap")?.count;

  test("is rendered once per frame, however many events arrive", () => {
    const { room, conversation, frame, texts } = open();
    let renders = 0;
    effect(() => {
      void conversation.timeline.rows.value;
      renders++;
    });
    flood(room, 4, 3 + BATCH_SIZE);
    expect(renders).toBe(1);
    frame();
    expect(renders).toBe(2);
    expect(texts()).toHaveLength(3 + BATCH_SIZE);
  });

  test("is rendered in batches, and completely if the reader can keep up", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 3 + MAX_BACKLOG);
    frame();
    expect(texts()).toHaveLength(3 + BATCH_SIZE);
    timers.advance(10_000);
    expect(texts()).toHaveLength(3 + MAX_BACKLOG);
    expect(gap(conversation)).toBeUndefined();
  });

  test("is skipped to the newest messages, with a gap that counts the skipped ones", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    expect(texts()).toEqual([...messages(1, 3), ...messages(304 - BATCH_SIZE, 303)].map(({ text }) => text));
    expect(gap(conversation)).toBe(300 - BATCH_SIZE);
    flood(room, 304, 603);
    timers.advance(2_000);
    expect(texts()).toHaveLength(3 + BATCH_SIZE);
    expect(texts().at(-1)).toBe("message 603");
    expect(gap(conversation)).toBe(600 - BATCH_SIZE);
  });

  test("that continues is skipped continuously, and rendered completely again once it slows down", () => {
    const { room, conversation, timers, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    const second = 1_000;
    for (let seq = 304; seq < 804; seq += 50) {
      flood(room, seq, seq + 49);
      timers.advance(second / 10);
      expect(texts()).toHaveLength(3 + BATCH_SIZE);
      expect(texts().at(-1)).toBe(`message ${seq + 49}`);
    }
    expect(gap(conversation)).toBe(800 - BATCH_SIZE);
    timers.advance(second);
    for (const seq of [804, 805, 806]) {
      flood(room, seq, seq);
      timers.advance(second);
    }
    flood(room, 807, 806 + 4 * BATCH_SIZE);
    timers.advance(second);
    expect(texts()).toHaveLength(3 + BATCH_SIZE + 3 + 4 * BATCH_SIZE);
    expect(gap(conversation)).toBe(800 - BATCH_SIZE);
  });

  test("is kept up to the window's size while the page is hidden", () => {
    let isPageVisible = true;
    const { room, conversation, timers, frame, texts } = open(messages(1, 3), () => isPageVisible);
    flood(room, 4, 303);
    frame();
    isPageVisible = false;
    flood(room, 304, 304 + MAX_BACKLOG - 1);
    timers.advance(1_000);
    expect(texts()).toHaveLength(3 + BATCH_SIZE + MAX_BACKLOG);
    expect(gap(conversation)).toBe(300 - BATCH_SIZE);
  });

  test("can be read by opening its gap", async () => {
    const { room, conversation, frame, texts } = open();
    flood(room, 4, 303);
    frame();
    expect(texts()).toHaveLength(3 + BATCH_SIZE);
    conversation.timeline.change((log) => log.openGap());
    while (conversation.timeline.older.value) await conversation.history.loadOlder();
    expect(texts().slice(0, 290)).toEqual(messages(1, 290).map(({ text }) => text));
    expect(gap(conversation)).toBeUndefined();
  });

  test("keeps pending messages, and applies edits of messages that stay", () => {
    const { room, composing, frame, texts } = open();
    composing.onInput("mine");
    composing.submit();
    flood(room, 4, 300);
    room.receive({ type: "edit", seq: 301, at: NOON, from: badr, id: "e", target: 2, text: "reworded" });
    flood(room, 302, 350);
    frame();
    expect(texts()[1]).toBe("reworded");
    expect(texts().at(-1)).toBe("mine");
  });

  test("does not move a reader who is further up, and counts for them", () => {
    const { room, conversation, frame, texts } = open();
    conversation.setReader("read");
    flood(room, 4, 403);
    frame();
    expect(texts()).toHaveLength(3);
    expect(conversation.timeline.newer.value).toBe(true);
    expect(conversation.newBelow.value).toBe(400);
    expect(gap(conversation)).toBeUndefined();
  });

  test("is flushed at the buffer's limit, even without frames", () => {
    const { room, texts } = open();
    flood(room, 4, 3 + MAX_BUFFERED);
    expect(texts().at(-1)).toBe(`message ${3 + MAX_BUFFERED}`);
  });

  test("is announced as numbers for as long as it lasts", () => {
    const { room, timers, announced } = open();
    for (let second = 0; second < 10; second++) {
      flood(room, 4 + second * 100, 103 + second * 100);
      timers.advance(1_000);
    }
    expect(announced().slice(-4)).toEqual(Array.from({ length: 4 }, () => "200 new messages"));
    timers.advance(5_000);
    room.receive(message(2_000));
    expect(announced().at(-1)).toBe(`${badr.name}: message 2000`);
  });
});

describe("the text in the composer", () => {
  test("is stored as a draft until it is sent", () => {
    const { composing, timers, storage } = open();
    composing.onInput("half a thou");
    timers.advance(400);
    expect(new DraftStore(storage, "sample-room").load().text).toBe("half a thou");
    composing.onInput("half a thought");
    composing.submit();
    expect(new DraftStore(storage, "sample-room").load().text).toBe("");
  });

  test("is restored after a message was edited", () => {
    const { room, composing, conversation } = open([message(1, { from: ana })]);
    composing.onInput("a new one");
    const last = conversation.timeline.lastOwn;
    if (last === undefined) throw new Error("no message to edit");
    composing.edit(last);
    expect(composing.text.value).toBe("message 1");
    composing.onInput("message one");
    composing.submit();
    expect(room.calls).toContain("edit 1 message one");
    expect(composing.text.value).toBe("a new one");
  });

  test("is not sent when empty", () => {
    const { composing, room } = open();
    composing.onInput("  \n");
    expect(composing.submit()).toBe(false);
    expect(room.calls.some((call) => call.startsWith("publish"))).toBe(false);
  });
});

test("recent rooms are the latest eight, and can be removed", () => {
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
