/** Acting on messages: shown at once, made good or taken back when the room has answered. */
import { describe, expect, test } from "vitest";
import { MessageActions } from "../../src/ui/conversation/message-actions.ts";
import { UNDO_MS } from "../../src/ui/conversation/pending-deletes.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { en } from "../../src/locales/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { nextMenuIndex } from "../../src/ui/models/menu-navigation.ts";
import { messageActionFor } from "../../src/ui/models/message-shortcuts.ts";
import { applyOptimisticReactions } from "../../src/ui/models/overlay.ts";
import { placePanel } from "../../src/ui/models/panel-placement.ts";
import { QUICK_REACTIONS } from "../../src/ui/models/quick-reactions.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import type { MessageRow } from "../../src/ui/models/rows.ts";
import { reactorsOf } from "../../src/ui/models/reactors.ts";
import { isEmoji } from "../../src/text/emoji.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, NOON } from "./support/sample.ts";

const TEA = "🍵";

function open(log = messages(1, 3), newest?: number) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const storage = memoryStorage();
  const conversation = new Conversation({
    room,
    t: translator(en.room, "en"),
    timers,
    readMarker: new ReadMarker(storage, "sample-room"),
    isPageVisible: () => true,
  });
  const composing = new Composing({
    room,
    draft: new DraftStore(storage, "sample-room"),
    limits: conversation.limits,
    timers,
    typing: conversation.typing,
    onError: conversation.problems.show,
  });
  conversation.start();
  room.join(ana, log, newest);
  timers.advance(FRAME_MS);
  const actions = new MessageActions(conversation, timers);
  const row = (seq: number): MessageRow => {
    const found = conversation.timeline.rows.value.find((one) => one.kind === "message" && one.seq === seq);
    if (found?.kind !== "message") throw new Error(`no row for ${seq}`);
    return found;
  };
  return { room, timers, conversation, composing, acts: actions, row };
}

