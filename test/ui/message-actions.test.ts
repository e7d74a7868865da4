/** Message actions: applied optimistically, and confirmed or rolled back by the room's answer. */
import { effect } from "@preact/signals";
import { describe, expect, test } from "vitest";
import { MessageActions } from "../../src/ui/conversation/message-actions.ts";
import { UNDO_MS } from "../../src/ui/conversation/pending-deletes.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { en } from "../../src/locales/en.ts";
import { DraftStore } from "../../src/ui/models/draft-store.ts";
import { nextMenuIndex } from "../../src/ui/models/menu-navigation.ts";
import { messageActionFor } from "../../src/ui/models/message-shortcuts.ts";
import { applyOptimisticReactions } from "../../src/ui/models/overlay.ts";
import { placePanel } from "../../src/ui/models/panel-placement.ts";
import { QUICK_REACTIONS, quickReactions } from "../../src/ui/models/quick-reactions.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import type { MessageRow } from "../../src/ui/models/rows.ts";
import { reactorsOf } from "../../src/ui/models/reactors.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import { isEmoji } from "../../src/text/emoji.ts";
import { IN_ENGLISH } from "./support/english.ts";
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
    ...IN_ENGLISH,
    timers,
    readMarker: new ReadMarker(storage, "sample-room"),
    isPageVisible: () => true,
    isPageActive: () => true,
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
  room.join(ana, log, newest);
  timers.advance(FRAME_MS);
  const reacted: string[] = [];
  const lost: Message[] = [];
  const actions = new MessageActions(conversation, timers, {
    onReacted: (seq, emoji) => reacted.push(`${seq} ${emoji}`),
    onUndoFailed: (message) => lost.push(message),
  });
  const row = (seq: number): MessageRow => {
    const found = conversation.timeline.rows.value.find((one) => one.kind === "message" && one.seq === seq);
    if (found?.kind !== "message") throw new Error(`no row for ${seq}`);
    return found;
  };
  return { room, timers, conversation, composing, actions, row, reacted, lost };
}

