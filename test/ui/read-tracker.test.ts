/** The read position, unread messages, and navigation to a message. */
import { describe, expect, test } from "vitest";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { en } from "../../src/locales/en.ts";
import { linkedSeq, messageUrl } from "../../src/ui/models/message-link.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import type { Row } from "../../src/ui/models/rows.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, FakeTimers, FRAME_MS, message, messages } from "./support/sample.ts";

class Visit {
  readonly room = new FakeRoom();
  readonly timers = new FakeTimers();
  readonly conversation: Conversation;
  readonly scrolledTo: string[] = [];
  isPageActive = true;

  constructor(log = messages(1, 3), storage = memoryStorage(), state: "joined" | "previewed" = "joined") {
    this.conversation = new Conversation({
      room: this.room,
      ...IN_ENGLISH,
      timers: this.timers,
      readMarker: new ReadMarker(storage, "sample-room"),
      isPageVisible: () => true,
      isPageActive: () => this.isPageActive,
    });
    this.conversation.start();
    this.conversation.attachList({
      scrollToLatest: () => void this.scrolledTo.push("the present"),
      scrollToMessage: (seq) => void this.scrolledTo.push(`message ${seq}`),
      scrollToUnread: () => void this.scrolledTo.push("unread separator"),
    });
    if (state === "joined") this.room.join(ana, log);
    else this.conversation.preview({ position: "e.9", events: messages(8, 9), more: true });
    this.frame();
  }

  frame(): void {
    this.timers.advance(FRAME_MS);
  }

  receive(...seqs: number[]): void {
    for (const seq of seqs) this.room.receive(message(seq));
    this.frame();
  }

  /** The rows: the unread separator, and the seqs. */
  get rows(): string {
    const words = (row: Row): string => (row.kind === "message" ? `${row.seq}` : `<${row.kind}>`);
    return this.conversation.timeline.rows.value
      .filter(({ kind }) => kind !== "day")
      .map(words)
      .join(" ");
  }
}

