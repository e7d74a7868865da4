/** Messages that this browser keeps for reading offline (SPEC ID-23). */
import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { MessageKeeper } from "../../src/ui/conversation/message-keeper.ts";
import { loadFormatting } from "../../src/ui/formatting.ts";
import {
  keepMessages,
  keepsMessages,
  keptMessages,
  MAX_KEPT_MESSAGES,
  MAX_KEPT_MS,
  MAX_KEPT_ROOMS,
  MAX_KEPT_UNITS,
  removeExpiredKept,
  setKeepsMessages,
} from "../../src/ui/models/kept-messages.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import { deleteStoredRoom } from "../../src/ui/models/stored-room.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, message, messages, MINUTE, NOON } from "./support/sample.ts";

const ROOM = "sample-room";
const kept = (more = {}) => ({
  epoch: "e",
  until: NOON,
  self: { id: ana.id, name: ana.name },
  messages: messages(1, 3),
  ...more,
});

/** A visit to the room with this browser's storage. */
function visit(storage = memoryStorage()) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const conversation = new Conversation({
    room,
    ...IN_ENGLISH,
    timers,
    readMarker: new ReadMarker(storage, ROOM),
    isPageVisible: () => true,
    isPageActive: () => true,
  });
  conversation.start();
  const keeper = new MessageKeeper({ conversation, storage, roomName: ROOM, timers });
  const rows = () => conversation.timeline.rows.value.flatMap((row) => (row.kind === "message" ? [row] : []));
  const texts = () => rows().map(({ text }) => text);
  const storedTexts = () => keptMessages(storage, ROOM)?.messages.map(({ text }) => text);
  return { storage, room, timers, conversation, keeper, rows, texts, storedTexts };
}

beforeAll(loadFormatting);

describe("what is kept of a room", () => {
  test("is read again as it was", () => {
    const storage = memoryStorage();
    const reacted = message(3, {
      reactions: [{ emoji: "👍", count: 2, names: ["Ana"], mine: true }],
      replyTo: 1,
    });
    const all = kept({ messages: [...messages(1, 2), reacted] });
    keepMessages(storage, ROOM, all);
    expect(keptMessages(storage, ROOM)).toEqual(all);
    expect(keptMessages(storage, "another")).toBeUndefined();
  });

  test("are its newest messages, as many as fit, and nothing if there is none", () => {
    const storage = memoryStorage();
    const seqs = () => keptMessages(storage, ROOM)?.messages.map(({ seq }) => seq);
    keepMessages(storage, ROOM, kept({ messages: messages(1, MAX_KEPT_MESSAGES + 10) }));
    expect(seqs()?.at(0)).toBe(11);
    expect(seqs()?.length).toBe(MAX_KEPT_MESSAGES);
    const long = messages(1, 6).map((each) => ({ ...each, text: "x".repeat(DEFAULT_LIMITS.textBytes) }));
    keepMessages(storage, ROOM, kept({ messages: long }));
    expect(seqs()).toEqual([5, 6]);
    expect(storage.get(`majlis:kept:${ROOM}`)?.length).toBeLessThan(MAX_KEPT_UNITS + 200);
    keepMessages(storage, ROOM, kept({ messages: [] }));
    expect(storage.keys()).toEqual([]);
  });

  test("is deleted where a new one cannot be stored: it may hold what was deleted since", () => {
    const storage = memoryStorage();
    keepMessages(storage, ROOM, kept());
    keepMessages({ ...storage, set: () => false }, ROOM, kept({ messages: messages(2, 3) }));
    expect(storage.keys()).toEqual([]);
  });

  test("is no more than of the rooms that were in reach last, and for no longer than its time", () => {
    const storage = memoryStorage();
    for (let index = 0; index <= MAX_KEPT_ROOMS; index++)
      keepMessages(storage, `room-${index}`, kept({ until: NOON + index }));
    expect(storage.keys()).toHaveLength(MAX_KEPT_ROOMS);
    expect(keptMessages(storage, "room-0")).toBeUndefined();
    storage.set("majlis:kept:of-another-version", "{}");
    removeExpiredKept(storage, NOON + MAX_KEPT_MS + 2);
    expect(keptMessages(storage, "room-2")).toBeUndefined();
    expect(keptMessages(storage, "room-3")).toBeDefined();
    expect(storage.keys()).not.toContain("majlis:kept:of-another-version");
  });

  test.each([
    ["no JSON", "1 {"],
    ["without an author", `1 ${JSON.stringify(kept({ messages: [{ ...message(1), from: {} }] }))}`],
    ["no message", `1 ${JSON.stringify(kept({ messages: [null] }))}`],
    ["without a self", `1 ${JSON.stringify(kept({ self: null }))}`],
    [
      "malformed reactions",
      `1 ${JSON.stringify(kept({ messages: [message(1, { reactions: [{}] as never })] }))}`,
    ],
  ])("is ignored if it is %s", (_what, stored) => {
    const storage = memoryStorage();
    storage.set(`majlis:kept:${ROOM}`, stored);
    expect(keptMessages(storage, ROOM)).toBeUndefined();
  });

  test("[ID-23] is deleted of all rooms when the user switches it off, and kept again from then on when on", () => {
    const storage = memoryStorage();
    for (const room of ["one", "two"]) keepMessages(storage, room, kept());
    expect(keepsMessages(storage)).toBe(true);
    setKeepsMessages(storage, false);
    expect(keepsMessages(storage)).toBe(false);
    expect(storage.keys()).toEqual(["majlis:keep-messages"]);
    setKeepsMessages(storage, true);
    expect(storage.keys()).toEqual([]);
  });

  test("[ID-21] is deleted with the room, when it is forgotten", () => {
    const storage = memoryStorage();
    for (const room of [ROOM, "another"]) keepMessages(storage, room, kept());
    deleteStoredRoom(storage, ROOM, new URL(`https://chat.example/r/${ROOM}`));
    expect(storage.keys().filter((key) => key.startsWith("majlis:kept:"))).toEqual(["majlis:kept:another"]);
  });
});

