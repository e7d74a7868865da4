import { describe, expect, test } from "vitest";
import type { Page } from "../../src/protocol/events/page.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import { MAX_MESSAGES, MessageLog, TRIM_SLACK } from "../../src/ui/models/message-log.ts";
import { stepsAfter, stepsBefore } from "../../src/ui/models/page-steps.ts";
import { ana, badr, message, messages, NOON } from "./support/sample.ts";

const page = (events: Message[], more = false, position = "e.9999"): Page => ({
  type: "page",
  position,
  events,
  more,
});
const seqs = (log: MessageLog) => log.messages.map(({ seq }) => seq);
const about = { at: NOON, from: badr, id: "c" };

function logOf(events: Message[], older = false): MessageLog {
  const log = new MessageLog();
  log.self = ana.id;
  log.reset(events, older);
  return log;
}

describe("an earlier message", () => {
  test("is changed by an edit", () => {
    const log = logOf(messages(1, 2));
    log.apply({ type: "edit", seq: 3, target: 1, text: "better", ...about }, "follow");
    expect(log.messages[0]).toMatchObject({ text: "better", editedAt: NOON });
  });

  test("[EDIT-2] keeps its text through a replayed empty edit, which a delete follows", () => {
    const log = logOf(messages(1, 1));
    log.apply({ type: "edit", seq: 2, target: 1, text: "", ...about }, "follow");
    expect(log.messages[0]).toMatchObject({ text: "message 1" });
    log.apply({ type: "delete", seq: 3, target: 1, ...about }, "follow");
    expect(log.messages[0]).toMatchObject({ text: "", deleted: true });
  });

  test("[DEL-5] is back after a restore as the event has it; a replayed one of a message deleted again has nothing", () => {
    const reactions = [{ emoji: "👍", count: 1, names: ["Ana"], mine: true as const }];
    const log = logOf([message(1, { text: "", deleted: true }), message(2)]);
    log.apply({ type: "restore", seq: 3, target: 1, text: "", ...about }, "follow");
    expect(log.messages[0]).toMatchObject({ text: "", deleted: true });
    const restored = { text: "@Ana", mentions: [ana], editedAt: NOON, reactions };
    log.apply({ type: "restore", seq: 4, target: 1, ...about, ...restored }, "follow");
    expect(log.messages[0]).toEqual(message(1, restored));
    log.apply({ type: "delete", seq: 5, target: 1, ...about }, "follow");
    log.apply({ type: "restore", seq: 6, target: 1, ...about, text: "plain" }, "follow");
    expect(log.messages[0]).toEqual(message(1, { text: "plain", editedAt: NOON, reactions: [] }));
  });

  test("[REACT-2] has the room's reaction counts, and marks the own ones", () => {
    const log = logOf(messages(1, 1));
    const react = (seq: number, from: typeof badr, on: boolean, count: number) =>
      log.apply(
        { type: "reaction", seq, at: NOON, from, id: "c", target: 1, emoji: "👍", on, count },
        "follow",
      );
    react(2, badr, true, 1);
    react(3, ana, true, 2);
    expect(log.messages[0]?.reactions).toEqual([
      { emoji: "👍", count: 2, names: [badr.name, "Ana"], mine: true },
    ]);
    react(4, ana, false, 1);
    expect(log.messages[0]?.reactions).toEqual([{ emoji: "👍", count: 1, names: [badr.name] }]);
    react(5, badr, false, 0);
    expect(log.messages[0]?.reactions).toEqual([]);
  });
});