/** The text of an error is loaded when it is shown. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("unread messages", () => {
  test("do not exist on a first visit", () => {
    const visit = new Visit();
    visit.receive(4);
    expect(visit.rows).toBe("1 2 3 4");
  });

  test("start after the read position of the previous visit", () => {
    const storage = memoryStorage();
    new Visit(messages(1, 3), storage).timers.advance(1_000);
    const visit = new Visit(messages(1, 6), storage);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6");
    visit.receive(7);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6 7");
    visit.timers.advance(1_000);
    expect(new Visit(messages(1, 7), storage).rows).toBe("1 2 3 4 5 6 7");
  });

  test("start where the page lost focus, until it loses focus again", () => {
    const visit = new Visit();
    visit.conversation.onPageBlur();
    visit.isPageActive = false;
    visit.receive(4, 5);
    visit.isPageActive = true;
    visit.conversation.onPageFocus();
    visit.receive(6);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6");
    visit.conversation.onPageBlur();
    expect(visit.rows).toBe("1 2 3 4 5 6");
  });

  test("are never the reader's own", () => {
    const visit = new Visit();
    visit.conversation.onPageBlur();
    visit.room.receive(message(4, { from: ana }));
    visit.receive(5);
    expect(visit.rows).toBe("1 2 3 4 <unread> 5");
  });

  test("are those that arrive while the reader is further up", () => {
    const visit = new Visit();
    visit.conversation.setReader("read");
    visit.receive(4);
    expect(visit.rows).toBe("1 2 3 <unread> 4");
    visit.conversation.setReader("follow");
    expect(visit.rows).toBe("1 2 3 <unread> 4");
  });

  test("exclude those that were read in another tab", () => {
    const storage = memoryStorage();
    const visit = new Visit(messages(1, 3), storage);
    visit.conversation.onPageBlur();
    visit.isPageActive = false;
    visit.receive(4, 5);
    new ReadMarker(storage, "sample-room").save(4);
    visit.isPageActive = true;
    visit.conversation.onPageFocus();
    expect(visit.rows).toBe("1 2 3 4 <unread> 5");
  });

  test("do not exist after a reset of the log", () => {
    const storage = memoryStorage();
    new Visit(messages(1, 30), storage).timers.advance(1_000);
    expect(new Visit(messages(1, 2), storage).rows).toBe("1 2");
  });

  test("that start before the window can be jumped to", async () => {
    const storage = memoryStorage();
    new Visit(messages(1, 20), storage).timers.advance(1_000);
    const visit = new Visit(messages(1, 200), storage);
    const { timeline, readTracker: reading } = visit.conversation;
    expect([
      timeline.hasUnread.value,
      timeline.unreadIsOlder.value,
      reading.isUnreadLineMissed.value,
    ]).toEqual([false, true, true]);
    await visit.conversation.goToUnread();
    expect(visit.rows).toContain("20 <unread> 21");
    expect(visit.scrolledTo).toEqual(["unread separator"]);
    expect(reading.isUnreadLineMissed.value).toBe(false);
  });
});

test("the preview is shown until the room is joined, whose messages replace it", () => {
  const visit = new Visit(messages(1, 30), memoryStorage(), "previewed");
  expect(visit.rows).toBe("8 9");
  visit.room.join(ana, messages(1, 3));
  visit.frame();
  expect(visit.rows).toBe("1 2 3");
  visit.conversation.preview({ position: "e.9", events: messages(8, 9), more: true });
  expect(visit.rows).toBe("1 2 3");
});

describe("navigation to a message", () => {
  test("in the window only highlights it", async () => {
    const visit = new Visit(messages(1, 60));
    await visit.conversation.goTo(40);
    expect(visit.scrolledTo).toEqual(["message 40"]);
    expect(visit.room.calls).toEqual([]);
  });

  test("far back moves the window there, which can be paged in both directions without a gap", async () => {
    const visit = new Visit(messages(1, 500));
    visit.conversation.setReader("read");
    await visit.conversation.goTo(100);
    expect(visit.scrolledTo).toEqual(["message 100"]);
    const { timeline, history } = visit.conversation;
    expect([timeline.firstSeq, timeline.lastSeq]).toEqual([76, 125]);
    expect([timeline.older.value, timeline.newer.value]).toEqual([true, true]);
    await history.loadOlder();
    await history.loadNewer();
    expect([timeline.firstSeq, timeline.lastSeq]).toEqual([26, 175]);
    expect(visit.rows.split(" ")).toHaveLength(150);
  });

  test("that the room no longer keeps shows an error, and does not move the window", async () => {
    const visit = new Visit(messages(101, 200));
    await visit.conversation.goTo(7);
    await settled();
    expect(visit.conversation.problems.message.value).toBe(en.lazy.messagePruned);
    expect(visit.conversation.timeline.lastSeq).toBe(200);
    expect(visit.scrolledTo).toEqual([]);
  });

  test("that never was shows an error that names it", async () => {
    const visit = new Visit(messages(1, 20));
    await visit.conversation.goTo(99_999);
    await settled();
    expect(visit.conversation.problems.message.value).toBe("There is no message 99999 here.");
    expect(visit.scrolledTo).toEqual([]);
  });

  test("without a connection shows an error", async () => {
    const visit = new Visit(messages(1, 200));
    visit.room.historyFails = true;
    await visit.conversation.goTo(7);
    await settled();
    expect(visit.conversation.problems.message.value).toContain("no connection");
  });

  test("discards a page in flight for the previous window", async () => {
    const visit = new Visit(messages(1, 500));
    visit.conversation.setReader("read");
    const late = visit.conversation.history.loadOlder();
    await Promise.all([visit.conversation.goTo(100), late]);
    const seqs = visit.rows.split(" ").map(Number);
    expect(seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1)).toBe(true);
  });

  test("jumps to the latest message, also while a page is being inserted", async () => {
    const visit = new Visit(messages(1, 500));
    visit.conversation.setReader("read");
    await visit.conversation.goTo(100);
    const { timeline, history } = visit.conversation;
    await Promise.all([history.loadNewer(), history.loadOlder(), history.toLatest()]);
    expect([timeline.firstSeq, timeline.lastSeq, timeline.newer.value]).toEqual([451, 500, false]);
    expect([history.older.value, history.newer.value]).toEqual(["idle", "idle"]);
  });
});

test("a link to a message has its seq as fragment, and other fragments are ignored", () => {
  const url = messageUrl(new URL("https://rooms.example/r/sample-room"), 42);
  expect(url).toBe("https://rooms.example/r/sample-room#42");
  expect(linkedSeq(new URL(url).hash)).toBe(42);
  for (const other of ["", "#", "#0", "#-1", "#4e2", "#42x", "#key=abc"])
    expect(linkedSeq(other)).toBe(undefined);
});