describe("[ID-23] an open room", () => {
  test("keeps its newest messages as they now are, also while the reader looks at earlier ones", () => {
    const { room, timers, conversation, keeper, storedTexts } = visit();
    keeper.start();
    room.join(ana, messages(1, 60));
    timers.advance(2_000);
    expect(storedTexts()).toEqual(messages(11, 60).map(({ text }) => text));
    conversation.setReader("read");
    conversation.timeline.change((log) =>
      log.show({ type: "page", position: "e.60", events: messages(1, 5), more: false }),
    );
    const about = { at: NOON, from: badr, target: 60 };
    room.receive({ type: "edit", seq: 61, id: "x", text: "edited", ...about });
    room.receive({ type: "delete", seq: 62, id: "y", ...about, target: 59 });
    room.receive(message(63));
    timers.advance(2_000);
    expect(storedTexts()?.slice(-3)).toEqual(["", "edited", "message 63"]);
    expect(storedTexts()).toHaveLength(MAX_KEPT_MESSAGES);
  });

  test("[MOD-4] keeps no text of a member whose messages were hidden", () => {
    const { room, timers, keeper, storedTexts } = visit();
    keeper.start();
    room.join(ana, [...messages(1, 2), message(3, { from: ana })]);
    const from = { id: ana.id, name: ana.name };
    room.receive({ type: "moderation", seq: 4, at: NOON, id: "h", from, act: "hide", member: badr });
    room.receive(message(5));
    timers.advance(2_000);
    expect(storedTexts()).toEqual(["", "", "message 3", "message 5"]);
  });

  test("keeps what it shows if it was joined before", () => {
    const { room, timers, keeper, storedTexts } = visit();
    room.join(ana, messages(1, 2));
    keeper.start();
    timers.advance(2_000);
    expect(storedTexts()).toEqual(["message 1", "message 2"]);
  });

  test("keeps what came just before, also more than is shown with the next frame", () => {
    const { room, timers, keeper, storedTexts } = visit();
    room.join(ana, messages(1, 2));
    timers.advance(2_000);
    for (const each of messages(3, 30)) room.receive(each);
    keeper.start();
    room.receive(message(31));
    timers.advance(2_000);
    expect(storedTexts()).toEqual(messages(1, 31).map(({ text }) => text));
  });

  test("[LOG-8] keeps nothing of a room that was cleared, and shows nothing of it", () => {
    const { room, timers, keeper, storedTexts, texts } = visit();
    keeper.start();
    room.join(ana, messages(1, 3));
    timers.advance(2_000);
    expect(storedTexts()).toHaveLength(3);
    room.clearLog();
    expect(storedTexts()).toBeUndefined();
    expect(texts()).toEqual([]);
    room.receive(message(5));
    timers.advance(2_000);
    expect(storedTexts()).toEqual(["message 5"]);
    expect(texts()).toEqual(["message 5"]);
  });

  test("says until when it was in reach: the moment at which the connection was lost", () => {
    const { storage, room, timers, keeper } = visit();
    keeper.start();
    room.join(ana, messages(1, 2));
    timers.advance(10 * MINUTE);
    room.setState({ name: "offline", since: timers.now(), retryAt: timers.now() + MINUTE });
    timers.advance(MINUTE);
    keeper.keepNow();
    expect(keptMessages(storage, ROOM)?.until).toBe(NOON + 10 * MINUTE);
  });

  test("keeps nothing once the user left, has switched it off, or may not join it any more", () => {
    const { storage, room, timers, keeper } = visit();
    keeper.start();
    room.join(ana, messages(1, 2));
    timers.advance(2_000);
    deleteStoredRoom(storage, ROOM, room.url);
    room.setState({ name: "closed", code: 1000, reason: "", fatal: false });
    keeper.keepNow();
    timers.advance(2_000);
    expect(keptMessages(storage, ROOM)).toBeUndefined();

    const off = visit();
    setKeepsMessages(off.storage, false);
    off.keeper.start();
    off.room.join(ana, messages(1, 2));
    off.timers.advance(2_000);
    expect(off.storedTexts()).toBeUndefined();

    const refused = visit();
    keepMessages(refused.storage, ROOM, kept());
    refused.keeper.start();
    refused.room.setState({ name: "closed", code: 4503, reason: "", fatal: true });
    expect(refused.storedTexts()).toBeUndefined();
  });

  test("keeps and shows nothing of a room that refused the user before this was loaded", () => {
    const { storage, room, keeper, texts, storedTexts } = visit();
    keepMessages(storage, ROOM, kept());
    room.setState({ name: "closed", code: 4508, reason: "", fatal: true });
    keeper.start();
    expect([texts(), storedTexts()]).toEqual([[], undefined]);
  });

  test("[ROOM-4] keeps nothing of a room that began again", () => {
    const { storage, room, timers, keeper, texts } = visit();
    keepMessages(storage, ROOM, kept());
    keeper.start();
    expect(texts()).toHaveLength(3);
    room.join(ana, []);
    timers.advance(2_000);
    expect(texts()).toEqual([]);
    expect(keptMessages(storage, ROOM)).toBeUndefined();
  });
});