/** Waits until settled promises are handled. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const refusal = Object.assign(new Error("no"), { code: "forbidden" });

describe("deleting a message", () => {
  const original = message(1, {
    from: ana,
    text: "too much",
    reactions: [{ emoji: TEA, count: 1, names: ["بدر"] }],
  });
  let seq = 1;
  const about = () => ({ seq: ++seq, at: NOON, from: ana, id: `c${seq}`, target: 1 });

  test("[MOD-8] has the reason of a moderator, also once there is a connection again", () => {
    const { room, actions } = open([message(1), message(2)]);
    actions.deletes.delete(1, { reason: "spam" });
    room.setState({ name: "reconnecting", since: 0, retryAt: 1 });
    actions.deletes.delete(2, { reason: "more of it" });
    expect(room.calls.filter((call) => call.startsWith("delete"))).toEqual(["delete 1 spam"]);
    room.setState({ name: "online", since: 1 });
    expect(room.calls).toContain("delete 2 more of it");
  });

  test("is sent at once, and can be undone for six seconds after the room has stored it", async () => {
    const { room, timers, actions, row } = open([original]);
    actions.deletes.delete(1);
    expect(room.calls).toContain("delete 1");
    expect(row(1).isPendingDelete).toBe(true);
    room.receive({ type: "delete", ...about() });
    await settled();
    timers.advance(UNDO_MS - 1);
    expect(row(1)).toMatchObject({ deleted: true, isPendingDelete: true });
    timers.advance(1);
    expect(row(1)).toMatchObject({ deleted: true, isPendingDelete: false });
    actions.deletes.undo(1);
    expect(room.calls).not.toContain("restore 1");
  });

  test("is undone by the room, while the page shows the message as it was", async () => {
    const { room, timers, actions, row, lost } = open([original]);
    actions.deletes.delete(1);
    room.receive({ type: "delete", ...about() });
    await settled();
    timers.advance(FRAME_MS);
    actions.deletes.undo(1);
    actions.deletes.undo(1);
    const shown = { deleted: false, isPendingDelete: false, text: "too much", reactions: original.reactions };
    expect(row(1)).toMatchObject(shown);
    expect(room.calls.filter((call) => call === "restore 1")).toHaveLength(1);
    room.receive({
      type: "restore",
      ...about(),
      text: "too much",
      reactions: [...(original.reactions ?? [])],
    });
    await settled();
    timers.advance(UNDO_MS);
    expect(row(1)).toMatchObject(shown);
    expect(lost).toEqual([]);
    actions.deletes.delete(1);
    expect(room.calls.filter((call) => call === "delete 1")).toHaveLength(2);
  });

  test("that is undone before the room has answered is restored once it has", async () => {
    const { room, actions, row } = open([original]);
    const answer = Promise.withResolvers<void>();
    room.delete = () => answer.promise;
    actions.deletes.delete(1);
    actions.deletes.undo(1);
    expect(row(1)).toMatchObject({ deleted: false, isPendingDelete: false });
    expect(room.calls).not.toContain("restore 1");
    answer.resolve();
    await settled();
    expect(room.calls).toContain("restore 1");
  });

  test("that can no longer be undone gives its text back", async () => {
    const { room, timers, actions, row, lost } = open([original]);
    actions.deletes.delete(1);
    room.receive({ type: "delete", ...about() });
    await settled();
    timers.advance(FRAME_MS);
    room.restore = () => Promise.reject(refusal);
    actions.deletes.undo(1);
    await settled();
    expect(row(1)).toMatchObject({ deleted: true, isPendingDelete: false, text: "" });
    expect(lost).toMatchObject([{ text: "too much" }]);
  });

  test("waits for a connection, and is not sent if it is undone before", async () => {
    const { room, actions, row } = open([original, message(2, { from: ana })]);
    room.setState({ name: "offline", since: 0, retryAt: 0 });
    actions.deletes.delete(1);
    actions.deletes.delete(2);
    expect(row(1).isPendingDelete).toBe(true);
    actions.deletes.undo(1);
    expect(row(1)).toMatchObject({ isPendingDelete: false, text: "too much" });
    room.setState({ name: "online", since: 0 });
    await settled();
    expect(room.calls.filter((call) => /delete|restore/u.test(call))).toEqual(["delete 2"]);
  });

  test("whose answer is lost is shown as not deleted, and can be undone once its event comes all the same", async () => {
    const { room, timers, actions, conversation, row } = open([original]);
    room.delete = () => Promise.reject(Object.assign(new Error("lost"), { code: "connection_lost" }));
    actions.deletes.delete(1);
    await settled();
    expect(row(1)).toMatchObject({ deleted: false, isPendingDelete: false });
    expect(conversation.problems.message.value).toBe(en.room.errorNoConnection);
    room.receive({ type: "delete", ...about() });
    timers.advance(FRAME_MS);
    expect(row(1)).toMatchObject({ deleted: true, isPendingDelete: true });
    actions.deletes.undo(1);
    expect(room.calls).toContain("restore 1");
  });

  test("that the room refuses is rolled back, and the error is shown", async () => {
    const { room, actions, conversation, row } = open([original]);
    room.delete = () => Promise.reject(refusal);
    actions.deletes.delete(1);
    await settled();
    expect(row(1).isPendingDelete).toBe(false);
    expect(conversation.problems.message.value).toBe(en.lazy.errorForbidden);
  });

  test("is forgotten at a reset, since the seq is of another message then", async () => {
    const { room, actions, row } = open([original]);
    room.setState({ name: "offline", since: 0, retryAt: 0 });
    actions.deletes.delete(1);
    room.emit("reset", { events: [message(1, { from: ana, text: "another" })], more: false });
    room.setState({ name: "online", since: 0 });
    await settled();
    expect(row(1).isPendingDelete).toBe(false);
    actions.deletes.undo(1);
    expect(room.calls.filter((call) => /delete|restore/u.test(call))).toEqual([]);
  });

  test("makes the message before it the last one that can be edited", () => {
    const { actions, conversation } = open([message(1, { from: ana }), message(2, { from: ana })]);
    actions.deletes.delete(2);
    expect(conversation.timeline.lastOwn?.seq).toBe(1);
  });
});

describe("a reaction", () => {
  test("is shown optimistically, and confirmed by the room", async () => {
    const { room, timers, actions, row } = open();
    actions.reactions.toggle(1, TEA);
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

  test("that is added is reported, so that it can be animated; one that is removed is not", () => {
    const { actions, reacted } = open();
    actions.reactions.toggle(1, TEA);
    actions.reactions.toggle(1, TEA);
    expect(reacted).toEqual([`1 ${TEA}`]);
  });

  test("is rolled back if the room refuses", async () => {
    const { room, actions, conversation, row } = open();
    room.react = () => Promise.reject(refusal);
    actions.reactions.toggle(1, TEA);
    await settled();
    expect(row(1).reactions).toEqual([]);
    expect(conversation.problems.message.value).toBe(en.lazy.errorForbidden);
  });

  test("toggled twice is unchanged, whatever the first answer was", async () => {
    const { room, actions, row } = open();
    const requested: boolean[] = [];
    room.react = async (_seq, _emoji, on) => {
      requested.push(on);
      if (on) throw refusal;
    };
    actions.reactions.toggle(1, TEA);
    actions.reactions.toggle(1, TEA);
    await settled();
    expect(requested).toEqual([true, false]);
    expect(row(1).reactions).toEqual([]);
  });

  test("that the room has confirmed is not applied again, and counts other members", () => {
    const mine = [{ emoji: TEA, count: 3, names: ["Bo", "Ana"], mine: true as const }];
    expect(applyOptimisticReactions(mine, new Map([[TEA, true]]), ana)).toBe(mine);
    expect(applyOptimisticReactions(mine, new Map([[TEA, false]]), ana)).toEqual([
      { emoji: TEA, count: 2, names: ["Bo"] },
    ]);
  });

  test("is offered from valid emoji only", () => {
    expect(QUICK_REACTIONS.every(isEmoji)).toBe(true);
    expect(new Set(QUICK_REACTIONS).size).toBe(8);
  });

  test("is offered from the four emoji picked last, then from the most common ones, each once", () => {
    expect(quickReactions([])).toEqual(QUICK_REACTIONS);
    expect(quickReactions([TEA, "😂"])).toEqual([TEA, "😂", "👍", "❤️", "😮", "😢", "🙏", "👏"]);
    expect(quickReactions([TEA, "🫖", "🌙", "🧿", "🪷"]).slice(0, 5)).toEqual([TEA, "🫖", "🌙", "🧿", "👍"]);
  });

  test("lists yourself, the known names, and the number of the others", () => {
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

describe("a reply", () => {
  test("is sent with the seq of the original, and the next message is no reply", () => {
    const { room, composing, conversation, timers } = open();
    composing.reply({ seq: 2, name: badr.name, text: "message 2" });
    expect(composing.subject).toBe(2);
    composing.onInput("indeed");
    expect(composing.submit()).toBe(true);
    composing.onInput("and more");
    composing.submit();
    timers.advance(FRAME_MS);
    expect(room.calls.filter((call) => call.startsWith("publish"))).toEqual([
      "publish indeed in reply to 2",
      "publish and more",
    ]);
    const replies = conversation.timeline.rows.value.filter(
      (one) => one.kind === "message" && one.replyTo === 2,
    );
    expect(replies).toMatchObject([{ text: "indeed", replyState: "loaded", replyName: badr.name }]);
  });

  test("keeps its text when it is cancelled, and through an edit in between", () => {
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

  test("marks the message that is replied to", () => {
    const { conversation, row } = open();
    conversation.timeline.applyOverlay({ subject: 2 });
    expect([1, 2, 3].filter((seq) => row(seq).isSubject)).toEqual([2]);
  });
});

describe("a quote of a message outside the window", () => {
  const far = [...messages(1, 100), message(101, { replyTo: 3 })];

  test("is fetched once, and follows edits of its original", async () => {
    const { room, timers, actions, row } = open(far, 10);
    expect(row(101).replyState).toBe("unknown");
    actions.quotes.request(3);
    actions.quotes.request(3);
    await settled();
    expect(row(101)).toMatchObject({ replyState: "loaded", replyName: badr.name, replyText: "message 3" });
    actions.quotes.request(3);
    expect(room.calls.filter((call) => call === "history before 4")).toHaveLength(1);
    room.receive({ type: "delete", seq: 102, at: NOON, from: badr, id: "d", target: 3 });
    timers.advance(FRAME_MS);
    expect(row(101).replyState).toBe("deleted");
  });

  test("[MOD-4] has no text once its author is hidden", async () => {
    const { room, timers, actions, row } = open(far, 10);
    actions.quotes.request(3);
    await settled();
    const from = { id: ana.id, name: ana.name };
    room.receive({ type: "moderation", seq: 102, at: NOON, id: "h", from, act: "hide", member: badr });
    timers.advance(FRAME_MS);
    expect(row(101).replyState).toBe("deleted");
  });

  test("changes once a frame with its original, and the rows with it, however often that changes", async () => {
    const { room, timers, actions, conversation, row } = open(far, 10);
    actions.quotes.request(3);
    await settled();
    timers.advance(FRAME_MS);
    let changes = 0;
    conversation.timeline.addDecorator((rows) => (changes++, rows));
    effect(() => void conversation.timeline.rows.value);
    changes = 0;
    for (let seq = 102; seq < 152; seq++)
      room.receive({ type: "edit", seq, at: NOON, from: badr, id: `e${seq}`, target: 3, text: `${seq}` });
    timers.advance(FRAME_MS);
    expect(row(101).replyText).toBe("151");
    expect(changes).toBeLessThanOrEqual(2);
  });

  test("shows that the original is no longer kept", async () => {
    const { actions, row } = open(far, 10);
    const trimmed = open(far.slice(50), 10);
    trimmed.actions.quotes.request(3);
    actions.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("loaded");
    expect(trimmed.row(101).replyState).toBe("gone");
  });

  test("is fetched at most twice a second where many are quoted, and not once its reply has left the window", async () => {
    const replies = Array.from({ length: 100 }, (_, index) => message(201 + index, { replyTo: 1 + index }));
    const { room, timers, actions } = open([...messages(1, 200), ...replies], 100);
    const fetched = () => room.calls.filter((call) => call.startsWith("history")).length;
    for (let seq = 1; seq <= 100; seq++) actions.quotes.request(seq);
    for (let turn = 0; turn < 100; turn++) await settled();
    expect(fetched()).toBe(30);
    for (let second = 0; second < 4; second++) {
      timers.advance(500);
      await settled();
    }
    expect(fetched()).toBe(34);
    room.emit("reset", { events: replies.slice(-10), more: true });
    for (let second = 0; second < 20; second++) {
      timers.advance(500);
      await settled();
    }
    expect(fetched()).toBeLessThanOrEqual(34 + 11);
  });

  test("is requested again after a failure", async () => {
    const { room, actions, row } = open(far, 10);
    room.historyFails = true;
    actions.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("unknown");
    room.historyFails = false;
    actions.quotes.request(3);
    await settled();
    expect(row(101).replyState).toBe("loaded");
  });
});

describe("keyboard shortcuts on a message", () => {
  const actionFor = (key: string, code = "", shiftKey = false) => messageActionFor({ key, code, shiftKey });

  test("match by letter, and by physical key on keyboards of other scripts", () => {
    expect(actionFor("r", "KeyR")).toBe("reply");
    expect(actionFor("ق", "KeyR")).toBe("reply");
    expect(actionFor("ث", "KeyE")).toBe("edit");
    // On a French keyboard the letter decides, not the physical key.
    expect(actionFor("a", "KeyQ")).toBe("react");
    expect(actionFor("q", "KeyA")).toBeUndefined();
    expect(actionFor("+", "Equal", true)).toBe("react");
    expect(actionFor("Delete", "Delete")).toBe("delete");
  });

  test("open the menu by the standard keys, and do nothing else with Shift", () => {
    expect(actionFor("F10", "F10", true)).toBe("menu");
    expect(actionFor("F10", "F10")).toBeUndefined();
    expect(actionFor("ContextMenu", "ContextMenu")).toBe("menu");
    expect(actionFor("R", "KeyR", true)).toBeUndefined();
  });
});

describe("keyboard navigation in a menu whose first items are in a row", () => {
  const menu = { firstRowCount: 3, count: 6, rightToLeft: false };

  test("moves up and down by lines and wraps around", () => {
    expect(nextMenuIndex("ArrowDown", 1, menu)).toBe(3);
    expect(nextMenuIndex("ArrowDown", 5, menu)).toBe(0);
    expect(nextMenuIndex("ArrowUp", 3, menu)).toBe(0);
    expect(nextMenuIndex("ArrowUp", 2, menu)).toBe(5);
    expect(nextMenuIndex("End", 0, menu)).toBe(5);
  });

  test("wraps around in one without such a row", () => {
    const plain = { ...menu, firstRowCount: 0 };
    expect(nextMenuIndex("ArrowUp", 0, plain)).toBe(5);
    expect(nextMenuIndex("ArrowDown", 5, plain)).toBe(0);
    expect(nextMenuIndex("ArrowDown", 0, plain)).toBe(1);
  });

  test("moves sideways within the row, in reading direction", () => {
    expect(nextMenuIndex("ArrowRight", 2, menu)).toBe(0);
    expect(nextMenuIndex("ArrowRight", 1, { ...menu, rightToLeft: true })).toBe(0);
    expect(nextMenuIndex("ArrowRight", 4, menu)).toBeUndefined();
  });
});

test("a panel is placed below its anchor, above it if there is no room, and always within the viewport", () => {
  const view = { block: 600, inline: 400 };
  const size = { block: 200, inline: 150 };
  const anchor = { blockStart: 100, blockEnd: 130, inlineStart: 300, inlineEnd: 350 };
  expect(placePanel(anchor, size, view)).toEqual({ block: 134, inline: 200 });
  expect(placePanel({ ...anchor, blockStart: 500, blockEnd: 530 }, size, view).block).toBe(296);
  expect(placePanel({ ...anchor, inlineStart: 60, inlineEnd: 390 }, size, view).inline).toBe(60);
  expect(placePanel({ ...anchor, inlineStart: 2, inlineEnd: 390 }, size, view).inline).toBe(8);
  expect(placePanel({ ...anchor, blockStart: 100, blockEnd: 590 }, size, view).block).toBe(8);
});
