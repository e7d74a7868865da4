import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Draft } from "../../src/ui/models/drafts.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, FakeTimers } from "./support/sample.ts";

function open() {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const draft = new Draft(memoryStorage(), "salon");
  const composing = new Composing({
    room,
    draft,
    limits: signal(DEFAULT_CLIENT_LIMITS),
    timers,
    writing: { changed: () => undefined, sent: () => undefined },
    onRefused: () => undefined,
  });
  room.join(ana);
  return { room, timers, draft, composing };
}

describe("a draft that another tab changed", () => {
  test("is taken over, unless something is being written here", () => {
    const { composing, timers, draft } = open();
    composing.draftElsewhere("from there");
    expect(composing.text.value).toBe("from there");
    composing.changed("from here");
    composing.draftElsewhere("from there, later");
    expect(composing.text.value).toBe("from here");
    timers.pass(400);
    expect(draft.text).toBe("from here");
    composing.draftElsewhere("");
    expect(composing.text.value).toBe("");
  });

  test("waits behind a message that is being reworded", () => {
    const { composing } = open();
    composing.edit({ seq: 1, text: "said before" });
    composing.draftElsewhere("from there");
    expect(composing.text.value).toBe("said before");
    composing.cancel();
    expect(composing.text.value).toBe("from there");
  });

  test("is told of by its own key alone", () => {
    const { draft } = open();
    expect(draft.textFrom({ key: "majlis:draft:salon", newValue: "x" })).toBe("x");
    expect(draft.textFrom({ key: "majlis:draft:salon", newValue: null })).toBe("");
    expect(draft.textFrom({ key: "majlis:draft:other", newValue: "x" })).toBeUndefined();
  });
});

describe("a text sent in parts", () => {
  test("goes out in order and leaves nothing behind", () => {
    const { composing, room } = open();
    composing.changed("one two");
    composing.submitParts(["one", "two"]);
    expect(room.pending.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(composing.text.value).toBe("");
  });

  test("stays where the queue took no more", () => {
    const { composing, room } = open();
    room.takes = 1;
    composing.submitParts(["one", "two", "three"]);
    expect(room.pending.map(({ text }) => text)).toEqual(["one"]);
    expect(composing.text.value).toBe("two\n\nthree");
  });
});
