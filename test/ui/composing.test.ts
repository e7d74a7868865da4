import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, FakeTimers } from "./support/sample.ts";

function open() {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const draft = new DraftStore(memoryStorage(), "sample-room");
  const composing = new Composing({
    room,
    draft,
    limits: signal(DEFAULT_CLIENT_LIMITS),
    timers,
    mentionsOf: () => undefined,
    typing: { onInput: () => undefined },
    onError: () => undefined,
  });
  room.join(ana);
  return { room, timers, draft, composing };
}

describe("a draft that was changed in another tab", () => {
  test("replaces the text, unless the user is typing here", () => {
    const { composing, timers, draft } = open();
    composing.onDraftChange("from there");
    expect(composing.text.value).toBe("from there");
    composing.onInput("from here");
    composing.onDraftChange("from there, later");
    expect(composing.text.value).toBe("from here");
    timers.advance(400);
    expect(draft.text).toBe("from here");
    composing.onDraftChange("");
    expect(composing.text.value).toBe("");
  });

  test("is kept for later while a message is edited", () => {
    const { composing } = open();
    composing.edit({ seq: 1, text: "said before" });
    composing.onDraftChange("from there");
    expect(composing.text.value).toBe("said before");
    composing.cancel();
    expect(composing.text.value).toBe("from there");
  });

  test("is recognized by its own storage key only", () => {
    const { draft } = open();
    expect(draft.textFromEvent({ key: "majlis:draft:sample-room", newValue: "x" })).toBe("x");
    expect(draft.textFromEvent({ key: "majlis:draft:sample-room", newValue: null })).toBe("");
    expect(draft.textFromEvent({ key: "majlis:draft:other", newValue: "x" })).toBeUndefined();
  });
});

describe("control characters", () => {
  test("are dropped from every input, and line breaks of all kinds kept", () => {
    const { composing, timers } = open();
    composing.onInput("\u001b[31mred\u001b[0m\u000bnext\u0000");
    expect(composing.text.value).toBe("red\nnext");
    timers.advance(400);
    composing.onDraftChange("page\fpage\u007f");
    expect(composing.text.value).toBe("page\npage");
  });

  test("are dropped from a stored draft", () => {
    const room = new FakeRoom();
    const draft = new DraftStore(memoryStorage(), "sample-room");
    draft.save("a\u0007b");
    const composing = new Composing({
      room,
      draft,
      limits: signal(DEFAULT_CLIENT_LIMITS),
      timers: new FakeTimers(),
      mentionsOf: () => undefined,
      typing: { onInput: () => undefined },
      onError: () => undefined,
    });
    expect(composing.text.value).toBe("ab");
  });
});

describe("a text that is split into several messages", () => {
  test("is sent in order and clears the composer", () => {
    const { composing, room } = open();
    composing.onInput("one two");
    composing.submitParts(["one", "two"]);
    expect(room.pending.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(composing.text.value).toBe("");
  });

  test("stays in the composer from where the outbox is full", () => {
    const { composing, room } = open();
    room.outboxCapacity = 1;
    composing.submitParts(["one", "two", "three"]);
    expect(room.pending.map(({ text }) => text)).toEqual(["one"]);
    expect(composing.text.value).toBe("two\n\nthree");
  });
});