/** Lets what waits for an answer go on. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const refusal = Object.assign(new Error("no"), { code: "forbidden" });

describe("deleting", () => {
  test("takes the message from your eyes at once, and from the room's only when it can no longer be undone", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deletes.delete(1);
    expect(row(1).isPendingDelete).toBe(true);
    timers.advance(UNDO_MS - 1);
    expect(room.calls).not.toContain("delete 1");
    timers.advance(1);
    expect(room.calls).toContain("delete 1");
  });

  test("can be undone, and is never sent then", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deletes.delete(1);
    acts.deletes.undo(1);
    expect(row(1).isPendingDelete).toBe(false);
    timers.advance(2 * UNDO_MS);
    acts.deletes.flush();
    expect(room.calls).not.toContain("delete 1");
  });

  test("is sent at once where the page may be about to go, and only once", () => {
    const { room, timers, acts } = open([message(1, { from: ana })]);
    acts.deletes.delete(1);
    acts.deletes.delete(1);
    acts.deletes.flush();
    timers.advance(UNDO_MS);
    expect(room.calls.filter((asked) => asked === "delete 1")).toHaveLength(1);
  });

  test("brings the message back where the room refuses, and says why", async () => {
    const { room, timers, acts, conversation, row } = open([message(1, { from: ana })]);
    room.delete = () => Promise.reject(refusal);
    acts.deletes.delete(1);
    timers.advance(UNDO_MS);
    await settled();
    expect(row(1).isPendingDelete).toBe(false);
    expect(conversation.problems.message.value).toBe(en.room.errorForbidden);
  });

  test("is called off where the log begins again: another message has that number now", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deletes.delete(1);
    room.emit("reset", { events: [message(1, { from: ana, text: "another" })], more: false });
    expect(row(1).isPendingDelete).toBe(false);
    timers.advance(UNDO_MS);
    expect(room.calls).not.toContain("delete 1");
  });

  test("passes over a message on its way out when the last is to be edited", () => {
    const { acts, conversation } = open([message(1, { from: ana }), message(2, { from: ana })]);
    acts.deletes.delete(2);
    expect(conversation.timeline.lastOwn?.seq).toBe(1);
  });
});

describe("reacting", () => {
  test("shows at once, and stays as the room tells it", async () => {
    const { room, timers, acts, row } = open();
    acts.reactions.toggle(1, TEA);
    expect(row(1).reactions).toEqual([{ emoji: TEA, count: 1, names: ["Ana"], mine: true }]);
    expect(room.calls).toContain(`react 1 ${TEA} true`);
    room.receive({
      type: "reaction",
      seq: 4,
      at: NOON,
      from: ana,
      id: "r",
      target: 1,
      emoji: TEA,
      on: true,
      count: 1,
    });
    timers.advance(FRAME_MS);
    await settled();
    timers.advance(1_000);
    expect(row(1).reactions).toEqual([{ emoji: TEA, count: 1, names: ["Ana"], mine: true }]);
  });

  test("is taken back where the room refuses", async () => {
    const { room, acts, conversation, row } = open();
    room.react = () => Promise.reject(refusal);
    acts.reactions.toggle(1, TEA);
    await settled();
    expect(row(1).reactions).toEqual([]);
    expect(conversation.problems.message.value).toBe(en.room.errorForbidden);
  });

  test("twice in a row ends where it began, whatever the first answer was", async () => {
    const { room, acts, row } = open();
    const asked: boolean[] = [];
    room.react = async (_seq, _emoji, on) => {
      asked.push(on);
      if (on) throw refusal;
    };
    acts.reactions.toggle(1, TEA);
    acts.reactions.toggle(1, TEA);
    await settled();
    expect(asked).toEqual([true, false]);
    expect(row(1).reactions).toEqual([]);
  });

  test("changes nothing that the room has heard of already, and counts others too", () => {
    const mine = [{ emoji: TEA, count: 3, names: ["Bo", "Ana"], mine: true as const }];
    expect(applyOptimisticReactions(mine, new Map([[TEA, true]]), ana)).toBe(mine);
    expect(applyOptimisticReactions(mine, new Map([[TEA, false]]), ana)).toEqual([
      { emoji: TEA, count: 2, names: ["Bo"] },
    ]);
  });

  test("offers only what is one emoji", () => {
    expect(QUICK_REACTIONS.every(isEmoji)).toBe(true);
    expect(new Set(QUICK_REACTIONS).size).toBe(8);
  });

  test("tells who: you apart, names as far as they are known, the rest as a number", () => {
    const names = ["Bo", "Ana", "Cem"];
    expect(reactorsOf({ emoji: TEA, count: 5, names, mine: true }, "Ana")).toEqual({
      names: ["Bo", "Cem"],
      you: true,
      more: 2,
    });
    expect(reactorsOf({ emoji: TEA, count: 3, names }, "Ana")).toEqual({ names, you: false, more: 0 });
    expect(reactorsOf({ emoji: TEA, count: 12, names, mine: true }, "Dana")).toEqual({
      names,
      you: true,
      more: 8,
    });
  });
});

describe("replying", () => {
  test("says what it replies to, and the next message is a message of its own", () => {
    const { room, composing, conversation, timers } = open();
    composing.reply({ seq: 2, name: badr.name, text: "message 2" });
    expect(composing.subject).toBe(2);
    composing.onInput("indeed");
    expect(composing.submit()).toBe(true);
    composing.onInput("and more");
    composing.submit();
    timers.advance(FRAME_MS);
    expect(room.calls.filter((asked) => asked.startsWith("publish"))).toEqual([
      "publish indeed in reply to 2",
      "publish and more",
    ]);
    const replies = conversation.timeline.rows.value.filter(
      (one) => one.kind === "message" && one.replyTo === 2,
    );
    expect(replies).toMatchObject([{ text: "indeed", replyState: "loaded", replyName: badr.name }]);
  });

  test("keeps what was written when it is called off, and through an edit in between", () => {
    const { composing } = open([message(1, { from: ana })]);
    composing.onInput("half");
    composing.reply({ seq: 1, name: "Ana", text: "message 1" });
    composing.edit({ seq: 1, text: "message 1" });
    composing.onInput("reworded");
    expect(composing.cancel()).toBe(true);
    expect(composing.mode.value.name).toBe("reply");
    expect(composing.text.value).toBe("half");
    expect(composing.cancel()).toBe(true);
    expect(composing.cancel()).toBe(false);
    expect(composing.text.value).toBe("half");
  });

  test("marks the message that is written about", () => {
    const { conversation, row } = open();
    conversation.timeline.applyOverlay({ subject: 2 });
    expect([1, 2, 3].filter((seq) => row(seq).isSubject)).toEqual([2]);
  });
});

describe("a quote from outside the window", () => {
  const far = [...messages(1, 100), message(101, { replyTo: 3 })];

  test("is fetched once, and follows what becomes of its original", async () => {
    const { room, timers, acts, row } = open(far, 10);
    expect(row(101).replyState).toBe("unknown");
    acts.quotes.request(3);
    acts.quotes.request(3);
    await settled();
    expect(row(101)).toMatchObject({ replyState: "loaded", replyName: badr.name, replyText: "message 3" });
    acts.quotes.request(3);
    expect(room.calls.filter((asked) => asked === "history before 4")).toHaveLength(1);
    room.receive({ type: "delete", seq: 102, at: NOON, from: badr, id: "d", target: 3 });
    timers.advance(FRAME_MS);
    expect(row(101).replyState).toBe("deleted");
  });

  test("says that it is no longer kept", async () => {
    const { acts, row } = open(far, 10);
    const trimmed = open(far.slice(50), 10);
    trimmed.acts.quotes.request(3);
    acts.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("loaded");
    expect(trimmed.row(101).replyState).toBe("gone");
  });

  test("is asked for again after a failure", async () => {
    const { room, acts, row } = open(far, 10);
    room.historyFails = true;
    acts.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("unknown");
    room.historyFails = false;
    acts.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("loaded");
  });
});

describe("keys on a message", () => {
  const actionFor = (key: string, code = "", shiftKey = false) => messageActionFor({ key, code, shiftKey });

  test("do what their letter stands for, on a keyboard of any script", () => {
    expect(actionFor("r", "KeyR")).toBe("reply");
    expect(actionFor("ق", "KeyR")).toBe("reply");
    expect(actionFor("ث", "KeyE")).toBe("edit");
    // On a French keyboard the letter decides, not its place.
    expect(actionFor("a", "KeyQ")).toBe("react");
    expect(actionFor("q", "KeyA")).toBeUndefined();
    expect(actionFor("+", "Equal", true)).toBe("react");
    expect(actionFor("Delete", "Delete")).toBe("delete");
  });

  test("open the menu as they do anywhere, and are nothing else with Shift", () => {
    expect(actionFor("F10", "F10", true)).toBe("menu");
    expect(actionFor("F10", "F10")).toBeUndefined();
    expect(actionFor("ContextMenu", "ContextMenu")).toBe("menu");
    expect(actionFor("R", "KeyR", true)).toBeUndefined();
  });
});

describe("a menu that begins with a row", () => {
  const menu = { firstRowCount: 3, count: 6, rightToLeft: false };

  test("is walked up and down by lines, round its ends", () => {
    expect(nextMenuIndex("ArrowDown", 1, menu)).toBe(3);
    expect(nextMenuIndex("ArrowDown", 5, menu)).toBe(0);
    expect(nextMenuIndex("ArrowUp", 3, menu)).toBe(0);
    expect(nextMenuIndex("ArrowUp", 2, menu)).toBe(5);
    expect(nextMenuIndex("End", 0, menu)).toBe(5);
  });

  test("is walked sideways within the row, the way it reads", () => {
    expect(nextMenuIndex("ArrowRight", 2, menu)).toBe(0);
    expect(nextMenuIndex("ArrowRight", 1, { ...menu, rightToLeft: true })).toBe(0);
    expect(nextMenuIndex("ArrowRight", 4, menu)).toBeUndefined();
  });
});

test("a panel stands below its anchor, above it where there is no room, and always within the view", () => {
  const view = { block: 600, inline: 400 };
  const size = { block: 200, inline: 150 };
  const anchor = { blockStart: 100, blockEnd: 130, inlineStart: 300, inlineEnd: 350 };
  expect(placePanel(anchor, size, view)).toEqual({ block: 134, inline: 200 });
  expect(placePanel({ ...anchor, blockStart: 500, blockEnd: 530 }, size, view).block).toBe(296);
  expect(placePanel({ ...anchor, inlineStart: 60, inlineEnd: 390 }, size, view).inline).toBe(60);
  expect(placePanel({ ...anchor, inlineStart: 2, inlineEnd: 390 }, size, view).inline).toBe(8);
  expect(placePanel({ ...anchor, blockStart: 100, blockEnd: 590 }, size, view).block).toBe(8);
});
