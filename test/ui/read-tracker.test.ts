/** What was read, what is new, and going to a message. */
import { describe, expect, test } from "vitest";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { en } from "../../src/locales/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { linkedSeq, messageUrl } from "../../src/ui/models/message-link.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import type { Row } from "../../src/ui/models/rows.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, FakeTimers, FRAME_MS, message, messages } from "./support/sample.ts";

class Visit {
  readonly room = new FakeRoom();
  readonly timers = new FakeTimers();
  readonly conversation: Conversation;
  readonly scrolledTo: string[] = [];
  isPageVisible = true;

  constructor(log = messages(1, 3), storage = memoryStorage(), state: "joined" | "previewed" = "joined") {
    this.conversation = new Conversation({
      room: this.room,
      t: translator(en.room, "en"),
      timers: this.timers,
      readMarker: new ReadMarker(storage, "sample-room"),
      isPageVisible: () => this.isPageVisible,
    });
    this.conversation.start();
    this.conversation.attachList({
      scrollToLatest: () => void this.scrolledTo.push("the present"),
      scrollToMessage: (seq) => void this.scrolledTo.push(`message ${seq}`),
      scrollToUnread: () => void this.scrolledTo.push("the news"),
    });
    if (state === "joined") this.room.join(ana, log);
    else this.conversation.preview({ events: messages(8, 9), more: true });
    this.frame();
  }

  frame(): void {
    this.timers.advance(FRAME_MS);
  }

  receive(...seqs: number[]): void {
    for (const seq of seqs) this.room.receive(message(seq));
    this.frame();
  }

  /** The rows as words: a line for the news, and the seqs. */
  get rows(): string {
    const words = (row: Row): string => (row.kind === "message" ? `${row.seq}` : `<${row.kind}>`);
    return this.conversation.timeline.rows.value
      .filter(({ kind }) => kind !== "day")
      .map(words)
      .join(" ");
  }
}

describe("what is new", () => {
  test("on a first visit nothing is: whoever watches sees it all come", () => {
    const visit = new Visit();
    visit.receive(4);
    expect(visit.rows).toBe("1 2 3 4");
  });

  test("begins after what was read on the visit before", () => {
    const storage = memoryStorage();
    new Visit(messages(1, 3), storage).timers.advance(1_000);
    const visit = new Visit(messages(1, 6), storage);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6");
    visit.receive(7);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6 7");
    visit.timers.advance(1_000);
    expect(new Visit(messages(1, 7), storage).rows).toBe("1 2 3 4 5 6 7");
  });

  test("begins where one looked away, and stays there until one looks away again", () => {
    const visit = new Visit();
    visit.conversation.onPageBlur();
    visit.isPageVisible = false;
    visit.receive(4, 5);
    visit.isPageVisible = true;
    visit.conversation.onPageFocus();
    visit.receive(6);
    expect(visit.rows).toBe("1 2 3 <unread> 4 5 6");
    visit.conversation.onPageBlur();
    expect(visit.rows).toBe("1 2 3 4 5 6");
  });

  test("is never one's own", () => {
    const visit = new Visit();
    visit.conversation.onPageBlur();
    visit.room.receive(message(4, { from: ana }));
    visit.receive(5);
    expect(visit.rows).toBe("1 2 3 4 <unread> 5");
  });

  test("is what came while one read further up", () => {
    const visit = new Visit();
    visit.conversation.setReader("read");
    visit.receive(4);
    expect(visit.rows).toBe("1 2 3 <unread> 4");
    visit.conversation.setReader("follow");
    expect(visit.rows).toBe("1 2 3 <unread> 4");
  });

  test("is not what was read meanwhile in another tab", () => {
    const storage = memoryStorage();
    const visit = new Visit(messages(1, 3), storage);
    visit.conversation.onPageBlur();
    visit.isPageVisible = false;
    visit.receive(4, 5);
    new ReadMarker(storage, "sample-room").save(4);
    visit.isPageVisible = true;
    visit.conversation.onPageFocus();
    expect(visit.rows).toBe("1 2 3 4 <unread> 5");
  });

  test("of a log that began again is nothing that was not seen", () => {
    const storage = memoryStorage();
    new Visit(messages(1, 30), storage).timers.advance(1_000);
    expect(new Visit(messages(1, 2), storage).rows).toBe("1 2");
  });

  test("that begins before the window is offered to go to, and found", async () => {
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
    expect(visit.scrolledTo).toEqual(["the news"]);
    expect(reading.isUnreadLineMissed.value).toBe(false);
  });
});

test("what was read before the room is joined is shown, and gives way to what the room tells", () => {
  const visit = new Visit(messages(1, 30), memoryStorage(), "previewed");
  expect(visit.rows).toBe("8 9");
  visit.room.join(ana, messages(1, 3));
  visit.frame();
  expect(visit.rows).toBe("1 2 3");
  visit.conversation.preview({ events: messages(8, 9), more: true });
  expect(visit.rows).toBe("1 2 3");
});

describe("going to a message", () => {
  test("in the window only points it out", async () => {
    const visit = new Visit(messages(1, 60));
    await visit.conversation.goTo(40);
    expect(visit.scrolledTo).toEqual(["message 40"]);
    expect(visit.room.calls).toEqual([]);
  });

  test("far back brings the window there, from where one reads on both ways without a hole", async () => {
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

  test("that the room no longer keeps says so, and moves nobody", async () => {
    const visit = new Visit(messages(101, 200));
    await visit.conversation.goTo(7);
    expect(visit.conversation.problems.message.value).toBe(en.room.errorGone);
    expect(visit.conversation.timeline.lastSeq).toBe(200);
    expect(visit.scrolledTo).toEqual([]);
  });

  test("without a connection says so", async () => {
    const visit = new Visit(messages(1, 200));
    visit.room.historyFails = true;
    await visit.conversation.goTo(7);
    expect(visit.conversation.problems.message.value).toContain("no connection");
  });

  test("discards a page that was on its way for the place that is left", async () => {
    const visit = new Visit(messages(1, 500));
    visit.conversation.setReader("read");
    const late = visit.conversation.history.loadOlder();
    await Promise.all([visit.conversation.goTo(100), late]);
    const seqs = visit.rows.split(" ").map(Number);
    expect(seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1)).toBe(true);
  });

  test("goes to the present at once, also while a page on the way there is still coming in", async () => {
    const visit = new Visit(messages(1, 500));
    visit.conversation.setReader("read");
    await visit.conversation.goTo(100);
    const { timeline, history } = visit.conversation;
    await Promise.all([history.loadNewer(), history.loadOlder(), history.toLatest()]);
    expect([timeline.firstSeq, timeline.lastSeq, timeline.newer.value]).toEqual([451, 500, false]);
    expect([history.older.value, history.newer.value]).toEqual(["idle", "idle"]);
  });
});

test("a link to a message names its seq, and nothing else is one", () => {
  const url = messageUrl(new URL("https://rooms.example/r/sample-room"), 42);
  expect(url).toBe("https://rooms.example/r/sample-room#42");
  expect(linkedSeq(new URL(url).hash)).toBe(42);
  for (const other of ["", "#", "#0", "#-1", "#4e2", "#42x", "#key=abc"])
    expect(linkedSeq(other)).toBe(undefined);
});