describe("a room that is opened again", () => {
  const own = message(4, { from: { id: ana.id, name: ana.name }, text: "mine" });

  test("shows at once what was kept, as its reader's, and then the room's page in the same rows", () => {
    const { storage, room, timers, conversation, keeper, rows, texts } = visit();
    keepMessages(storage, ROOM, kept({ messages: [...messages(1, 3), own] }));
    keeper.start();
    expect(texts()).toEqual(["message 1", "message 2", "message 3", "mine"]);
    expect(rows().map((row) => row.own)).toEqual([false, false, false, true]);
    expect(conversation.keptUntil.value).toBe(NOON);
    expect(conversation.joined.value).toBe(false);
    expect(conversation.timeline.older.value).toBe(false);
    // A message that waited offline, and other news of the client, change nothing of that.
    room.setPending([{ id: "p", text: "waiting", at: NOON, status: { name: "waiting" } }]);
    timers.advance(100);
    expect(rows().map((row) => row.own)).toEqual([false, false, false, true, true]);
    room.setPending([]);
    timers.advance(100);
    const before = rows();
    room.join(ana, [...messages(1, 3), own, message(5)]);
    timers.advance(100);
    expect(rows().slice(0, 4)).toEqual(before);
    expect(rows()[3]).toBe(before[3]);
    expect(texts().at(-1)).toBe("message 5");
    expect(conversation.keptUntil.value).toBeUndefined();
  });

  test("keeps earlier messages in place when the preview comes, if it continues them", () => {
    const shown = (position: string, from: number) => {
      const { storage, conversation, keeper, texts } = visit();
      keepMessages(storage, ROOM, kept({ messages: messages(1, 6) }));
      keeper.start();
      conversation.preview({ position, events: messages(from, 9), more: true });
      expect(conversation.keptUntil.value).toBeUndefined();
      return texts();
    };
    const texts = (from: number) => messages(from, 9).map(({ text }) => text);
    expect(shown("e.9", 5)).toEqual(texts(1));
    expect(shown("e.9", 8)).toEqual(texts(8));
    expect(shown("another.9", 5)).toEqual(texts(5));
  });

  test("shows nothing that was kept once the room is joined", () => {
    const { storage, room, conversation, keeper, texts } = visit();
    keepMessages(storage, ROOM, kept());
    room.join(ana, [message(9)]);
    conversation.showKept(kept());
    keeper.start();
    expect(texts()).toEqual(["message 9"]);
  });
});
