import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, FakeTimers } from "./support/sample.ts";

function open(storage = memoryStorage()) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const draft = new DraftStore(storage, "sample-room");
  const errors: unknown[] = [];
  const epoch = signal<string | undefined>(undefined);
  const composing = new Composing({
    room,
    draft,
    limits: signal(DEFAULT_CLIENT_LIMITS),
    epoch,
    timers,
    mentionsOf: () => undefined,
    typing: { onInput: () => undefined },
    onError: (reason) => errors.push(reason),
    onProgress: () => errors.splice(0),
  });
  room.join(ana);
  return { room, timers, draft, composing, errors, epoch };
}

describe("[ROOM-4] when the room has begun again", () => {
  const original = { seq: 5, name: "Bo", text: "tea?" };

  test("a reply becomes a new message, also on the next visit, and its text stays", () => {
    const storage = memoryStorage();
    const before = open(storage);
    before.epoch.value = "e";
    before.composing.onInput("yes please");
    before.composing.reply(original);
    const { composing, room, epoch } = open(storage);
    expect(composing.mode.value).toEqual({ name: "reply", to: original });
    for (const each of [before, { composing, epoch }]) {
      each.epoch.value = "f";
      expect(each.composing.mode.value).toEqual({ name: "new" });
      expect(each.composing.text.value).toBe("yes please");
    }
    composing.submit();
    expect(room.calls).toEqual(["publish yes please"]);
  });

  test("an edit's text is put behind the draft", () => {
    const { composing, draft, epoch } = open();
    epoch.value = "e";
    composing.onInput("draft");
    composing.edit({ seq: 3, text: "edited" });
    epoch.value = "f";
    expect(composing.mode.value).toEqual({ name: "new" });
    expect(composing.text.value).toBe("draft\n\nedited");
    expect(draft.load()).toEqual({ text: "draft\n\nedited" });
  });

  test("nothing changes while the epoch stays the same or becomes known", () => {
    const { composing, epoch } = open();
    composing.onInput("yes");
    composing.reply(original);
    epoch.value = undefined;
    epoch.value = "e";
    expect(composing.mode.value).toEqual({ name: "reply", to: original });
  });
});

describe("a draft that was changed in another tab", () => {
  test("replaces the text, unless the user is typing here", () => {
    const { composing, timers, draft } = open();
    composing.onDraftChange("from there");
    expect(composing.text.value).toBe("from there");
    composing.onInput("from here");
    composing.onDraftChange("from there, later");
    expect(composing.text.value).toBe("from here");
    timers.advance(400);
    expect(draft.load().text).toBe("from here");
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
    const storage = memoryStorage();
    new DraftStore(storage, "sample-room").save({ text: "a\u0007b" });
    expect(open(storage).composing.text.value).toBe("ab");
  });
});

describe("a draft, after the page was loaded again,", () => {
  test("still replies to its message", () => {
    const storage = memoryStorage();
    const before = open(storage);
    const original = { seq: 4, name: "Bo", text: "Tea?" };
    before.composing.onInput("Yes");
    before.composing.reply(original);
    const { composing } = open(storage);
    expect([composing.text.value, composing.mode.value]).toEqual(["Yes", { name: "reply", to: original }]);
    composing.cancel();
    expect(open(storage).composing.mode.value).toEqual({ name: "new" });
  });

  test("still edits its message, and has the new message behind it", () => {
    const storage = memoryStorage();
    const before = open(storage);
    before.composing.onInput("a new one");
    before.composing.edit({ seq: 1, text: "said" });
    before.composing.onInput("said better");
    before.timers.advance(400);
    const { composing } = open(storage);
    expect([composing.text.value, composing.mode.value]).toEqual(["said better", { name: "edit", seq: 1 }]);
    composing.submit();
    expect([composing.text.value, composing.mode.value]).toEqual(["a new one", { name: "new" }]);
    expect(new DraftStore(storage, "sample-room").load()).toEqual({ text: "a new one" });
  });

  test("is plain if what is stored about its subject is damaged", () => {
    const storage = memoryStorage();
    storage.set("majlis:draft:sample-room", "text");
    storage.set("majlis:draft-subject:sample-room", '{"edit":{"seq":"1"}}');
    expect(open(storage).composing.mode.value).toEqual({ name: "new" });
  });
});

describe("an edit that cannot be stored", () => {
  /** Refuses every edit from now on; resolves the function that refuses those that were sent. */
  function refuseEdits(room: FakeRoom): () => Promise<void> {
    const refusals: (() => void)[] = [];
    room.edit = () => new Promise((_, reject) => refusals.push(() => reject(new Error("message_not_found"))));
    return async () => {
      for (const refuse of refusals.splice(0)) refuse();
      await Promise.resolve();
      await Promise.resolve();
    };
  }

  test("comes back to the composer with the reason, and the new message stays behind it", async () => {
    const { composing, room, errors, draft } = open();
    const refuse = refuseEdits(room);
    composing.onInput("a new one");
    composing.edit({ seq: 1, text: "said" });
    composing.onInput("said better");
    composing.submit();
    expect(composing.text.value).toBe("a new one");
    await refuse();
    expect(errors).toHaveLength(1);
    expect([composing.text.value, composing.mode.value]).toEqual(["said better", { name: "edit", seq: 1 }]);
    expect(draft.load()).toEqual({ text: "a new one", edit: { seq: 1, text: "said better" } });
    composing.cancel();
    expect(composing.text.value).toBe("a new one");
  });

  test("becomes a new message if its message was deleted meanwhile, and going on hides the reason", async () => {
    const { composing, room, errors } = open();
    room.edit = () => Promise.reject(Object.assign(new Error("gone"), { code: "message_not_found" }));
    composing.edit({ seq: 1, text: "said" });
    composing.onInput("said better");
    composing.submit();
    await Promise.resolve();
    await Promise.resolve();
    expect([composing.text.value, composing.mode.value]).toEqual(["said better", { name: "new" }]);
    expect(errors).toHaveLength(1);
    composing.onInput("said better!");
    expect(errors).toEqual([]);
  });

  test("comes back once the edit of another message is over", async () => {
    const { composing, room } = open();
    const refuse = refuseEdits(room);
    composing.edit({ seq: 1, text: "said better" });
    composing.submit();
    composing.edit({ seq: 2, text: "another" });
    await refuse();
    expect(composing.text.value).toBe("another");
    composing.cancel();
    expect([composing.text.value, composing.mode.value]).toEqual(["said better", { name: "edit", seq: 1 }]);
  });

  test("does not replace a newer edit of the same message", async () => {
    const { composing, room } = open();
    const refuse = refuseEdits(room);
    composing.edit({ seq: 1, text: "said better" });
    composing.submit();
    composing.edit({ seq: 1, text: "said best" });
    await refuse();
    composing.cancel();
    expect(composing.mode.value).toEqual({ name: "new" });
  });
});

describe("a text that is kept nowhere else", () => {
  test("becomes the new message, or follows it", () => {
    const { composing, draft } = open();
    composing.takeText({ text: "back" });
    expect([composing.text.value, draft.load().text]).toEqual(["back", "back"]);
    composing.takeText({ text: "again" });
    expect(composing.text.value).toBe("back\n\nagain");
  });

  test("waits behind an edit", () => {
    const { composing } = open();
    composing.onInput("a new one");
    composing.edit({ seq: 1, text: "said" });
    composing.takeText({ text: "back" });
    expect(composing.text.value).toBe("said");
    composing.cancel();
    expect(composing.text.value).toBe("a new one\n\nback");
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