describe("the window", () => {
  test("evicts the oldest messages while the reader follows", () => {
    const log = logOf(messages(1, MAX_MESSAGES + TRIM_SLACK));
    log.apply(message(MAX_MESSAGES + TRIM_SLACK + 1), "follow");
    expect(log.messages).toHaveLength(MAX_MESSAGES);
    expect(log.older).toBe(true);
    expect(log.lastSeq).toBe(MAX_MESSAGES + TRIM_SLACK + 1);
  });

  test("does not move while the reader is further up", () => {
    const log = logOf(messages(1, MAX_MESSAGES + TRIM_SLACK));
    log.apply(message(MAX_MESSAGES + TRIM_SLACK + 1), "read");
    expect(log.firstSeq).toBe(1);
    expect(log.lastSeq).toBe(MAX_MESSAGES + TRIM_SLACK);
    expect(log.newer).toBe(true);
  });

  test("evicts the latest messages when older pages fill it", () => {
    const log = logOf(messages(301, 600), true);
    log.prepend(page(messages(251, 300), true));
    expect(log.firstSeq).toBe(251);
    expect(log.messages).toHaveLength(MAX_MESSAGES);
    expect(log.newer).toBe(true);
    log.apply(message(601), "read");
    expect(log.lastSeq).toBe(550);
  });

  test("pages forward without a gap", () => {
    const log = logOf(messages(301, 600), true);
    log.prepend(page(messages(251, 300), true));
    const before = log.lastSeq + 51;
    log.extend(page(messages(551, 600)), before);
    expect(log.lastSeq).toBe(600);
    expect(log.newer).toBe(false);
    log.apply(message(601), "follow");
    expect(log.lastSeq).toBe(601);
  });

  test("jumps to the latest messages", () => {
    const log = logOf(messages(301, 600), true);
    log.prepend(page(messages(251, 300), true));
    log.show(page(messages(551, 600), true));
    expect(seqs(log)).toEqual(messages(551, 600).map(({ seq }) => seq));
    expect([log.older, log.newer]).toEqual([true, false]);
  });

  test("has no duplicates where pages overlap", () => {
    const log = logOf(messages(5, 8), true);
    log.prepend(page(messages(3, 6)));
    log.apply(message(8), "follow");
    expect(seqs(log)).toEqual([3, 4, 5, 6, 7, 8]);
  });
});

test("an amendment that arrives before the page of its message is applied", () => {
  const log = logOf(messages(5, 8), true);
  log.apply({ type: "edit", seq: 9, target: 4, text: "older news", ...about }, "follow");
  log.apply({ type: "edit", seq: 10, target: 4, text: "newer news", ...about }, "follow");
  log.prepend(page([message(4, { text: "older news" })], false, "e.9"));
  expect(log.messages[0]?.text).toBe("newer news");
});

test("[REC-2] a reset clears everything", () => {
  const log = logOf(messages(1, 8), true);
  log.reset(messages(1, 2), false);
  expect(seqs(log)).toEqual([1, 2]);
  expect([log.older, log.newer]).toEqual([false, false]);
});

describe("a page that is inserted in steps", () => {
  const steps = (log: MessageLog, all: ReturnType<typeof stepsBefore>) =>
    all.map((step) => {
      step(log);
      return [log.firstSeq, log.lastSeq, log.older, log.newer] as const;
    });

  test("before the window grows backwards, with more before it until all is inserted", () => {
    const log = logOf(messages(51, 80), true);
    const seen = steps(log, stepsBefore(page(messages(1, 50))));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(([first]) => first)).toEqual(
      seen.map(([first]) => first).toSorted((a = 0, b = 0) => b - a),
    );
    expect(seen.slice(0, -1).every(([, , older]) => older)).toBe(true);
    expect(seen.at(-1)).toEqual([1, 80, false, false]);
    expect(seqs(log)).toEqual(seqs(logOf(messages(1, 80))));
  });

  test("after the window grows forwards, and live messages meanwhile leave no gap", () => {
    const log = logOf(messages(551, 600), true);
    log.show(page(messages(401, 450), true));
    const [first, ...rest] = stepsAfter(page(messages(451, 500)), 501);
    first?.(log);
    log.apply(message(601), "read");
    steps(log, rest);
    expect(seqs(log)).toEqual(messages(401, 500).map(({ seq }) => seq));
    expect(log.newer).toBe(true);
    steps(log, stepsAfter(page(messages(501, 601)), 602));
    expect(seqs(log)).toEqual(
      messages(401, 601)
        .slice(-MAX_MESSAGES)
        .map(({ seq }) => seq),
    );
    expect(log.newer).toBe(false);
  });

  test("that is empty ends paging", () => {
    const log = logOf(messages(51, 60), true);
    steps(log, stepsBefore(page([])));
    expect(log.older).toBe(false);
  });
});
